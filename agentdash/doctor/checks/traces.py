"""Whether traces can be searched, and counted by TraceQL."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import NoAnswer, Refusal, endpoint
from agentdash.doctor.examination import broken
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.refusals import is_login, wants_tenant
from agentdash.doctor.world import World
from agentdash.query import traceql

_STEP = "60s"


class Traces(Check):
    """A search for calls, and a metrics query over them."""

    name, title = "traces", "Traces"

    def run(self, world: World) -> Iterator[Finding]:
        """The conditions of the signal of calls."""
        source = world.settings.datasources.tempo
        at = endpoint(source.url, source, world.env)
        # Gigapipe takes whole seconds.
        end = round(world.now)
        times = {"start": str(end - world.seconds), "end": str(end)}
        query = traceql.search(*world.signals.calls.spans())
        try:
            answer = at.json("/api/search", {"q": query, "limit": "1", **times})
            found = answer.get("traces") if isinstance(answer, dict) else None
        except NoAnswer as error:
            raise broken(f"nobody answers searches: {error}", "start it, or correct datasources.tempo.url") from None
        except Refusal as refusal:
            raise broken(*_refused(refusal)) from None
        if not found:
            yield bad(f"{at.url} finds no trace with a call in the last {world.since}", "see Backends above: does the Collector send traces to the same place (collector.traces)?")
            return
        yield good(f"{at.url} finds traces with calls")
        try:
            at.json("/api/metrics/query_range", {"q": traceql.rate(world.signals.calls.spans()), "step": _STEP, **times})
        except (NoAnswer, Refusal) as error:
            yield bad(f"TraceQL metrics are not answered: {error}", "turn them on (Tempo: the local-blocks processor of its metrics generator)")
            return
        yield good("TraceQL metrics are answered")


def _refused(refusal: Refusal) -> tuple[str, str]:
    if wants_tenant(refusal):
        return f"wants a tenant: {refusal}", "write datasources.tempo.headers: {X-Scope-OrgID: …}"
    if is_login(refusal):
        return f"refuses the login: {refusal}", "check datasources.tempo's user and the variable of its password"
    return f"no trace search there: {refusal}", "correct datasources.tempo.url: where its API begins, without /api"

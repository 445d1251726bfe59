"""Whether log lines are there, and lead to their traces."""

from __future__ import annotations

import json
from collections.abc import Iterator

from agentdash.ask import NoAnswer, Refusal, endpoint
from agentdash.doctor.examination import broken, unreachable
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.refusals import wants_tenant
from agentdash.doctor.world import World
from agentdash.query import logql, promql
from agentdash.vocabulary import labels

_LINES = 50


class Logs(Check):
    """Lines of the services that called models, and trace ids in them."""

    name, title = "logs", "Logs"

    def run(self, world: World) -> Iterator[Finding]:
        """Asks for the newest lines."""
        source = world.settings.datasources.loki
        if source is None:
            raise unreachable("the settings have no logs (datasources.loki: null)", asked=False)
        at = endpoint(source.url, source, world.env)
        try:
            # What loggers in a program call it is not known here: every service that the backend has lines of.
            end = round(world.now)
            times = {"start": str((end - world.seconds) * 10**9), "end": str(end * 10**9)}
            names = at.json(f"/loki/api/v1/label/{labels.SERVICE}/values", times).get("data") or []
            streams = self._lines(at.json("/loki/api/v1/query_range", {
                "query": logql.stream(promql.one_of(labels.SERVICE, names)), "limit": str(_LINES), "direction": "backward", **times})) if names else []
        except NoAnswer as error:
            raise broken(f"nobody answers: {error}", "start it, or correct datasources.loki.url") from None
        except Refusal as refusal:
            if wants_tenant(refusal):
                raise broken(f"wants a tenant: {refusal}", "write datasources.loki.headers: {X-Scope-OrgID: …}") from None
            raise broken(f"no logs are answered there: {refusal}", "correct datasources.loki.url, its user and password") from None
        if not streams:
            yield unknown(f"{at.url} answers, and has no line of the last {world.since}", "not every program logs by OpenTelemetry; traces work without", asked=False)
        elif not any(streams):
            yield bad(f"lines of {some(names)} carry no trace id, so none leads to its trace", "log through OpenTelemetry's handler, inside of spans")
        else:
            yield good(f"{sum(streams)} of the newest {len(streams)} lines carry a trace id")

    def _lines(self, answer: object) -> list[bool]:
        """For each line whether it carries a trace id."""
        found = answer.get("data", {}).get("result", []) if isinstance(answer, dict) else []
        marked = []
        for stream in found:
            for value in stream.get("values", []):
                extra = json.dumps([stream.get("stream", {}), value[2:]])
                marked.append("trace_id" in extra or "trace_id" in value[1] or "traceid" in value[1])
        return marked

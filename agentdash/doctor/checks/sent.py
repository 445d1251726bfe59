"""One marked call, followed from the Collector to metrics, traces and logs."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from agentdash.ask import NoAnswer, Refusal, endpoint
from agentdash.doctor.examination import broken, unreachable
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.world import World
from agentdash.query import promql
from agentdash.signals import sources
from agentdash.vocabulary import attributes, labels

SERVICE = "agentdash-doctor"
"""The service of marked calls."""
_MODEL, _PROVIDER, _INPUT, _OUTPUT = "gpt-4o-mini", "openai", 10, 1
_PATIENCE = 30
"""Seconds, beside the hold and three intervals, until a call has to be seen."""
_PAUSE = 0.5


class Sent(Check):
    """``--send``: a call that nobody made, so that every link can be seen to hold."""

    name, title, needs = "sent", "A marked call", ("collector",)

    def run(self, world: World) -> Iterator[Finding]:
        """Sends a span and a log line of one trace, and waits for them."""
        if not world.send:
            raise unreachable("not sent; --send follows one through metrics, traces and logs", asked=False)
        before = self._counted(world)
        trace = self._posted(world)
        yield good(f"taken by the Collector as a call of {SERVICE} (trace {trace})")
        wait = _PATIENCE + world.settings.collector.hold + 3 * world.settings.telemetry.interval
        if not _until(wait, lambda: self._derived(world)):
            raise broken(f"not in the Collector's series after {wait} s", "see the Collector's log; it runs another configuration, or its memory is full")
        if not _until(wait, lambda: self._counted(world) > before):
            raise broken(f"derived by the Collector, and not in the metrics after {wait} s", "see Backends: the write is refused; or the query asks another Prometheus")
        yield good("counted in the metrics")
        yield self._found(world, "traces", wait, lambda: self._trace(world, trace), "collector.traces and datasources.tempo lead to different places, or the write is refused")
        if world.settings.datasources.loki is not None:
            yield self._found(world, "logs", wait, lambda: self._line(world, trace), "collector.logs and datasources.loki lead to different places, or the write is refused")

    def _posted(self, world: World) -> str:
        door, trace, span = world.listening(world.settings.collector.http), secrets.token_hex(16), secrets.token_hex(8)
        end = time.time_ns()
        resource = {"attributes": _attributes({attributes.SERVICE: SERVICE, attributes.ENVIRONMENT: "doctor", attributes.TENANT: "doctor"})}
        call = {
            "traceId": trace, "spanId": span, "name": f"chat {_MODEL}", "kind": 3, "startTimeUnixNano": str(end - 10**9), "endTimeUnixNano": str(end),
            "attributes": _attributes({
                attributes.OPERATION: "chat", attributes.PROVIDER: _PROVIDER, attributes.ASKED_MODEL: _MODEL, attributes.MODEL: _MODEL,
                "gen_ai.usage.input_tokens": _INPUT, "gen_ai.usage.output_tokens": _OUTPUT}),
        }
        line = {"timeUnixNano": str(end), "severityNumber": 9, "severityText": "INFO", "traceId": trace, "spanId": span,
                "body": {"stringValue": "agentdash doctor --send"}}
        scope = {"name": SERVICE}
        try:
            _post(door.fetch, "/v1/traces", {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": scope, "spans": [call]}]}]})
            _post(door.fetch, "/v1/logs", {"resourceLogs": [{"resource": resource, "scopeLogs": [{"scope": scope, "logRecords": [line]}]}]})
        except (NoAnswer, Refusal) as error:
            raise broken(f"the Collector does not take it: {error}", "see its log") from None
        return trace

    def _derived(self, world: World) -> bool:
        try:
            return any(row.labels.get(labels.SERVICE) == SERVICE for row in world.own_series().get(f"{sources.DURATION}_count", ()))
        except (NoAnswer, Refusal):
            # Not open to this machine; the metrics will tell.
            return True

    def _counted(self, world: World) -> float:
        where = (promql.equals(labels.SERVICE, SERVICE),)
        try:
            return sum(row.value for row in world.prometheus.query(str(world.signals.calls.total(where=where, window="1h"))))
        except (NoAnswer, Refusal):
            return 0.0

    def _trace(self, world: World, trace: str) -> bool:
        source = world.settings.datasources.tempo
        return bool(endpoint(source.url, source, world.env).json(f"/api/traces/{trace}"))

    def _line(self, world: World, trace: str) -> bool:
        source = world.settings.datasources.loki
        assert source is not None
        end = time.time_ns()
        answer = endpoint(source.url, source, world.env).json("/loki/api/v1/query_range", {
            "query": f'{{{labels.SERVICE}="{SERVICE}"}}', "start": str(end - 3600 * 10**9), "end": str(end + 60 * 10**9), "limit": "100"})
        return trace in json.dumps(answer)

    def _found(self, world: World, kind: str, wait: int, ask: Callable[[], bool], remedy: str) -> Finding:
        world.progress(f"waiting for the call in {kind}")
        if _until(wait, ask):
            return good(f"found in the {kind}")
        return bad(f"not in the {kind} after {wait} s", remedy)


def _until(wait: float, ask: Callable[[], bool]) -> bool:
    """Whether it came true in time; an error of the server's is a no."""
    end = time.monotonic() + wait
    while True:
        try:
            if ask():
                return True
        except (NoAnswer, Refusal):
            pass
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)


def _post(fetch: Callable[..., Any], path: str, body: dict[str, Any]) -> None:
    fetch(path, json.dumps(body).encode(), {"Content-Type": "application/json"})


def _attributes(plain: dict[str, str | int]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}} for key, value in plain.items()]

"""The same recording, cut into exports in other ways: what is counted must not depend on that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tests.telemetry.recordings import Recording, Request


def each_span(recording: Recording) -> Recording:
    """Each span in an export of its own, in the order of their ends: children before parents, most of the time."""
    return _apart(recording, lambda span, parents: 0)


def late_parents(recording: Recording, seconds: float) -> Recording:
    """Each span in an export of its own, those with spans below them ``seconds`` after their ends, as batches of another process do."""
    return _apart(recording, lambda span, parents: seconds if (span["traceId"], span["spanId"]) in parents else 0)


def _apart(recording: Recording, delay: Callable[[dict[str, Any], set[tuple[str, str]]], float]) -> Recording:
    alone = [(request, span, body) for request in recording.requests if request.signal == "traces" for span, body in _alone(request.body)]
    parents = {(span["traceId"], span["parentSpanId"]) for _, span, _ in alone if span.get("parentSpanId")}
    apart = [Request(int(span["endTimeUnixNano"]) / 1e9 + delay(span, parents), "traces", body) for _, span, body in alone]
    others = [request for request in recording.requests if request.signal != "traces"]
    return replace(recording, requests=tuple(sorted((*apart, *others), key=lambda request: request.time)))


def _alone(body: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for resource in body["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                yield span, {"resourceSpans": [{**resource, "scopeSpans": [{**scope, "spans": [span]}]}]}

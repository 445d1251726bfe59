"""Sends recordings to an OTLP/HTTP endpoint as if they happened now.

A span keeps its duration and a trace its shape: each trace moves as one block so that it ends when it arrived. With a speed
above 1 requests follow each other faster than they did.
"""

from __future__ import annotations

import copy
import http.client
import json
import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.telemetry.recordings import Recording, Request

_TIMES = ("timeUnixNano", "startTimeUnixNano", "observedTimeUnixNano", "endTimeUnixNano")
_TIME_IN_TEXT = re.compile(r'"?(\d{4}-\d\d-\d\dT[\d:.]+Z)"?')
"""E.g. when Langfuse saw the first chunk."""
Edit = Callable[[dict[str, Any], str], dict[str, Any] | None]


def _spans(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for resource in body.get("resourceSpans", []):
        for scope in resource.get("scopeSpans", []):
            yield from scope.get("spans", [])


def _shift(value: Any, move: Callable[[int], int]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _TIMES and int(item or 0):
                value[key] = str(move(int(item)))
            elif key == "stringValue" and (found := _TIME_IN_TEXT.fullmatch(item)):
                moved = datetime.fromtimestamp(move(int(datetime.fromisoformat(found[1]).timestamp() * 1e6) * 1000) / 1e9, UTC)
                value[key] = item.replace(found[1], f"{moved:%Y-%m-%dT%H:%M:%S.%f}Z")
            elif isinstance(item, dict | list):
                _shift(item, move)
    elif isinstance(value, list):
        for item in value:
            _shift(item, move)


class Sender:
    """A kept-alive connection to an OTLP/HTTP endpoint such as ``http://127.0.0.1:4318``."""

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)

    def send(self, signal: str, body: dict[str, Any]) -> int:
        """Posts one request; returns the HTTP status."""
        self._connection.request("POST", f"/v1/{signal}", json.dumps(body).encode(), {"content-type": "application/json"})
        response = self._connection.getresponse()
        response.read()
        return response.status


def replay(recordings: Iterable[Recording], endpoint: str, speed: float = 1.0, edit: Edit | None = None,
           signals: Iterable[str] = ("traces", "metrics", "logs")) -> int:
    """Sends everything, all recordings side by side, beginning now; returns the number of requests.

    ``edit`` may change a body (a deep copy) or return None to leave the request out. Raises RuntimeError when the endpoint
    does not take a request.
    """
    sender, begin, plan = Sender(endpoint), time.time(), []
    for recording in recordings:
        first = recording.requests[0].time
        ends: dict[str, int] = {}
        for request in recording.requests:
            for span in _spans(request.body) if request.signal == "traces" else ():
                ends[span["traceId"]] = max(ends.get(span["traceId"], 0), int(span["endTimeUnixNano"]))
        plan += [(begin + (request.time - first) / speed, first, ends, request) for request in recording.requests if request.signal in signals]
    plan.sort(key=lambda item: item[0])
    sent = 0
    for due, first, ends, request in plan:
        if (wait := due - time.time()) > 0:
            time.sleep(wait)
        body = _moved(request, begin, first, speed, ends)
        if edit is not None and (body := edit(body, request.signal)) is None:
            continue
        if (status := _sent(sender, request.signal, body)) != 200:
            raise RuntimeError(f"{request.signal}: HTTP {status}")
        sent += 1
    return sent


def _sent(sender: Sender, signal: str, body: dict[str, Any]) -> int:
    """Sends again what a Collector short of memory refuses, as SDKs do."""
    for _ in range(60):
        if (status := sender.send(signal, body)) != 503:
            break
        time.sleep(0.5)
    return status


def _moved(request: Request, begin: float, first: float, speed: float, ends: dict[str, int]) -> dict[str, Any]:
    body = copy.deepcopy(request.body)

    def now(nanoseconds: int) -> int:
        return int(begin * 1e9) + int((nanoseconds - first * 1e9) / speed)

    if request.signal != "traces":
        _shift(body, now)
        return body
    for span in _spans(body):
        end = ends[span["traceId"]]
        _shift(span, lambda value, end=end: now(end) - (end - value))
    return body

"""A real Collector that does nothing but charge calls: spans in, spans with their cost out."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from agentdash import yaml_text
from agentdash.collector import cost, models
from agentdash.collector.config import escape
from agentdash.settings import Settings
from tests import tools
from tests.truth import servers

SPANS_A_REQUEST = 2000


def charged(folder: Path, settings: Settings, calls: Iterable[Mapping[str, Any]], at: float | None = None, bound: bool = False) -> list[dict[str, Any]]:
    """The attributes that each call has after it was charged, in the order of ``calls``; a call is its attributes. ``bound``: with names
    as they become labels."""
    health, http = (f"127.0.0.1:{servers.free_port()}" for _ in range(2))
    out, log = folder / "spans.jsonl", folder / "collector.log"
    configuration = {
        "extensions": {"health_check": {"endpoint": health}},
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": http}}}},
        "processors": {"resource": dict(cost.book(settings).configuration), "transform": {"error_mode": "propagate", "trace_statements": [
            *cost.statements(settings), *([models.bound(settings.telemetry.models)] if bound else [])]}},
        "exporters": {"file": {"path": str(out), "flush_interval": "100ms"}},
        "service": {"extensions": ["health_check"], "telemetry": {"metrics": {"level": "none"}},
                    "pipelines": {"traces": {"receivers": ["otlp"], "processors": ["resource", "transform"], "exporters": ["file"]}}},
    }
    (folder / "config.yaml").write_bytes(yaml_text.dumps(escape(configuration), "", sort_keys=False))
    with log.open("ab") as output:
        process = subprocess.Popen([tools.otelcol(), f"--config={folder / 'config.yaml'}"], stdout=output, stderr=output)
    try:
        servers.wait(f"http://{health}/", process, log)
        spans = [_span(number, call, at or time.time()) for number, call in enumerate(calls)]
        for first in range(0, len(spans), SPANS_A_REQUEST):
            body = {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": spans[first:first + SPANS_A_REQUEST]}]}]}
            request = urllib.request.Request(f"http://{http}/v1/traces", json.dumps(body).encode(), {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=300).read()
    finally:
        process.terminate()
        process.wait(timeout=60)
    found: dict[str, dict[str, Any]] = {}
    for line in out.read_text().splitlines():
        for resource in json.loads(line)["resourceSpans"]:
            assert not resource["resource"].get("attributes"), "notes are taken off"
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    found[span["name"]] = {one["key"]: _plain(one["value"]) for one in span["attributes"]}
    return [found[span["name"]] for span in spans]


def _span(number: int, call: Mapping[str, Any], at: float) -> dict[str, Any]:
    attributes = {"agentdash.kind": "call", **call}
    return {
        "traceId": f"{number + 1:032x}", "spanId": f"{number + 1:016x}", "name": str(number), "kind": 3,
        "startTimeUnixNano": str(int((at - 1) * 1e9)), "endTimeUnixNano": str(int(at * 1e9)),
        "attributes": [{"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
                       for key, value in attributes.items()],
    }


def _plain(value: Mapping[str, Any]) -> Any:
    [(kind, found)] = value.items()
    return int(found) if kind == "intValue" else found

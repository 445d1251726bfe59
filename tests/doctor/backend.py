"""A fake of Tempo and Loki, which cannot be installed here, and a gate before a real Prometheus: small, and labelled as such.

It keeps what the Collector really sends, and answers searches from that.
"""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from tests.served import Served


@dataclass
class Behaviour:
    """What is wrong with it. ``says`` is an answer (status, text) to everything; ``ahead`` seconds of its clock."""

    says: tuple[int, str] | None = None
    tenant: bool = False
    metrics_off: bool = False
    ahead: float = 0.0
    traces: list[bytes] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    """Service and trace id of each."""


class FakeBackend(Served):
    """Traces and logs at one address; with ``before`` (an address) everything else goes on to there."""

    def __init__(self, before: str = "") -> None:
        self.now = Behaviour()
        self.before = before
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"backend": self}))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes]:
        now = self.now
        if now.says is not None:
            return now.says[0], now.says[1].encode()
        if now.tenant and not headers.get("X-Scope-OrgID"):
            return 401, b"no org id"
        parts = urlsplit(path)
        if self.before:
            return self._beyond(method, path, body, headers)
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        match (method, *parts.path.strip("/").split("/")):
            case ("POST", "v1", "traces"):
                now.traces.append(body)
                return 200, b""
            case ("POST", "v1", "logs"):
                if headers.get("Content-Type") == "application/x-protobuf":
                    now.lines += _lines(body)
                return 200, b""
            case ("GET", "api", "search"):
                return 200, json.dumps({"traces": [{"traceID": "1"}] if any(len(one) > 2 for one in now.traces) else []}).encode()
            case ("GET", "api", "metrics", "query_range"):
                return (404, b"404 page not found") if now.metrics_off else (200, b'{"series": []}')
            case ("GET", "api", "traces", trace):
                found = any(bytes.fromhex(trace) in one for one in now.traces)
                return (200, b'{"batches": [{}]}') if found else (404, b"trace not found")
            case ("GET", "loki", "api", "v1", "label", _, "values"):
                return 200, json.dumps({"status": "success", "data": sorted({service for service, _ in now.lines})}).encode()
            case ("GET", "loki", "api", "v1", "query_range"):
                wanted = parse_qs(parts.query)["query"][0]
                result = [{"stream": {"service_name": service, **({"trace_id": trace} if trace else {})}, "values": [["1", "a line"]]}
                          for service, trace in now.lines if service in wanted]
                return 200, json.dumps({"status": "success", "data": {"result": result}}).encode()
        return 404, b"404 page not found"

    def _beyond(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes]:
        kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length", "connection", "accept-encoding")}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.before + path, body or None, kept, method=method), timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def _lines(body: bytes) -> list[tuple[str, str]]:
    request, found = ExportLogsServiceRequest(), []
    request.ParseFromString(body)
    for resource in request.resource_logs:
        service = next((one.value.string_value for one in resource.resource.attributes if one.key == "service.name"), "")
        found += [(service, record.trace_id.hex()) for scope in resource.scope_logs for record in scope.log_records]
    return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    backend: FakeBackend

    def log_message(self, *_: Any) -> None:
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        import time

        return formatdate(time.time() + self.backend.now.ahead, usegmt=True)

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        status, payload = self.backend.answer(method, self.path, self.rfile.read(int(self.headers.get("Content-Length") or 0)), self.headers)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

"""OTLP over HTTP: one connection to one Collector, and what is wrong in one line."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from agentdash.demo import wire
from agentdash.demo.span import Span, Value
from agentdash.errors import AgentdashError, UserError

_SECONDS = 10
_PATH = "/v1/traces"
_BUSY = (429, 502, 503, 504)
"""Statuses after which an exporter tries again (OTLP specification, "Retryable Response Codes")."""
_TRIES = 8
_TLS_ASKED = b"HTTPS server"
"""What Go's servers answer to HTTP where they speak TLS."""


def headers(text: str) -> dict[str, str]:
    """Headers as ``OTEL_EXPORTER_OTLP_HEADERS`` has them: ``name=value,name=value``, percent-encoded. Raises UserError otherwise."""
    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals or not name.strip():
            # The value may be a secret: it is not repeated.
            raise UserError("OTEL_EXPORTER_OTLP_HEADERS: a part is no name=value; write e.g. Authorization=Basic%20…")
        found[unquote(name.strip())] = unquote(value.strip())
    return found


class Sender:
    """Exports to ``endpoint``, e.g. ``http://localhost:4318``. Every error is one line that names the address."""

    def __init__(self, endpoint: str, extra: Mapping[str, str], wait: Callable[[float], object] = time.sleep) -> None:
        try:
            parts = urlsplit(endpoint)
            port = parts.port
        except ValueError as error:
            raise UserError(f'--endpoint: "{endpoint}" is not an address ({error}); write e.g. http://localhost:4318') from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UserError(f'--endpoint: "{endpoint}" is not a URL; write e.g. http://localhost:4318')
        if parts.username or parts.password:
            raise UserError("--endpoint: a user or password does not belong into the address; set OTEL_EXPORTER_OTLP_HEADERS instead")
        self.endpoint = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix(_PATH)}"
        self._parts, self._port, self._wait = parts, port, wait
        self._path = f"{parts.path.rstrip('/').removesuffix(_PATH)}{_PATH}"
        self._headers = {"Content-Type": "application/x-protobuf", "User-Agent": "agentdash-demo", **extra}
        self._connection = _connection(parts, port)

    def check(self) -> None:
        """Sends nothing, to see whether somebody takes it. Raises AgentdashError where nobody does."""
        self._post(wire.request({}, (), 0), once=True)

    def send(self, resource: Mapping[str, Value], spans: Iterable[Span], zero: float) -> None:
        """Exports the spans of one process, and tries again while the Collector is busy. Raises AgentdashError where they are not taken."""
        rejected, why = self._post(wire.request(resource, spans, zero))
        if rejected:
            raise AgentdashError(f"{self.endpoint}: {rejected} spans were not taken: {why or 'no reason given'}")

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _post(self, body: bytes, once: bool = False) -> tuple[int, str]:
        for trial in range(1, _TRIES + 1):
            status, kind, answer, after = self._answer(body)
            if status not in _BUSY or once or trial == _TRIES:
                break
            self._wait(min(float(after) if after.isdigit() else 0.5 * trial, 5))
        if status == 200 and kind == "application/x-protobuf":
            try:
                return wire.rejected(answer)
            except ValueError:
                pass
        raise AgentdashError(f"{self.endpoint}: {self._refusal(status, answer)}")

    def _answer(self, body: bytes) -> tuple[int, str, bytes, str]:
        for fresh in (False, True):
            try:
                self._connection.request("POST", self._path, body, self._headers)
                response = self._connection.getresponse()
                answer = response.read()
                return response.status, response.headers.get_content_type(), answer, response.headers.get("Retry-After", "")
            except (ConnectionResetError, BrokenPipeError) as error:
                # A connection that was kept may have ended in the meantime; a new one has no such excuse.
                self._connection.close()
                if fresh:
                    raise AgentdashError(f"{self.endpoint}: {_trouble(error, self._parts)}") from None
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                raise AgentdashError(f"{self.endpoint}: {_trouble(error, self._parts)}") from None
        raise AssertionError("one of the two tries answers or raises")

    def _refusal(self, status: int, answer: bytes) -> str:
        if status == 400 and _TLS_ASKED in answer:
            return f"the port speaks TLS; write https://{self._parts.netloc}"
        if status in (401, 403):
            return f"HTTP {status}: who sends must say who they are; set OTEL_EXPORTER_OTLP_HEADERS, e.g. Authorization=Basic%20…"
        if status in _BUSY:
            return f"HTTP {status}: the Collector is too busy; see its log, or send less (--rate)"
        return f"HTTP {status}: this is no OTLP receiver; write the address of the Collector's OTLP over HTTP (collector.http, port 4318)"


def _connection(parts: SplitResult, port: int | None) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    return http.client.HTTPSConnection(host, port, timeout=_SECONDS) if parts.scheme == "https" else http.client.HTTPConnection(host, port, timeout=_SECONDS)


def _trouble(error: Exception, parts: SplitResult) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message}); set SSL_CERT_FILE to the authority's certificate"
    if isinstance(error, ssl.SSLError):
        return f"the port does not speak TLS; write http://{parts.netloc}"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there; start the Collector (agentdash init --compose, or docs/collector.md), or say where it is: --endpoint"
    if isinstance(error, TimeoutError):
        return f"no answer within {_SECONDS} s; check the address and what is between"
    if isinstance(error, http.client.HTTPException | ConnectionResetError):
        return "what answers there does not speak HTTP; OTLP over HTTP is port 4318 (4317 is gRPC's), https:// where it speaks TLS"
    return f"{getattr(error, 'strerror', None) or error}; check the address"

"""Spans and metrics made by hand, as OTLP/JSON: for what no recording holds."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

INTERNAL, SERVER, CLIENT = 1, 2, 3
OK, ERROR = 1, 2

_NUMBERS = itertools.count(int(time.time() * 1e6) % 10**12)


def trace_id() -> str:
    """A trace that nobody has yet; samplers choose by its digits."""
    return f"{next(_NUMBERS) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}"


def span_id() -> str:
    """A span that nobody has yet; its last digits are as good as random, as everybody's are."""
    return f"{next(_NUMBERS) * 0x9E3779B97F4A7C15 % 2**64:016x}"


def value(plain: Any) -> dict[str, Any]:
    """A plain value as OTLP/JSON writes it; integers as strings, as protobuf's JSON does."""
    if isinstance(plain, bool):
        return {"boolValue": plain}
    if isinstance(plain, int):
        return {"intValue": str(plain)}
    if isinstance(plain, float):
        return {"doubleValue": plain}
    if isinstance(plain, list | tuple):
        return {"arrayValue": {"values": [value(item) for item in plain]}}
    return {"stringValue": plain}


def attributes(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Attributes as OTLP/JSON writes them."""
    return [{"key": key, "value": value(item)} for key, item in plain.items()]


@dataclass
class Span:
    """A span of ``seconds`` that has just ended. ``parent`` puts it below another one."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    scope: str = "test"
    parent: Span | None = None
    kind: int = INTERNAL
    seconds: float = 1.0
    status: int = 0
    message: str = ""
    events: tuple[tuple[str, dict[str, Any]], ...] = ()
    trace: str = field(default_factory=trace_id)
    id: str = field(default_factory=span_id)
    state: str = ""

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.trace = self.parent.trace

    def body(self, end: float) -> dict[str, Any]:
        """OTLP/JSON; ``end`` in Unix seconds."""
        start = end - self.seconds
        found: dict[str, Any] = {
            "traceId": self.trace, "spanId": self.id, "name": self.name, "kind": self.kind,
            "startTimeUnixNano": str(int(start * 1e9)), "endTimeUnixNano": str(int(end * 1e9)),
            "attributes": attributes(self.attributes), "status": {"code": self.status, "message": self.message},
            "events": [{"name": name, "timeUnixNano": str(int((start + more.get("at", self.seconds)) * 1e9)),
                        "attributes": attributes({key: item for key, item in more.items() if key != "at"})}
                       for name, more in self.events],
        }
        if self.parent is not None:
            found["parentSpanId"] = self.parent.id
        if self.state:
            found["traceState"] = self.state
        return found


def export(service: str, spans: Iterable[Span], resource: Mapping[str, Any] | None = None, end: float | None = None) -> dict[str, Any]:
    """One export request of one process; its spans end now, or at ``end``."""
    end, scopes = end or time.time(), {}
    for span in spans:
        scopes.setdefault(span.scope, []).append(span.body(end))
    return {"resourceSpans": [{
        "resource": {"attributes": attributes({"service.name": service, **(resource or {})})},
        "scopeSpans": [{"scope": {"name": name, "version": "1"}, "spans": found} for name, found in scopes.items()],
    }]}


def call(model: str = "gpt-4o", tokens: tuple[int, int] | None = (100, 10), **more: Any) -> Span:
    """A call to a model as the GenAI conventions write it."""
    usage = {} if tokens is None else {"gen_ai.usage.input_tokens": tokens[0], "gen_ai.usage.output_tokens": tokens[1]}
    own = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": model, "gen_ai.response.model": model}
    return Span(f"chat {model}", {**own, **usage, **more.pop("attributes", {})}, kind=CLIENT, **more)

"""A framework's spans and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.telemetry.spans import ERROR, Span


@dataclass(frozen=True)
class Row:
    """One program on one framework. Each group of spans is an export of its own, as of a process that exports every few
    seconds; within a group everything has just ended.

    ``special`` is what the framework does unlike others, in words. ``models`` are the names that calls are shown under, with their number; ``errors``, ``runs`` and ``tools`` likewise.
    """

    service: str
    about: str
    groups: tuple[tuple[Span, ...], ...]
    models: Mapping[str, int]
    errors: Mapping[str, int] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    runs: Mapping[str, int] = field(default_factory=dict)
    failed_runs: int = 0
    tools: Mapping[str, int] = field(default_factory=dict)
    failed_tools: int = 0
    providers: tuple[str, ...] = ()
    without_usage: int = 0
    first_chunks: int = 0
    resource: Mapping[str, Any] = field(default_factory=dict)
    special: str = ""


def described(make: Callable[[], Row]) -> Row:
    """The row that ``make`` makes, with what is special about it: the docstring."""
    return replace(make(), special=" ".join((make.__doc__ or "").split()))


def exception(kind: str, message: str = "", at: float = 1.0) -> tuple[str, dict[str, Any]]:
    """The event of an exception."""
    return "exception", {"exception.type": kind, "exception.message": message, "exception.stacktrace": f"Traceback … {kind}: {message}", "at": at}


def failed(span: Span, message: str = "", kind: str | None = None) -> Span:
    """The span with an error status, and an exception event of that kind."""
    span.status, span.message = ERROR, message
    if kind is not None:
        span.events = (*span.events, exception(kind, message, span.seconds))
    return span


def usage(prefix: str, **counts: int) -> dict[str, int]:
    """Attributes ``prefix`` + name for each count; ``__`` in a name is a dot."""
    return {prefix + name.replace("__", "."): count for name, count in counts.items()}


def tree(*spans: Span | Iterable[Span]) -> tuple[Span, ...]:
    """Spans in the order in which they ended, flattened."""
    return tuple(one for item in spans for one in ((item,) if isinstance(item, Span) else item))

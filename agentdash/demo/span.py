"""A span on its way from a dialect to the wire."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from agentdash.demo.work import Call, Run, ToolRun

Value = str | bool | int | float | list[str]

INTERNAL, CLIENT = 1, 3
UNSET, OK, ERROR = 0, 1, 2


@dataclass(frozen=True)
class Event:
    """A moment within a span; ``at`` in seconds since the demo began."""

    name: str
    at: float
    attributes: Mapping[str, Value]


@dataclass(frozen=True)
class Span:
    """One span; times are seconds since the demo began.

    ``fact`` is what this span is the record of; spans that repeat what another one tells, as some SDKs' do, have none.
    """

    name: str
    scope: tuple[str, str]
    begin: float
    end: float
    attributes: Mapping[str, Value]
    kind: int = INTERNAL
    status: int = UNSET
    message: str = ""
    events: tuple[Event, ...] = ()
    parent: Span | None = None
    fact: Call | ToolRun | Run | None = None
    # Never of the seed: runs are counted by their trace, and a second demo has runs of its own.
    id: bytes = field(default_factory=lambda: os.urandom(8))
    trace: bytes = b""

    def __post_init__(self) -> None:
        object.__setattr__(self, "trace", self.parent.trace if self.parent else self.trace or os.urandom(16))


def exception(kind: str, message: str, at: float) -> Event:
    """The event that SDKs write for an error."""
    return Event("exception", at, {"exception.type": kind, "exception.message": message, "exception.escaped": "False"})

"""What happened, before any SDK tells it: runs of agents, made of calls to models and runs of tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GAP = 0.004
"""Seconds between two steps: the agent's own work."""


@dataclass(frozen=True)
class Usage:
    """Tokens of one call. ``input`` includes those read from and written to the cache, ``output`` those of reasoning."""

    input: int
    output: int
    cache_read: int = 0
    cache_write: int = 0
    reasoning: int = 0


@dataclass(frozen=True)
class Failure:
    """Why a call was refused: its HTTP status, and what the provider's SDK calls it, e.g. ``RateLimitError``."""

    status: int
    name: str
    message: str


@dataclass(frozen=True)
class Call:
    """One call to a model. ``answered`` is the name that the provider answers with; a failed call has no usage."""

    provider: str
    asked: str
    answered: str
    seconds: float
    usage: Usage | None = None
    failure: Failure | None = None
    first_chunk: float | None = None
    """Seconds until a stream's first chunk; None for a call that is not streamed."""


@dataclass(frozen=True)
class ToolRun:
    """One run of a tool. ``failure`` is the message of what went wrong."""

    tool: str
    seconds: float
    failure: str = ""


Step = Call | ToolRun


@dataclass(frozen=True)
class Run:
    """One run of an agent: its steps follow each other. ``begin`` is in seconds since the demo began."""

    service: str
    environment: str
    tenant: str
    agent: str
    begin: float
    steps: tuple[Step, ...]

    @property
    def failure(self) -> Failure | None:
        """What the run ended in: it fails with its last step, as a call that nobody repeats does."""
        last = self.steps[-1]
        return last.failure if isinstance(last, Call) else None

    @property
    def end(self) -> float:
        """Seconds since the demo began."""
        return self.begin + GAP + sum(step.seconds + GAP for step in self.steps)

    @property
    def calls(self) -> int:
        """How many calls to models it makes."""
        return sum(isinstance(step, Call) for step in self.steps)

    def timed(self) -> Iterator[tuple[float, Step]]:
        """Each step with when it begins."""
        at = self.begin + GAP
        for step in self.steps:
            yield at, step
            at += step.seconds + GAP

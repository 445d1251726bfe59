"""The truth of a demo: what was sent and taken, and what it will have cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from agentdash.demo.span import Span
from agentdash.demo.work import Call, Run, ToolRun
from agentdash.pricing.resolve import Prices


class Place(NamedTuple):
    """Whose work it was."""

    service: str
    environment: str
    tenant: str


class _Sums:
    """Numbers that are added up by their names."""

    def add(self, other: Self) -> None:
        """Takes the other's numbers in."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class Line(_Sums):
    """Calls to one model of one service. ``usd`` leaves out calls that nothing has a price for, which ``unpriced`` counts."""

    calls: int = 0
    errors: int = 0
    input: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0
    usd: float = 0.0
    unpriced: int = 0


@dataclass
class Work(_Sums):
    """Runs of agents and of tools."""

    runs: int = 0
    failed_runs: int = 0
    tools: int = 0
    failed_tools: int = 0


@dataclass
class Ledger:
    """Counts what spans are the records of. Prices are those that the Collector charges."""

    prices: Prices
    lines: dict[tuple[Place, str], Line] = field(default_factory=dict)
    work: dict[Place, Work] = field(default_factory=dict)

    def take(self, place: Place, spans: Iterable[Span], zero: float) -> None:
        """Notes spans that have arrived; ``zero`` is when the demo began, in Unix seconds."""
        for span in spans:
            if isinstance(span.fact, Call):
                self._call(place, span.fact, zero + span.end)
            elif isinstance(span.fact, ToolRun):
                self.work.setdefault(place, Work()).add(Work(tools=1, failed_tools=bool(span.fact.failure)))
            elif isinstance(span.fact, Run):
                self.work.setdefault(place, Work()).add(Work(runs=1, failed_runs=span.fact.failure is not None))

    def total(self) -> Line:
        """All calls."""
        whole = Line()
        for line in self.lines.values():
            whole.add(line)
        return whole

    def by_model(self) -> dict[tuple[str, str], Line]:
        """Calls by service and by the model that answered (the one that was asked where the call failed), sorted."""
        found: dict[tuple[str, str], Line] = {}
        for (place, model), line in sorted(self.lines.items()):
            found.setdefault((place.service, model), Line()).add(line)
        return found

    def by_service(self) -> dict[str, Work]:
        """Runs by service, sorted."""
        found: dict[str, Work] = {}
        for place, work in sorted(self.work.items()):
            found.setdefault(place.service, Work()).add(work)
        return found

    def as_data(self) -> dict[str, Any]:
        """For JSON: the smallest rows, to be added up as one likes."""
        return {
            "calls": [{**place._asdict(), "model": model, **asdict(line)} for (place, model), line in sorted(self.lines.items())],
            "work": [{**place._asdict(), **asdict(work)} for place, work in sorted(self.work.items())],
        }

    def _call(self, place: Place, call: Call, at: float) -> None:
        line = self.lines.setdefault((place, call.asked if call.failure else call.answered), Line())
        if call.usage is None:
            line.add(Line(calls=1, errors=1))
            return
        used = call.usage
        price = self.prices.price(call.answered, call.provider, place.tenant, datetime.fromtimestamp(at, UTC))
        cost = 0.0 if price is None else price.cost(used.input, used.output, used.cache_read, used.cache_write)
        line.add(Line(1, 0, used.input, used.cache_read, used.cache_write, used.output, used.reasoning, cost, price is None))

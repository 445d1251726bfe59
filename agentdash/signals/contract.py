"""What can be asked of a signal, whatever it is made of.

Windows are durations (``10m``) or Grafana intervals (``$__range``). ``by`` and ``where`` use canonical labels.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from agentdash.errors import AgentdashError
from agentdash.query import traceql
from agentdash.query.promql import Matcher
from agentdash.signals.expression import Expression
from agentdash.signals.limits import FromSettings, Limits
from agentdash.signals.spans import Spans
from agentdash.signals.traces import SpanQueries
from agentdash.vocabulary.hourly import EVERY

if TYPE_CHECKING:
    from agentdash.signals.binding import Binding

RANGE, RATE_INTERVAL = "$__range", "$__rate_interval"
"""Grafana's intervals: the dashboard's range, and the shortest window that a rate can be taken over."""


class NotMeasured(AgentdashError):
    """None of the chosen telemetry sources carries the signal."""


class Declared(Protocol):
    """What the catalogue says of a signal (:class:`agentdash.signals.definition.Definition`)."""

    kind: ClassVar[str]
    name: str
    title: str
    meaning: str
    labels: tuple[str, ...]
    unit: str
    money: bool
    everywhere: bool
    spans: Spans
    limits: FromSettings | None


@runtime_checkable
class Timed(Protocol):
    """What has percentiles: durations, and what is counted against bounds."""

    def quantile(self, q: float, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL,
                 exact: bool = False) -> Expression:
        """The ``q`` quantile of what happened in ``window``; ``exact`` for one number over a long window."""


@dataclass(frozen=True, eq=False)
class Signal(ABC):
    """A signal whose settings and standing selection are settled: what panels, alerts and rules ask."""

    definition: Declared
    binding: Binding

    @property
    @abstractmethod
    def measured(self) -> bool:
        """Whether any chosen telemetry source carries the signal."""

    @property
    def name(self) -> str:
        """Its name in the catalogue: ``error_ratio``."""
        return self.definition.name

    @property
    def kind(self) -> str:
        """``counter``, ``latency`` or ``ratio``."""
        return self.definition.kind

    @property
    def title(self) -> str:
        """Its name for people: ``Error ratio``."""
        return self.definition.title

    @property
    def meaning(self) -> str:
        """What is counted, in a sentence or two."""
        return self.definition.meaning

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that its series carry, but for the settings' own (``telemetry.group_by``)."""
        return self.definition.labels

    @property
    def unit(self) -> str:
        """Grafana's unit; money is in the settings' currency."""
        return self.binding.settings.pricing.currency.unit if self.definition.money else self.definition.unit

    @property
    def limits(self) -> Limits | None:
        """Where it is worth a look and where it is bad; the alert's own numbers where there is an alert on it."""
        return self.definition.limits(self.binding.settings) if self.definition.limits else None

    def spans(self, *conditions: traceql.Condition) -> tuple[traceql.Condition, ...]:
        """TraceQL conditions of the spans behind the signal, the standing selection included."""
        return self.traces.conditions(*conditions)

    @property
    def traces(self) -> SpanQueries:
        """The signal's spans, counted by TraceQL."""
        binding = self.binding
        return SpanQueries(self.definition.spans, binding.selection.of(self.definition, binding.extra), binding.sources, binding.extra)

    def _expression(self, write: Callable[[], str], by: Sequence[str]) -> Expression:
        return Expression(write, (self,), tuple(by), self.unit)


class Amount(Signal):
    """A signal that adds up and has a rate: a counter, a sum of money, a ratio of two of them."""

    def adjoining(self, seconds: int) -> str:
        """The window for totals every so many seconds that add up: it begins with the last sample of the one before, so that
        what a counter grew by between the two is lost in neither."""
        return f"{seconds + (EVERY if self.binding.hourly else self.binding.settings.telemetry.interval)}s"

    @abstractmethod
    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """What happened in ``window``, exactly."""

    @abstractmethod
    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """How often, or how much, per ``per`` seconds, averaged over ``window``."""

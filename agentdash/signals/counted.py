"""Counters and histograms: signals that telemetry sources keep in series of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agentdash.query import promql
from agentdash.query.promql import Matcher, equals
from agentdash.signals.contract import RANGE, RATE_INTERVAL, Amount, NotMeasured
from agentdash.signals.expression import Expression, joined
from agentdash.signals.series import Growth, Series, carried, united
from agentdash.vocabulary import hourly


@dataclass(frozen=True, eq=False)
class Counted(Amount):
    """A counter."""

    sources: Mapping[str, tuple[Series, ...]]

    @property
    def measured(self) -> bool:
        """Whether any chosen telemetry source carries the signal."""
        return bool(self.series)

    @property
    def series(self) -> list[tuple[Series, ...]]:
        """The series of each chosen telemetry source that carries it, the preferred source first."""
        found = carried(self.sources, self.binding.sources)
        return [tuple(replace(one, metric=hourly.name(one.metric)) for one in group) for group in found] if self.binding.hourly else found

    @property
    def traced(self) -> bool:
        """Whether only TraceQL can tell: the settings name ``traces`` and no metric source carries the signal."""
        return self.binding.asks_traces and not self.measured

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """What happened in ``window``, exactly."""
        where = tuple(where)
        return self._expression(lambda: self._grown(promql.growth, by, where, window), by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """How often per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        return self._expression(lambda: promql.times(self._grown(promql.per_second, by, where, window), per), by)

    def _grown(self, build: Growth, by: Sequence[str], where: tuple[Matcher, ...], window: str) -> str:
        found = self.series
        if not found:
            raise NotMeasured(f"{self.name}: not carried by the telemetry source {', '.join(self.binding.sources)}")
        standing = self.binding.selection.of(self.definition, self.binding.extra)
        return united(found, build, by, (*standing, *where), window)


@dataclass(frozen=True, eq=False)
class Exceeding(Counted):
    """What exceeded each of some bounds, which a label tells; its total and rate want the label in ``by`` or ``where``.

    A histogram turned round: those of at most so many are all without those of more.
    """

    label: str

    def quantile(self, q: float, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL,
                 exact: bool = False) -> Expression:
        """The ``q`` quantile of what is compared with the bounds, a whole number, estimated between two of them."""
        where, ask = tuple(where), self.total if exact else self.rate

        def write(above: str, everything: str) -> str:
            below = promql.matched(f"{promql.relabel(above, 'le', self.label)} * -1", "+", everything, by, many=True)
            buckets = f"{promql.aggregate('sum', below, ('le', *by))} or {promql.named(everything, 'le', '+Inf')}"
            return promql.rounded_up(promql.quantile(q, f"({buckets})"))

        return joined(write, ask((*by, self.label), where, window), ask(by, (*where, equals(self.label, "0")), window), by=by)


@dataclass(frozen=True, eq=False)
class Histogram(Counted):
    """Durations in seconds. Totals and rates are those of its buckets: name ``le`` in ``by`` or in ``where``."""

    def quantile(self, q: float, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL,
                 exact: bool = False) -> Expression:
        """The ``q`` quantile in seconds, of what happened in ``window``; ``exact`` for one number over a long window."""
        # The growth of a bucket reads its samples twice, its rate once; over many hours their shares are the same.
        buckets = self.total if exact and not self.binding.hourly else self.rate
        return buckets(("le", *by), where, window).using(lambda text: promql.quantile(q, text), by)

"""What several signals tell of the same: of each service the first of them that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from agentdash.query import promql
from agentdash.query.promql import Matcher
from agentdash.signals.contract import RANGE, RATE_INTERVAL, Amount
from agentdash.signals.expression import Expression
from agentdash.vocabulary import labels


@dataclass(frozen=True, eq=False)
class Preferred(Amount):
    """The first of ``parts`` that tells of a service, so that nothing counts twice; those that nothing measures are left out."""

    parts: tuple[Amount, ...]

    @property
    def measured(self) -> bool:
        """Whether the telemetry sources carry one of them."""
        return any(part.measured for part in self.parts)

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """What happened in ``window``, exactly."""
        where = tuple(where)
        return self._first(lambda part, keys: part.total(keys, where, window), by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """How much per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        return self._first(lambda part, keys: part.rate(keys, where, window, per), by)

    def _first(self, ask: Callable[[Amount, tuple[str, ...]], Expression], by: Sequence[str]) -> Expression:
        keys = tuple(dict.fromkeys((*by, labels.SERVICE)))
        known = [ask(part, keys) for part in self.parts if part.measured]
        joint = f" or {promql.on((labels.SERVICE,))} "
        return self._expression(lambda: promql.aggregate("sum", joint.join(f"({one})" for one in known), by), by)


@dataclass(frozen=True, eq=False)
class PreferredHistogram(Preferred):
    """The same of durations in seconds. Totals and rates are those of buckets: name ``le`` in ``by`` or in ``where``."""

    def quantile(self, q: float, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL,
                 exact: bool = False) -> Expression:
        """The ``q`` quantile in seconds, of what happened in ``window``; ``exact`` for one number over a long window."""
        buckets = self.total if exact else self.rate
        return buckets(("le", *by), where, window).using(lambda text: promql.quantile(q, text), by)

"""Ratios and shares: one signal over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agentdash.query.promql import Matcher
from agentdash.signals.contract import RANGE, RATE_INTERVAL, Amount
from agentdash.signals.expression import Expression, quotient, share


@dataclass(frozen=True, eq=False)
class Ratio(Amount):
    """``part`` ÷ ``whole``."""

    part: Amount
    whole: Amount

    divide = staticmethod(quotient)

    @property
    def measured(self) -> bool:
        """Whether both are."""
        return self.part.measured and self.whole.measured

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The ratio over ``window``, exactly."""
        where = tuple(where)
        return self._of(self.part.total(by, where, window), self.whole.total(by, where, window))

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The ratio over ``window``; it has no ``per``."""
        where = tuple(where)
        return self._of(self.part.rate(by, where, window), self.whole.rate(by, where, window))

    def _of(self, part: Expression, whole: Expression) -> Expression:
        found = self.divide(part, whole)
        return self._expression(found.write, found.by)


@dataclass(frozen=True, eq=False)
class Share(Ratio):
    """``part`` ÷ the ``whole`` that includes it, at most 1."""

    divide = staticmethod(share)

"""The ways in which tokens become money: in the query, by recording rules, in the Collector, or out of other signals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from agentdash.pricing.inline import Inline
from agentdash.query import promql
from agentdash.query.promql import EACH_COLLECTOR, Matcher
from agentdash.signals.contract import RANGE, RATE_INTERVAL, Amount
from agentdash.signals.counted import Counted
from agentdash.signals.expression import Expression, joined
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT, TokenType

SERVED = "served"
"""A label for the model that answered, where the label of the model holds the one that was asked for."""

Tokens = Mapping[TokenType, Expression]
Ask = Callable[[Amount, Sequence[str]], str]
"""From a signal and labels to its PromQL: totals or rates, as the whole is one or the other."""


class Charge(Protocol):
    """A method of a price table: token expressions by type, and labels, to PromQL."""

    def __call__(self, tokens: Mapping[str, str], by: Sequence[str]) -> str:
        """The amount by ``by``."""


@dataclass(frozen=True, eq=False)
class Priced(Amount):
    """Tokens times prices, in the query. ``charge`` is the method of ``table`` that writes it."""

    tokens: Mapping[TokenType, Counted]
    table: Inline
    charge: Charge

    @property
    def measured(self) -> bool:
        """Whether the telemetry sources carry tokens in and out."""
        return self.tokens[INPUT].measured and self.tokens[OUTPUT].measured

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The amount in ``window``."""
        where, keys = tuple(where), (*self.table.needs(by), EACH_COLLECTOR)
        return self.charged({one: signal.total(keys, where, window) for one, signal in self.known.items()}, by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The amount per ``per`` seconds, averaged over ``window``."""
        where, keys = tuple(where), self.table.needs(by)
        found = self.charged({one: signal.rate(keys, where, window) for one, signal in self.known.items()}, by)
        return found.using(lambda text: promql.times(text, per))

    @property
    def known(self) -> Mapping[TokenType, Counted]:
        """The token signals that the telemetry sources carry."""
        return {one: signal for one, signal in self.tokens.items() if signal.measured}

    def charged(self, tokens: Tokens, by: Sequence[str]) -> Expression:
        """The amount of these tokens, which carry the labels that the table needs."""
        return self._expression(lambda: self.charge({one.name: str(expression) for one, expression in tokens.items()}, tuple(by)), by)


@dataclass(frozen=True, eq=False)
class Recorded(Amount):
    """What recording rules wrote each interval (seconds): a gauge of what that interval added."""

    metric: str
    own: tuple[Matcher, ...]
    interval: int
    factor: float = 1.0

    @property
    def measured(self) -> bool:
        """The rules are part of the settings."""
        return True

    def adjoining(self, seconds: int) -> str:
        """The seconds: each interval is a sample of its own, which must count once."""
        return f"{seconds}s"

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The sum of what the intervals of ``window`` added."""
        return self._summed("sum_over_time", by, tuple(where), window, self.factor)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The amount per ``per`` seconds; at least two intervals are averaged."""
        wide = f"{2 * self.interval}s" if window == RATE_INTERVAL else window
        return self._summed("avg_over_time", by, tuple(where), wide, self.factor * per / self.interval)

    def _summed(self, function: str, by: Sequence[str], where: tuple[Matcher, ...], window: str, factor: float) -> Expression:
        def write() -> str:
            standing = self.binding.selection.of(self.definition, self.binding.extra)
            selected = promql.selector(self.metric, (*standing, *self.own, *where), window)
            return promql.times(promql.aggregate("sum", f"{function}({selected})", by), factor)
        return self._expression(write, by)


@dataclass(frozen=True, eq=False)
class Collected(Amount):
    """A counter of money that the Collector or an agent keeps, times the currency's rate."""

    counter: Counted
    factor: float = 1.0

    @property
    def measured(self) -> bool:
        """Whether the telemetry sources carry the counter."""
        return self.counter.measured

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The amount in ``window``."""
        found = self.counter.total(by, where, window)
        return self._expression(lambda: promql.times(str(found), self.factor), by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The amount per ``per`` seconds, averaged over ``window``."""
        found = self.counter.rate(by, where, window)
        return self._expression(lambda: promql.times(str(found), self.factor * per), by)


@dataclass(frozen=True, eq=False)
class Computed(Amount):
    """An amount out of other signals; ``make`` gets a way to ask them, and labels."""

    parts: tuple[Amount, ...]
    make: Callable[[Ask, tuple[str, ...]], str]

    @property
    def measured(self) -> bool:
        """Whether everything that it is made of is measured."""
        return all(part.measured for part in self.parts)

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The amount in ``window``."""
        where = tuple(where)
        return self._expression(lambda: self.make(lambda signal, keys: str(signal.total(keys, where, window)), tuple(by)), by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The amount per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        return self._expression(
            lambda: promql.times(self.make(lambda signal, keys: str(signal.rate(keys, where, window)), tuple(by)), per), by)


@dataclass(frozen=True, eq=False)
class Difference(Amount):
    """What fallbacks' tokens cost at the models that answered, less what they would have cost at those that were asked.

    ``by`` may name :data:`SERVED`. Tokens of models without a price are left out.
    """

    paid: Priced

    @property
    def measured(self) -> bool:
        """Whether fallbacks' tokens are."""
        return self.paid.measured

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RANGE) -> Expression:
        """The difference in ``window``; negative where the fallbacks are cheaper."""
        where = tuple(where)
        return self._less(by, lambda signal, keys: signal.total((*keys, EACH_COLLECTOR), where, window), 1)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = RATE_INTERVAL, per: int = 1) -> Expression:
        """The difference per ``per`` seconds, averaged over ``window``."""
        where = tuple(where)
        return self._less(by, lambda signal, keys: signal.rate(keys, where, window), per)

    def _less(self, by: Sequence[str], ask: Callable[[Counted, Sequence[str]], Expression], per: int) -> Expression:
        paid, asked = (self._charged(by, ask, as_asked) for as_asked in (False, True))
        found = joined(lambda one, other: promql.times(f"({one} - {other})", per), paid, asked)
        return self._expression(found.write, by)

    def _charged(self, by: Sequence[str], ask: Callable[[Counted, Sequence[str]], Expression], as_asked: bool) -> Expression:
        """The tokens' price at the model that answered, or at the one that was asked, which then stands in the model's label."""
        wanted = self.paid.table.needs(by)
        inner = tuple(dict.fromkeys((*(labels.MODEL if label == SERVED else label for label in wanted), *((labels.ASKED_MODEL,) if as_asked else ()))))

        def renamed(text: str) -> str:
            if SERVED in by:
                text = promql.replaced(text, SERVED, "$1", labels.MODEL, "(.*)")
            return promql.replaced(text, labels.MODEL, "$1", labels.ASKED_MODEL, "(.*)") if as_asked else text

        tokens = {one: ask(signal, inner).using(renamed, wanted) for one, signal in self.paid.known.items()}
        return self.paid.charged(tokens, by)

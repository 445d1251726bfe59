"""Money per hour, for the sentence that an alert says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agentdash.pricing import of, queries
from agentdash.query.promql import Matcher
from agentdash.signals import Bound, labels
from agentdash.signals.reliability import PRICED_TOKENS

if TYPE_CHECKING:
    from agentdash.pricing.inline import Inline
    from agentdash.settings import Settings

HOUR = 3600


@dataclass(frozen=True)
class Spending:
    """Token signals of three kinds (all calls, long runs, fallbacks) times the settings' prices."""

    prices: Inline
    currency: str
    signals: Mapping[str, Bound]

    def _tokens(self, prefix: str, by: Sequence[str], where: Iterable[Matcher], window: str, per: int) -> dict[str, str]:
        where = tuple(where)
        bound = {kind: self.signals[f"{prefix}{kind}_tokens"] for kind in PRICED_TOKENS}
        return {kind: one.rate(by, where, window, per) for kind, one in bound.items() if one.measured}

    def per_hour(self, by: Sequence[str], window: str, where: Iterable[Matcher] = (), prefix: str = "") -> str:
        """What is spent per hour, by ``by``, averaged over ``window``; ``prefix`` chooses the token signals."""
        return self.prices.cost(self._tokens(prefix, self.prices.needs(by), where, window, HOUR), by)

    def extra_per_hour(self, by: Sequence[str], window: str) -> str:
        """What fallbacks cost more per hour than the models that were asked for would have."""
        needs = self.prices.needs(by)
        asked = tuple(labels.ASKED_MODEL if label == labels.MODEL else label for label in needs)
        tokens = self._tokens("fallback_", asked, (), window, HOUR)
        as_asked = {kind: f'label_replace({one}, "{labels.MODEL}", "$1", "{labels.ASKED_MODEL}", "(.*)")' for kind, one in tokens.items()}
        paid = self.prices.cost(self._tokens("fallback_", needs, (), window, HOUR), by)
        return f"{paid} - {self.prices.cost(as_asked, by)}"

    def unpriced(self, by: Sequence[str], window: str, where: Iterable[Matcher] = ()) -> str:
        """Tokens in ``window`` of models without a price, per second, by ``by``."""
        needs = self.prices.needs(by)
        return self.prices.unpriced(self._tokens("", needs, where, window, 1), by)

    @property
    def measured(self) -> bool:
        """Whether the telemetry tells tokens at all."""
        return self.signals["input_tokens"].measured and self.signals["output_tokens"].measured


def spending(settings: Settings, signals: Mapping[str, Bound]) -> Spending:
    """Spending by the settings' prices."""
    prices = of(settings)
    return Spending(queries(prices, settings), settings.pricing.currency.code, signals)

"""What tokens cost: a dated price book, the user's own prices, and one definition that every query is made from.

Start with :func:`of`, then :func:`queries` for PromQL; `agentdash.pricing.resolve` says what one model costs and why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentdash.pricing.resolve import Answer, Prices, of

if TYPE_CHECKING:
    from agentdash.pricing.inline import Inline
    from agentdash.pricing.price import Period, Price
    from agentdash.pricing.table import Row
    from agentdash.settings import Settings

__all__ = ["Answer", "Prices", "of", "queries"]


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Files that pricing makes: recording rules, where the settings want them. Warns of what looks like a mistake."""
    if settings.pricing.rules or settings.pricing.aliases or settings.pricing.discounts:
        import warnings

        from agentdash.errors import AgentdashWarning
        from agentdash.pricing.doubts import doubts

        for line in doubts(of(settings)):
            warnings.warn(line, AgentdashWarning, stacklevel=2)
    if settings.pricing.mode != "rules":
        return {}
    from agentdash.pricing import rules

    return rules.artifacts(settings)


def queries(prices: Prices, settings: Settings) -> Inline:
    """Prices of the likely models as parts of PromQL queries. Made once for the same settings and book."""
    key = (prices.own, prices.book, settings.pricing.queries, settings.telemetry.models)
    if key not in _MADE:
        from agentdash.pricing import default_table
        from agentdash.pricing.inline import Inline

        _MADE[key] = Inline(default_table.rows(prices, settings) or likely_table(prices, settings), prices)
    return _MADE[key]


def likely_table(prices: Prices, settings: Settings) -> tuple[Row, ...]:
    """The rows of the likely models and of all rules, as queries can use them."""
    from agentdash.pricing.likely import chosen
    from agentdash.pricing.shape import for_queries
    from agentdash.pricing.table import rows

    return rows(prices, chosen(prices, settings), for_queries(prices.book.made))


def whole_table(prices: Prices) -> tuple[Row, ...]:
    """Every model of the book and all rules, with tiers and hours: for whoever sees single calls."""
    from agentdash.pricing.table import rows

    return rows(prices, [model for provider in prices.book.providers.values() for model in provider.models], with_tiers)


def with_tiers(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The shape for single calls: the four amounts at every size of the prompt."""
    from agentdash.pricing.price import Period
    from agentdash.pricing.shape import base

    def price(one: Price) -> Price:
        return replace(base(one), tiers=tuple((above, base(tier)) for above, tier in one.tiers))

    return tuple(Period(price(p.price), p.begin, p.end, p.hours) for p in periods)


_MADE: dict[tuple[object, ...], Inline] = {}

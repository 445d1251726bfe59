"""What tokens cost: a dated price book, the user's own prices, and one definition that every query is made from.

Start with :func:`of`, then :func:`queries` for PromQL; `agentdash.pricing.resolve` says what one model costs and why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentdash.pricing.resolve import Answer, Prices, of

if TYPE_CHECKING:
    from agentdash.pricing.index import PriceTexts
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


def price_texts(settings: Settings) -> PriceTexts:
    """The whole book as text in which names can be looked up, the settings' discounts taken off: what the Collector carries."""
    from agentdash.pricing import default_index

    prices = of(settings)
    found = default_index.texts(prices, settings.pricing.book)
    if found is None:
        from agentdash.pricing import index

        found = index.texts(index.index(prices))
    return found


def likely_table(prices: Prices, settings: Settings) -> tuple[Row, ...]:
    """The rows of the likely models and of all rules, as queries can use them."""
    from agentdash.pricing.likely import chosen
    from agentdash.pricing.shape import for_queries
    from agentdash.pricing.table import rows

    return rows(prices, chosen(prices, settings), for_queries(prices.book.made))


def own_rows(prices: Prices) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The user's rules and aliases for whoever looks names up in the book: those that win where the book is silent, and those that
    win over it."""
    from agentdash.pricing.table import own_rows as rows

    return rows(prices, with_tiers)


def with_tiers(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The shape for single calls: the four amounts at every size of the prompt."""
    from agentdash.pricing.price import Period
    from agentdash.pricing.shape import base

    def price(one: Price) -> Price:
        return replace(base(one), tiers=tuple((above, base(tier)) for above, tier in one.tiers))

    return tuple(Period(price(p.price), p.begin, p.end, p.hours) for p in periods)


_MADE: dict[tuple[object, ...], Inline] = {}

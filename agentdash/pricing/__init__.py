"""What tokens cost: a dated price book, the user's own prices, and one definition that every query is made from.

Start with :func:`of`, then :func:`queries` for PromQL; `agentdash.pricing.resolve` says what one model costs and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdash.pricing.resolve import Answer, Prices, of

if TYPE_CHECKING:
    from agentdash.pricing.inline import Inline
    from agentdash.settings import Settings

__all__ = ["Answer", "Prices", "of", "queries"]


def queries(prices: Prices, settings: Settings) -> Inline:
    """Prices of the likely models as parts of PromQL queries. Made once for the same settings and book."""
    key = (prices.own, prices.book, settings.prices, settings.telemetry.models)
    if key not in _MADE:
        from agentdash.pricing.inline import Inline
        from agentdash.pricing.likely import chosen
        from agentdash.pricing.shape import for_queries
        from agentdash.pricing.table import rows

        _MADE[key] = Inline(rows(prices, chosen(prices, settings), for_queries(prices.book.made)), prices)
    return _MADE[key]


_MADE: dict[tuple[object, ...], Inline] = {}

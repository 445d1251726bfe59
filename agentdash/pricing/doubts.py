"""What in the user's pricing is allowed, but looks like a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agentdash.pricing import names, providers
from agentdash.pricing.resolve import Prices
from agentdash.settings import Settings

_FAR = 100
"""A price this many times the book's, or less than its inverse, is probably in another unit."""


def doubts(prices: Prices) -> Iterator[str]:
    """One line per doubt, with file and place."""
    yield from prices.own.warnings
    plain = Prices(Settings().pricing, prices.book)
    for rule in prices.own.rules:
        if rule.provider:
            yield from _provider(prices, rule.place, rule.provider)
        if rule.pattern and not _catches(prices, rule.pattern):
            yield f"{rule.place}: {rule.target} matches no model of the book; fine for models of your own, else check the pattern"
        listed = plain.price(rule.model, rule.provider) if rule.model else None
        for name, amount in rule.amounts:
            usual = getattr(listed, name, None)
            if usual and amount and not 1 / _FAR < amount / usual < _FAR and amount >= 0.001:
                yield (f"{rule.place}.{name}: {amount:g} is {amount / usual:.3g} times the book's {usual:g}; prices are in USD per million tokens")
    for discount in prices.own.discounts:
        if discount.provider:
            yield from _provider(prices, discount.place, discount.provider)
    for alias, target in prices.own.aliases:
        if prices.price(target) is None:
            yield f"pricing.aliases.{alias}: {target} has no price; write one in models, or check the name"


def _provider(prices: Prices, place: str, provider: str) -> Iterator[str]:
    if provider.lower() not in prices.book.providers and not providers.identity(provider):
        yield f"{place}.provider: the book has no provider {provider}; fine if telemetry calls it so"


def _catches(prices: Prices, pattern: str) -> bool:
    compiled = re.compile(pattern)
    for provider in prices.book.providers.values():
        for raw in provider.raw:
            for text in (raw["id"].lower(), *(clause[1:] for clause in raw["names"] if isinstance(clause, str))):
                if any(compiled.match(spelling) for spelling in names.candidates(text)):
                    return True
    return False

"""What differs: between two books, and between the user's rules and the book."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.pricing.book import Book, Model
from agentdash.pricing.price import Price, of_amounts, written
from agentdash.pricing.resolve import Prices
from agentdash.settings import Settings


def books(old: Book, new: Book) -> Iterator[str]:
    """One line per model that came, went, or costs something else, by provider and id."""
    before, after = _models(old), _models(new)
    for key in sorted(before.keys() | after.keys()):
        name = "/".join(key)
        if key not in after:
            yield f"- {name}: {_said(before[key])}"
        elif key not in before:
            yield f"+ {name}: {_said(after[key])}"
        elif before[key].raw["prices"] != after[key].raw["prices"]:
            yield f"~ {name}: {_said(before[key])} -> {_said(after[key])}"


def rules(prices: Prices) -> Iterator[str]:
    """One line per rule that names a model: its price and the book's."""
    plain = Prices(Settings().pricing, prices.book)
    for rule in prices.own.rules:
        own = of_amounts(rule.amounts)
        if not rule.model:
            yield f"+ {rule.place} ({rule.target}): {_price(own)}"
            continue
        listed = plain.price(rule.model, rule.provider, at=rule.begin)
        if listed is None:
            yield f"+ {rule.place} ({rule.target}): {_price(own)}, not in the book"
        elif (own.input, own.output, own.cached, own.written) != (listed.input, listed.output, listed.cached, listed.written):
            yield f"~ {rule.place} ({rule.target}): {_price(own)}; the book: {_price(listed)}"


def _models(book: Book) -> dict[tuple[str, str], Model]:
    return {(model.provider, model.id): model for provider in book.providers.values() for model in provider.models}


def _said(model: Model) -> str:
    periods = model.schedule.periods
    newest = periods[-1]
    return _price(newest.price) + (f" from {newest.begin}" if newest.begin else "")


def _price(price: Price) -> str:
    if not price.by_token:
        return "not billed by token"
    text = f"{written(price.input)} / {written(price.output)}"
    if price.cache_read is not None:
        text += f", cached {written(price.cache_read)}"
    if price.cache_write is not None:
        text += f", cache write {written(price.cache_write)}"
    for above, tier in price.tiers:
        text += f", above {above} tokens {written(tier.input)} / {written(tier.output)}"
    return text

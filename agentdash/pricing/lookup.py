"""A name and a provider to a model of the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agentdash.pricing import names, providers
from agentdash.pricing.book import Book, Model, Provider
from agentdash.pricing.clause import matches


@dataclass(frozen=True)
class Found:
    """A model, the spelling of the name that led to it, and why its provider was asked."""

    model: Model
    spelling: str
    reason: str


@dataclass(frozen=True)
class NotFound:
    """Why no model was found."""

    reason: str


@lru_cache(maxsize=4096)
def find(book: Book, name: str, provider: str = "") -> Found | NotFound:
    """Find the model that a name means. ``provider`` is what telemetry says, "" or ``unknown`` where it says nothing."""
    spellings = tuple(names.candidates(name))
    if not spellings or spellings[0] in ("unknown", "other"):
        return NotFound("telemetry names no model")
    seller = providers.served_by(provider, names.segments(names.plain(name)))
    if seller == "host":
        return NotFound("its provider publishes no prices: self-hosted, or not in the book")
    for asked, reason in _asked(book, seller, spellings):
        # A date falls last: an exact name anywhere in the list goes before the family of a dated one.
        for spelling in spellings:
            model = asked.find(spelling)
            if model is not None:
                return Found(model, spelling, reason)
    if seller:
        return NotFound(f"{seller} has no model of this name in the book")
    return NotFound("no model of this name in the book")


def _asked(book: Book, seller: str, spellings: tuple[str, ...]) -> Iterator[tuple[Provider, str]]:
    """Whose lists to look in, in order."""
    own = book.providers.get(seller)
    if own is not None:
        yield own, f"served by {seller}"
    if seller in providers.SELLERS:
        return
    for identity in own.sells if own is not None else ():
        if identity in book.providers:
            yield book.providers[identity], f"{seller} sells it"
    for part in names.segments(spellings[0])[:-1]:
        hinted = book.providers.get(providers.identity(part))
        if hinted is not None and hinted is not own:
            yield hinted, f"{part} in its name"
    home = sorted(
        (p for p in book.providers.values() if p.id not in providers.SELLERS and not p.id.startswith("huggingface")),
        # Azure's own list repeats its makers'.
        key=lambda p: p.id == "azure",
    )
    for provider in home:
        if any(matches(provider.own_names, spelling) for spelling in spellings):
            yield provider, "known by its name"
    for provider in home:
        yield provider, "the only one with this name"

"""A name and a provider to a model of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from agentdash.pricing import names, providers
from agentdash.pricing.book import Book, Model, Provider
from agentdash.pricing.clause import matches
from agentdash.pricing.providers import HOST, HOSTERS, SELLERS

NAMELESS = ("", "unknown", "other")
"""What stands in a model's place where telemetry names none."""


@dataclass(frozen=True)
class Found:
    """A model, the key of the book that led to it, and why its list was asked."""

    model: Model
    key: str
    reason: str


@dataclass(frozen=True)
class NotFound:
    """Why no model was found."""

    reason: str


PriceList = dict[str, Model]
"""One list of models by their keys."""


@dataclass(frozen=True)
class Catalogue:
    """The book's lists: of every provider, and of everybody who sells at the maker's price."""

    own: Mapping[str, PriceList]
    anybody: PriceList
    published: frozenset[str]
    """Bare names of models whose weights are published: they run on anybody's machine, which has no list price."""

    def is_published(self, model: Model) -> bool:
        """Whether the model's weights are published, as far as the book tells."""
        return any(bare(key) in self.published for key in (*model.whole_keys, *model.beginning_keys))


@cache
def catalogue(book: Book) -> Catalogue:
    """The lists of a book."""
    own = {provider.id: _own_list(provider) for provider in book.providers.values()}
    for provider in book.providers.values():
        known = dict(own[provider.id])
        for seller in provider.sells:
            # A name that means one of the provider's own without its date is the provider's.
            others = _listed(book.providers[seller].models if seller in book.providers else (), last_part=True)
            own[provider.id] |= {key: model for key, model in others.items() if not any(spelled in known for spelled in keys(key, False))}
    anybody: PriceList = {}
    home = [provider for provider in book.providers.values() if is_home(provider)]
    # Azure's own list repeats its makers'. A name that several have is the one's whose names look so.
    for looks_own in (True, False):
        for provider in sorted(home, key=lambda provider: provider.id == "azure"):
            models = [model for model in provider.models if not sold_on(model) and (not looks_own or _looks_own(provider, model))]
            anybody = _listed(models, last_part=True) | anybody
    return Catalogue(own, anybody, frozenset(_published(book)))


def _own_list(provider: Provider) -> PriceList:
    if is_home(provider):
        others = [model for model in provider.models if sold_on(model)]
        return _listed(others, last_part=True) | _listed(others, last_part=False) | _listed(
            (model for model in provider.models if not sold_on(model)), last_part=True)
    found = _listed(provider.models, last_part=False)
    # Some instrumentations take region and maker off Bedrock's names. Nobody is charged a region's extra on the word of a name that
    # tells none: the global price, where there is one.
    short: PriceList = {}
    for key in sorted(found if provider.id == "aws" else (), key=lambda key: not key.startswith("global.")):
        short.setdefault(names.without_maker(key), found[key])
    return found | short


def _listed(models: Iterable[Model], last_part: bool) -> PriceList:
    """Models by their keys: whole names before beginnings, the first in the book before others. ``last_part``: paths say nothing."""
    found: PriceList = {}
    chosen = tuple(models)
    spelled = ([(model, model.whole_keys) for model in chosen], [(model, model.beginning_keys) for model in chosen])
    for model, own_keys in (*spelled[0], *spelled[1]):
        for key in own_keys:
            found.setdefault(key.rsplit("/", 1)[-1] if last_part else key, model)
    return found


def is_home(provider: Provider) -> bool:
    """Whether a provider sells its own models, at one price whatever the way to them."""
    return provider.id not in SELLERS and not provider.id.startswith("huggingface")


def sold_on(model: Model) -> bool:
    """Whether a maker sells another one's model: its id is a path then."""
    return "/" in model.id


def _looks_own(provider: Provider, model: Model) -> bool:
    return any(matches(provider.own_names, text) for text in (model.id.lower(), *model.spelled))


def _published(book: Book) -> Iterator[str]:
    for provider in book.providers.values():
        if provider.id in HOSTERS or provider.id.startswith("huggingface"):
            for model in provider.models:
                for key in model.whole_keys:
                    parts = bare(key).split("-")
                    # Editions (`mistral-7b-instruct`) tell that the model itself is published too.
                    yield from ("-".join(parts[:end]) for end in range(2, len(parts) + 1))


def bare(key: str) -> str:
    """A key without path, region, maker, date and edition: how the same model is known everywhere."""
    return [*names.shorter(names.without_maker(key.rsplit("/", 1)[-1]))][-1]


@lru_cache(maxsize=4096)
def find(book: Book, name: str, provider: str = "") -> Found | NotFound:
    """Find the model that a name means. ``provider`` is what telemetry says, "" or ``unknown`` where it says nothing."""
    read = names.read(name)
    if read in NAMELESS:
        return NotFound("telemetry names no model")
    served = providers.served_by(provider, read)
    if HOST in served:
        return NotFound("its provider publishes no prices: self-hosted, or not in the book")
    lists = catalogue(book)
    key = names.key(read)
    for road in served:
        own = lists.own.get(road, {})
        for spelled in keys(key, with_path=True):
            if spelled in own:
                model = own[spelled]
                return Found(model, spelled, f"served by {road}" if model.provider == road else f"{road} sells it")
        if road in SELLERS:
            return NotFound(f"{road} has no model of this name in the book")
    for spelled in keys(key, with_path=False):
        if spelled in lists.anybody:
            model = lists.anybody[spelled]
            if providers.strange(provider, read) and lists.is_published(model):
                return NotFound("its weights are published and nobody in the book is said to serve it: self-hosted, or not in the book")
            return Found(model, spelled, "known by its name")
    return NotFound(f"{served[0]} has no model of this name in the book" if served else "no model of this name in the book")


def keys(key: str, with_path: bool) -> Iterator[str]:
    """What a list is asked for, in order: the path falls part by part, and of each the date and more of what may follow a name."""
    for spelled in names.shortened(key) if with_path else (key.rsplit("/", 1)[-1],):
        yield spelled
        yield from names.shorter(spelled)

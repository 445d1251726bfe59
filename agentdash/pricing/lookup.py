"""A name and a provider to a model of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class PriceList:
    """One list of models by their keys: whole names, and names that the book only knows the beginning of."""

    whole: dict[str, Model] = field(default_factory=dict)
    beginnings: dict[str, Model] = field(default_factory=dict)

    def add(self, models: Iterable[Model], last_part: bool) -> PriceList:
        """Add models whose names are not there yet. ``last_part``: their names' paths say nothing."""
        for model in models:
            for keys, found in ((self.whole, model.whole_keys), (self.beginnings, model.beginning_keys)):
                for key in found:
                    keys.setdefault(key.rsplit("/", 1)[-1] if last_part else key, model)
        return self

    def add_unless_known(self, models: Iterable[Model]) -> None:
        """Add another one's models, but for names that mean one of the list's own without their date."""
        before = PriceList(dict(self.whole), dict(self.beginnings))
        for model in models:
            for known, found in ((self.whole, model.whole_keys), (self.beginnings, model.beginning_keys)):
                for key in found:
                    last = key.rsplit("/", 1)[-1]
                    if not any(before.find(spelled) for spelled in keys(last, False)):
                        known.setdefault(last, model)

    def add_shortened(self) -> None:
        """Add Bedrock's names without region and maker, as some SDKs write them; a region's price before the global one."""
        lists = [(key, known) for known in (self.whole, self.beginnings) for key in known]
        for key, known in sorted(lists, key=lambda item: item[0].startswith("global.")):
            for shorter in names.bedrock_shortened(key)[1:]:
                if self.find(shorter) is None:
                    known[shorter] = known[key]

    def find(self, key: str) -> Model | None:
        """The model of a whole name, or of its beginning."""
        return self.whole.get(key) or self.beginnings.get(key)


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
    home = [provider for provider in book.providers.values() if is_home(provider)]
    own = {}
    for provider in book.providers.values():
        own[provider.id] = PriceList()
        if is_home(provider):
            own[provider.id].add((model for model in provider.models if not sold_on(model)), True)
        own[provider.id].add(provider.models, False).add(filter(sold_on, provider.models), is_home(provider))
    for provider in book.providers.values():
        for seller in provider.sells:
            if seller in book.providers:
                own[provider.id].add_unless_known(book.providers[seller].models)
    if "aws" in own:
        own["aws"].add_shortened()
    anybody = PriceList()
    # Azure's own list repeats its makers'. A name that several have is the one's whose names look so.
    for known in (True, False):
        for provider in sorted(home, key=lambda provider: provider.id == "azure"):
            anybody.add((model for model in provider.models if not sold_on(model) and (not known or _looks_own(provider, model))), True)
    return Catalogue(own, anybody, frozenset(_published(book)))


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
    last = names.bedrock_shortened(key.rsplit("/", 1)[-1])[-1]
    return [*names.shorter(last)][-1]


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
        own = lists.own.get(road, PriceList())
        for spelled in keys(key, True):
            model = own.find(spelled)
            if model is not None:
                return Found(model, spelled, f"served by {road}" if model.provider == road else f"{road} sells it")
        if road in SELLERS:
            return NotFound(f"{road} has no model of this name in the book")
    for spelled in keys(key, False):
        model = lists.anybody.find(spelled)
        if model is not None:
            if providers.strange(provider, read) and lists.is_published(model):
                return NotFound("its weights are published and nobody in the book is said to serve it: self-hosted, or not in the book")
            return Found(model, spelled, "known by its name")
    return NotFound(f"{served[0]} has no model of this name in the book" if served else "no model of this name in the book")


def keys(key: str, with_path: bool) -> Iterator[str]:
    """What a list is asked for, in order: a date falls last, so that a whole name goes before the family of a dated one."""
    last = key.rsplit("/", 1)[-1]
    spelled = [*names.shortened(key), *names.bedrock_shortened(last)[1:]] if with_path else [last]
    yield from dict.fromkeys((*spelled, *(shorter for some in zip(*map(names.shorter, spelled), strict=True) for shorter in some)))

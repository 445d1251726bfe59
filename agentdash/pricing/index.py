"""The whole price book as text in which a name can be looked up: what the Collector carries.

Each list of the book (`lookup.catalogue`) is one text, and a line of it is one model: its keys between bars, then what the model
is called whoever serves it, and its price: ``|gpt-4o|gpt-4o-audio| gpt-4o;2.5 10 1.25``. A key that means what its shorter
form means is left out, as whoever looks it up asks for that next. :meth:`Index.find` asks as the Collector does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agentdash.pricing import names, providers
from agentdash.pricing.book import Book, Model
from agentdash.pricing.lookup import NAMELESS, PriceList, catalogue, keys
from agentdash.pricing.price import Hours, Period, Price, written
from agentdash.pricing.providers import HOST, SELLERS
from agentdash.pricing.resolve import Prices

ANYBODY, NO_STRANGER = "anybody", "no_stranger"
"""Lists that are no provider's: for whoever serves the call, and for whoever is no stranger (`providers.strange`). And what the book
has of providers that telemetry cannot name is hosts' (`providers.HOST`): names of models, without a price."""

LATE = timedelta(days=7)
"""How late a call may be told and still cost what it cost: prices that ended longer before the book was made are left out."""

Periods = tuple[Period, ...]
_NUMBERED = re.compile(r"-[0-9]{3,8}$")


@dataclass(frozen=True)
class Entry:
    """What a key leads to: the model's common name, and its price over time; () where it is not billed by token."""

    common: str
    periods: Periods


@dataclass(frozen=True)
class Index:
    """Lists by name, and in each what its keys lead to."""

    lists: Mapping[str, Mapping[str, Entry]]

    def find(self, name: str, called: str = "") -> Entry | None:
        """What a name means at a provider, as telemetry calls them; None for a name that the book does not know there."""
        read = names.read(name)
        if read in NAMELESS:
            return None
        served, key = providers.served_by(called, read), names.key(read)
        for road in served:
            if found := self._first(road, keys(key, with_path=True)):
                return found
        if served and providers.priced_apart(served[0]):
            return None
        for spelled in keys(key, with_path=False):
            for everybody in (ANYBODY,) if providers.strange(called, read) else (ANYBODY, NO_STRANGER):
                if found := self._first(everybody, (spelled,)):
                    return found
        return None

    def _first(self, road: str, spelled: Iterator[str] | tuple[str, ...]) -> Entry | None:
        known = self.lists.get(road, {})
        return next((known[key] for key in spelled if key in known), None)



@dataclass(frozen=True)
class PriceTexts:
    """An index as text.

    The price is what :func:`price_text` makes of it, ``#`` and a number where it depends on the time: of `timed`, from 0; "" for none.
    """

    lists: Mapping[str, str]
    timed: tuple[tuple[TimedText, ...], ...]


@dataclass(frozen=True)
class TimedText:
    """A price as text, and when it holds."""

    begin: date | None
    end: date | None
    hours: Hours | None
    price: str


class Timed:
    """Prices that depend on the time, numbered as they are met."""

    def __init__(self, known: Iterable[tuple[TimedText, ...]] = ()) -> None:
        self._numbers = {one: number for number, one in enumerate(known)}

    def text(self, periods: Periods) -> str:
        """A price that never changes as :func:`price_text`, another one as its number, "" for none."""
        if not periods:
            return ""
        only = periods[0]
        if len(periods) == 1 and (only.begin, only.end, only.hours) == (None, None, None):
            return price_text(only.price)
        timed = tuple(TimedText(p.begin, p.end, p.hours, price_text(p.price)) for p in sorted(periods, key=lambda p: p.hours is not None))
        return f"#{self._numbers.setdefault(timed, len(self._numbers))}"

    @property
    def all(self) -> tuple[tuple[TimedText, ...], ...]:
        """Those that were met, by their numbers; of each the later ones go before the earlier ones."""
        return tuple(self._numbers)


def texts(found: Index) -> PriceTexts:
    """The index as text."""
    timed = Timed()
    lists = {}
    for road, entries in found.lists.items():
        lines: dict[Entry, list[str]] = {}
        for key, entry in entries.items():
            lines.setdefault(entry, []).append(key)
        lists[road] = "".join(f"|{'|'.join(own)}| {entry.common};{timed.text(entry.periods)}\n" for entry, own in lines.items())
    return PriceTexts(lists, timed.all)


def price_text(price: Price) -> str:
    """``2.5 10 1.25``: USD per million tokens of input, output, read from the cache, written to it, written for an hour; from the
    right what costs as much as other input is left out, and an hour's writing that costs as much as other writing. Sizes of the
    prompt above which another price counts follow: ``;200000 5 15``."""
    return ";".join((_amounts(price), *(f"{above} {_amounts(tier)}" for above, tier in price.tiers)))


def _amounts(price: Price) -> str:
    hour = price.written if price.cache_write_1h is None else price.cache_write_1h
    amounts = [price.input, price.output, price.cached, price.written, hour]
    usual = [None, None, price.input, price.input, price.written]
    while amounts[-1] == usual[len(amounts) - 1]:
        amounts.pop()
    return " ".join(map(written, amounts))


def index(prices: Prices) -> Index:
    """The index of a book, the user's discounts taken off. His rules are not in it: they win over it."""
    lists = catalogue(prices.book)
    made: dict[int, Entry] = {}

    def entries(listed: Mapping[str, Model], path: bool) -> dict[str, Entry]:
        for model in listed.values():
            if id(model) not in made:
                made[id(model)] = Entry(_common_name(prices.book, model), _recent(prices.listed(model), prices.book.made))
        return {key: made[id(model)] for key, model in listed.items() if not _found_anyway(key, model, listed, path)}

    everybody = {True: {}, False: {}}  # type: dict[bool, PriceList]
    for key, model in lists.anybody.items():
        everybody[lists.is_published(model)][key] = model
    found = {ANYBODY: entries(everybody[False], path=False), NO_STRANGER: entries(everybody[True], path=False)}
    apart = _disputed(lists.own)
    for road in sorted(providers.BOOKED & lists.own.keys()):
        own = lists.own[road]
        if road not in SELLERS:
            # What everybody says alike need not be said again.
            said = {key for key, model in own.items() if key not in apart and everybody[False].get(key) is model}
            # A longer name of somebody else's is asked for before this one, where this list is silent.
            said -= {shorter for key, model in lists.anybody.items() for shorter in keys(key, with_path=False) if own.get(shorter, model) is not model}
            own = {key: model for key, model in own.items()
                   if key not in said or any(shorter in own and shorter not in said for shorter in keys(key, with_path=True))}
        found[road] = entries(own, path=True)
    hosted: PriceList = {}
    for road in sorted(lists.own.keys() - providers.BOOKED):
        hosted = lists.own[road] | hosted
    found[HOST] = {key: Entry(_common_name(prices.book, model), ()) for key, model in hosted.items() if not _found_anyway(key, model, hosted, True)}
    return Index({road: listed for road, listed in found.items() if listed})


def _found_anyway(key: str, model: Model, listed: Mapping[str, Model], path: bool) -> bool:
    """Whether what is asked for after a key leads to its model too. A name with a number that is no date stays: ten thousand others
    lead there as well, and of these only the book's is one that people know."""
    spelled = keys(key, with_path=path)
    next(spelled)
    if _NUMBERED.search(key) and names.undated(key) == key:
        return False
    return next((listed[shorter] is model for shorter in spelled if shorter in listed and shorter != key), False)


def _disputed(own: Mapping[str, PriceList]) -> frozenset[str]:
    """Keys that makers' lists do not lead to one model, and all that is asked for before them."""
    first: dict[str, Model] = {}
    disputed = set()
    for road, listed in own.items():
        if road in providers.BOOKED and road not in SELLERS:
            for key, model in listed.items():
                if first.setdefault(key, model) is not model:
                    disputed.add(key)
    return frozenset(key for key in first if any(spelled in disputed for spelled in keys(key, with_path=True)))


def _recent(periods: Periods, made: date) -> Periods:
    kept = [period for period in periods if period.end is None or period.end > made - LATE]
    first = min((period.begin for period in kept if period.begin), default=None)
    earliest = None if any(period.begin is None for period in periods) else first
    oldest = min((period.begin or date.min for period in kept), default=date.min)
    return tuple(Period(period.price, earliest if (period.begin or date.min) == oldest else period.begin, period.end, period.hours) for period in kept)


def _common_name(book: Book, model: Model) -> str:
    """What a model is called whoever serves it: two names of one common name are one model."""
    everybody = catalogue(book).anybody
    for key in (*model.whole_keys, *model.beginning_keys):
        for spelled in keys(names.without_maker(key.rsplit("/", 1)[-1]), with_path=False):
            if spelled in everybody:
                return _common(everybody[spelled].id)
    return _common(model.id)


def _common(identity: str) -> str:
    return names.undated(names.without_maker(names.key(names.read(identity)).rsplit("/", 1)[-1]))

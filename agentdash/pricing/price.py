"""A price and when it holds. All amounts are USD per million tokens unless a name says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

FIELDS = ("input", "output", "cache_read", "cache_write", "cache_write_1h")
"""The token types that have a price. Reasoning tokens are output tokens and cost the same."""


@dataclass(frozen=True)
class Price:
    """What a million tokens of each type cost, in USD. None: the source names no such price.

    Cached input without a price of its own costs what other input costs. ``tiers`` holds, per prompt size in tokens
    (input, cached included) above which it counts, the price of the whole call: crossing the size prices all tokens.
    ``other`` keeps what is not billed by text token (audio, images, searches), by the book's own names; ``by_token`` is
    false where nothing is.
    """

    input: float = 0.0
    output: float = 0.0
    cache_read: float | None = None
    cache_write: float | None = None
    cache_write_1h: float | None = None
    tiers: tuple[tuple[int, Price], ...] = ()
    other: tuple[tuple[str, float], ...] = field(default=())
    by_token: bool = True

    @property
    def cached(self) -> float:
        """Price of an input token read from the provider's cache."""
        return self.input if self.cache_read is None else self.cache_read

    @property
    def written(self) -> float:
        """Price of an input token written to the provider's cache (5 minutes)."""
        return self.input if self.cache_write is None else self.cache_write

    def for_prompt(self, tokens: int) -> Price:
        """The price of a call whose prompt has this many tokens, cached ones included."""
        found = self
        for above, price in self.tiers:
            if tokens > above:
                found = price
        return found

    def cost(self, input: int, output: int, cache_read: int = 0, cache_write: int = 0) -> float:
        """USD for one call. ``input`` includes ``cache_read`` and ``cache_write``; ``output`` includes reasoning."""
        price = self.for_prompt(input)
        return (
            (input - cache_read - cache_write) * price.input + cache_read * price.cached + cache_write * price.written
            + output * price.output
        ) / 1e6

    def times(self, factor: float) -> Price:
        """The same price, scaled: a discount or a surcharge."""
        if factor == 1:
            return self
        def scaled(amount: float | None) -> float | None:
            return None if amount is None else rounded(amount * factor)

        return Price(rounded(self.input * factor), rounded(self.output * factor), scaled(self.cache_read), scaled(self.cache_write),
                     scaled(self.cache_write_1h), tiers=tuple((above, price.times(factor)) for above, price in self.tiers),
                     other=tuple((name, rounded(amount * factor)) for name, amount in self.other), by_token=self.by_token)


FREE = Price(cache_read=0.0, cache_write=0.0, cache_write_1h=0.0)


def of_amounts(amounts: Iterable[tuple[str, float]]) -> Price:
    """The price of a user's rule, from the names in :data:`FIELDS` and their amounts; free where there are none."""
    known = dict(amounts)
    if not known:
        return FREE
    return Price(known.get("input", 0.0), known.get("output", 0.0), known.get("cache_read"), known.get("cache_write"), known.get("cache_write_1h"))


@dataclass(frozen=True)
class Hours:
    """A daily span of UTC time, ``begin`` included and ``end`` not; it may cross midnight."""

    begin: time
    end: time

    def holds(self, at: datetime) -> bool:
        """Whether the moment lies within the span."""
        now = at.astimezone(UTC).time()
        if self.end < self.begin:
            return now >= self.begin or now < self.end
        return self.begin <= now < self.end


@dataclass(frozen=True)
class Period:
    """A price and when it holds: from the beginning of a day (UTC), until the beginning of another, at some hours."""

    price: Price
    begin: date | None = None
    end: date | None = None
    hours: Hours | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the price counts at the moment."""
        day = at.astimezone(UTC).date()
        if self.begin is not None and day < self.begin:
            return False
        if self.end is not None and day >= self.end:
            return False
        return self.hours is None or self.hours.holds(at)


@dataclass(frozen=True)
class Schedule:
    """The prices of one model over time: of the periods that hold, the last one counts."""

    periods: tuple[Period, ...]

    def at(self, moment: datetime) -> Price:
        """The price at a moment. Where no period holds, the first one counts (a price older than its first date)."""
        for period in reversed(self.periods):
            if period.holds(moment):
                return period.price
        return self.periods[0].price

    def days(self) -> Iterator[date]:
        """The days on which something changes."""
        for period in self.periods:
            yield from (day for day in (period.begin, period.end) if day is not None)

    @cached_property
    def over_time(self) -> tuple[Period, ...]:
        """Its prices as periods of which one holds at a time, but for daily hours that go before the rest of the day."""
        return self.periods if len(self.periods) == 1 else self.cut(set(self.days()), self.at)

    def cut(self, cuts: Iterable[date], price: Callable[[datetime], Price | None]) -> tuple[Period, ...]:
        """Periods that do not overlap but for the schedule's daily hours, with what ``price`` says of each.

        ``cuts`` are the days on which something changes; what has no price is left out.
        """
        edges: list[date | None] = [None, *sorted(cuts), None]
        pieces: list[Period] = []
        for begin, end in pairwise(edges):
            day = begin if begin is not None else _before(end)
            for hours, moment in _moments(day, self):
                found = price(moment)
                if found is not None:
                    pieces.append(Period(found, begin, end, hours))
        return _joined(pieces)


def rounded(amount: float) -> float:
    """An amount without the dust of binary fractions: 2.5 × 0.8 is 2, not 2.0000000000000004."""
    return float(f"{amount:.10g}")


def written(amount: float) -> str:
    """An amount as people write it: ``3``, ``0.075``, ``0.0028``."""
    text = f"{amount:.10f}".rstrip("0").rstrip(".")
    return text or "0"


def _before(day: date | None) -> date:
    return date(2024, 1, 1) if day is None else day - timedelta(days=1)


def _moments(day: date, listed: Schedule) -> Iterator[tuple[Hours | None, datetime]]:
    """One moment of the day outside of all hours that have a price of their own, and one in each of them."""
    spans = list(dict.fromkeys(period.hours for period in listed.periods if period.hours is not None))
    for minute in range(0, 24 * 60, 30):
        moment = datetime.combine(day, time(minute // 60, minute % 60), UTC)
        if not any(span.holds(moment) for span in spans):
            yield None, moment
            break
    for span in spans:
        yield span, datetime.combine(day, span.begin, UTC)


def _joined(pieces: list[Period]) -> tuple[Period, ...]:
    """Neighbouring periods of one price as one, and hours that change nothing left out."""
    always = {(p.begin, p.end): p.price for p in pieces if p.hours is None}
    kept = [p for p in pieces if p.hours is None or p.price != always.get((p.begin, p.end))]
    joined: list[Period] = []
    for piece in kept:
        last = joined[-1] if joined else None
        alone = not any(p.hours for p in kept)
        if alone and last is not None and last.price == piece.price and last.end == piece.begin:
            joined[-1] = Period(last.price, last.begin, piece.end)
        else:
            joined.append(piece)
    return tuple(joined)

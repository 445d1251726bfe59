"""Prices in the shape in which a query can use them: four amounts, and only the history that still matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from agentdash.pricing.price import Period, Price

HISTORY = timedelta(days=40)
"""How long before the book's date a price that has ended stays in queries: a dashboard's month and some days."""


def base(price: Price) -> Price:
    """The four amounts of a token counter: no tiers (a counter knows no prompt sizes), nothing but text tokens."""
    return Price(price.input, price.output, price.cached, price.written)


def for_queries(made: date) -> Callable[[tuple[Period, ...]], tuple[Period, ...]]:
    """Return the shape for queries over a book of this date: base amounts, without what ended long before."""
    oldest = made - HISTORY

    def shape(periods: tuple[Period, ...]) -> tuple[Period, ...]:
        recent = [Period(base(p.price), p.begin, p.end, p.hours) for p in periods if p.end is None or p.end > oldest]
        joined: list[Period] = []
        for period in recent:
            last = joined[-1] if joined else None
            if last is not None and last.price == period.price and last.hours == period.hours and last.end == period.begin:
                joined[-1] = Period(last.price, last.begin, period.end, last.hours)
            else:
                joined.append(period)
        return tuple(
            Period(p.price, None if p.begin is not None and p.begin <= oldest else p.begin, p.end, p.hours) for p in joined
        )

    return shape

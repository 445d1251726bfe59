"""What a call costs, computed as it arrives: `pricing: {mode: collector}`.

The price table becomes OTTL: one text made of provider and model is matched against the table's patterns, from the weakest to
the strongest; the last match leaves four amounts (USD per million tokens). As single calls are seen, prices that depend on the
prompt's size, the day or the hour are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from agentdash import pricing
from agentdash.collector.derive import call_counter
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    below,
    differs,
    equals,
    is_list,
    is_nil,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, replace, set_to
from agentdash.collector.ottl.values import END_NANOSECONDS, as_decimal, as_integer, attr, decimal, joined, lower, split
from agentdash.pricing import names
from agentdash.pricing.price import Hours, Period, Price, written
from agentdash.pricing.table import EXACT, FAMILY, Row, guard
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import KIND, MODEL, PROVIDER, TENANT
from agentdash.vocabulary.labels import UNKNOWN
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, PRICED, TokenType

if TYPE_CHECKING:
    from agentdash.settings import Settings

_COST, _UNCACHED, _UNPRICED = (attr(f"agentdash.{name}") for name in ("cost_usd", "uncached_cost_usd", "unpriced"))
_KEY = {FAMILY: attr("agentdash.family"), EXACT: attr("agentdash.exact")}
_FOUND, _AMOUNTS, _SHARE, _SECOND = "agentdash.price", "agentdash.amounts", "agentdash.share", "agentdash.second"
_CALL = equals(attr(KIND), kinds.CALL)
_NANOSECONDS, _DAY, _MILLION = 1_000_000_000, 86_400, 1_000_000.0


def wanted(settings: Settings) -> bool:
    """Whether the settings want the Collector to compute costs."""
    return settings.pricing.mode == "collector"


def statements(settings: Settings) -> list[Group]:
    """Statement groups that put the cost and its siblings on calls; they stand after the names have their final form."""
    prices = pricing.of(settings)
    table = pricing.whole_table(prices)
    special: dict[tuple[Period, ...], str] = {}
    groups = [block("span", _keys(), _CALL)]
    for seller, rows in groupby(table, key=lambda row: row.seller):
        theirs = all_of(_CALL, matches(_KEY[FAMILY], _whole(guard(seller)))) if seller else _CALL
        groups.append(block("span", [_match(row, special) for row in rows], theirs))
    groups.append(block("span", [*_special(special), *_tenants(settings), *_money()], _CALL))
    return groups


def metrics(extra: Sequence[str], head_ratio: float) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: money, and tokens without a price."""
    return [
        call_counter("gen_ai.usage.cost_usd", "USD for tokens of calls to models", "", as_decimal(_COST), extra, head_ratio, present(_COST)),
        call_counter("agentdash.uncached_cost_usd", "USD for the same tokens without a cache", "", as_decimal(_UNCACHED), extra, head_ratio,
                     present(_UNCACHED)),
        call_counter("agentdash.unpriced_tokens", "Input and output tokens of models without a price", "{token}", as_decimal(_UNPRICED), extra,
                     head_ratio, above(_UNPRICED, 0.0)),
    ]


def _keys() -> Iterator[Statement]:
    """Provider and model in one text, as the table wants it."""
    yield default(attr(PROVIDER), UNKNOWN)
    for text, pattern in ((FAMILY, names.FAMILY), (EXACT, names.PLAIN)):
        key = _KEY[text]
        yield assign(key, lower(attr(MODEL)))
        yield replace(key, pattern, "$1$2")
        yield assign(key, joined([lower(attr(PROVIDER)), key], "/"))


def _match(row: Row, special: dict[tuple[Period, ...], str]) -> Statement:
    return set_to(_FOUND, _label(row.periods, special), matches(_KEY[row.text], _whole(row.pattern)))


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _label(periods: tuple[Period, ...], special: dict[tuple[Period, ...], str]) -> str:
    """The amounts themselves where they never change, else a mark that :func:`_special` turns into amounts; "" for none."""
    if not periods:
        return ""
    only = periods[0]
    if len(periods) == 1 and only.begin is None and only.end is None and only.hours is None and not only.price.tiers:
        return _amounts(only.price)
    return special.setdefault(periods, f"#{len(special)}")


def _amounts(price: Price) -> str:
    return " ".join(map(written, (price.input, price.output, price.cached, price.written)))


def _special(special: dict[tuple[Period, ...], str]) -> Iterator[Statement]:
    """Prices that depend on the time or on the prompt's size."""
    if not special:
        return
    moment = END_NANOSECONDS / _NANOSECONDS
    yield set_to(_SECOND, moment - moment / _DAY * _DAY)
    yield set_to(_AMOUNTS, attr(_FOUND), negate(matches(attr(_FOUND), "^#")))
    for periods, mark in special.items():
        for period in sorted(periods, key=lambda one: one.hours is not None):
            here = (equals(attr(_FOUND), mark), *_when(period))
            yield set_to(_AMOUNTS, _amounts(period.price), *here)
            for size, price in period.price.tiers:
                yield set_to(_AMOUNTS, _amounts(price), *here, above(as_integer(attr(INPUT.attribute)), size))


def _when(period: Period) -> Iterator[Condition]:
    if period.begin is not None:
        yield at_least(END_NANOSECONDS, _nanoseconds(period.begin))
    if period.end is not None:
        yield below(END_NANOSECONDS, _nanoseconds(period.end))
    if period.hours is not None:
        yield _during(period.hours)


def _during(hours: Hours) -> Condition:
    begin, end = (moment.hour * 3600 + moment.minute * 60 for moment in (hours.begin, hours.end))
    since, until = at_least(attr(_SECOND), begin), below(attr(_SECOND), end)
    return any_of(since, until) if end < begin else all_of(since, until)


def _tenants(settings: Settings) -> Iterator[Statement]:
    """What tenants are charged less."""
    yield set_to(_SHARE, 1.0)
    for discount in settings.pricing.discounts:
        if discount.tenant:
            limits = _when(Period(Price(), discount.begin, discount.end))
            yield set_to(_SHARE, decimal(discount.factor, 10), equals(attr(TENANT), discount.tenant), *limits)


def _count(one: TokenType) -> str:
    return f"agentdash.n.{one.name}"


def _money() -> Iterator[Statement]:
    for one in PRICED:
        yield set_to(_count(one), 0.0)
        yield set_to(_count(one), as_decimal(attr(one.attribute)), present(attr(one.attribute)))
    sent, received, read, wrote = (attr(_count(one)) for one in (INPUT, OUTPUT, CACHE_READ, CACHE_WRITE))
    amounts, share = attr(_AMOUNTS), attr(_SHARE)
    used = above(sent + received, 0.0)
    yield default(amounts, attr(_FOUND), present(attr(_FOUND)))
    yield assign(_UNPRICED, sent + received, used, any_of(is_nil(amounts), equals(amounts, "")))
    yield assign(amounts, split(amounts, " "), present(amounts), differs(amounts, ""), used)
    of_input, of_output, of_read, of_written = (as_decimal(amounts[number]) for number in range(4))
    cost = (sent - read - wrote) * of_input + received * of_output + read * of_read + wrote * of_written
    there = is_list(amounts)
    yield assign(_COST, cost * share / _MILLION, there)
    yield assign(_UNCACHED, (sent * of_input + received * of_output) * share / _MILLION, there)


def _nanoseconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * _NANOSECONDS

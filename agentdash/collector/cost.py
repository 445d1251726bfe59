"""What a call costs, charged once, as it is seen: a price that depends on the prompt's size, the day or the hour is exact.

A call keeps its money as attributes, so that whatever is counted of calls (all, those of long runs, of fallbacks) is money too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from agentdash import pricing
from agentdash.collector import model_names, models
from agentdash.collector.derive import call_counter
from agentdash.collector.model_names import known
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    below,
    differs,
    equals,
    is_nil,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    Path,
    Value,
    as_decimal,
    attr,
    decimal,
    joined,
    length,
    scratch,
    split,
)
from agentdash.pricing.index import Timed, TimedText
from agentdash.pricing.price import Hours
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import ASKED_MODEL, CACHE_WRITE_1H, ERROR_KIND, KIND, MODEL, TENANT
from agentdash.vocabulary.labels import FALLBACK
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, PRICED

if TYPE_CHECKING:
    from agentdash.collector.stage import Processor
    from agentdash.settings import Settings

COST, UNCACHED_COST, ASKED_COST, UNPRICED = (
    f"agentdash.{name}" for name in ("cost_usd", "uncached_cost_usd", "asked_cost_usd", "unpriced_tokens"))
"""Attributes of a call, in USD: what it cost; what it would have cost without a cache, and at the model that was asked for, where
another one answered. And its input and output tokens where nobody knows its price."""
ASKED_PRICE = "agentdash.asked_price"
"""On failed calls: the price that they would have had, as text, for whatever answers instead."""

_NANOSECONDS, _DAY, _MILLION = 1_000_000_000, 86_400, 1_000_000.0
_CALL = equals(attr(KIND), kinds.CALL)


def _own(name: str) -> Path:
    return scratch("span", name)


_PIECES, _MARK, _PRICE, _AMOUNTS, _SHARE, _CLOCK = (_own(name) for name in ("pieces", "mark", "price", "amounts", "share", "clock"))
_TOKENS = {one: _own(f"tokens.{one.name}") for one in PRICED}
_HOUR, _OTHER = _own("tokens.hour"), _own("tokens.other")
_OF_INPUT, _OF_OUTPUT, _OF_READ, _OF_WRITTEN, _OF_HOUR = (_own(f"of.{name}") for name in ("input", "output", "read", "written", "hour"))


def wanted(settings: Settings) -> bool:
    """Whether the Collector computes costs."""
    return settings.pricing.mode == "collector"


def book(settings: Settings) -> Processor:
    """The stage before the one of :func:`statements`."""
    return model_names.book(pricing.price_texts(settings))


def statements(settings: Settings, asked: bool = True, remembers: bool = True) -> list[Group]:
    """The groups of the stage: names looked up, fallbacks marked, calls charged.

    ``asked``: whether calls here can tell of another model that was asked for than the one that answered. ``remembers``: whether the stage
    stands behind a queue, and may keep what it found.
    """
    texts = pricing.price_texts(settings)
    timed = Timed(texts.timed)
    weak, strong = pricing.own_rows(pricing.of(settings))
    looked_up = model_names.look_up(
        texts, weak, strong, lambda row: timed.text(row.periods), (attr(MODEL), attr(ASKED_MODEL)) if asked else (attr(MODEL),), remembers)
    money = [*_charged(settings, timed.all, asked)] if wanted(settings) else []
    own = settings.pricing
    with_path = any("/" in name for name in (*(rule.model or rule.pattern for rule in own.rules), *(alias for alias, _ in own.aliases)))
    return [model_names.gathered(texts), *looked_up, models.named_in_book(), *models.fallback(asked), *money,
            models.without_path(homes=not with_path), model_names.forget()]


def metrics(extra: Sequence[str]) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: money, and tokens without a price."""
    def counter(name: str, description: str, unit: str, attribute: str) -> dict[str, Any]:
        return call_counter(name, description, unit, as_decimal(attr(attribute)), extra, present(attr(attribute)))

    return [
        counter("gen_ai.usage.cost_usd", "USD for tokens of calls to models", "", COST),
        counter("agentdash.uncached_cost_usd", "USD for the same tokens without a cache", "", UNCACHED_COST),
        counter("agentdash.unpriced_tokens", "Input and output tokens of models without a price", "{token}", UNPRICED),
    ]


def _charged(settings: Settings, timed: Sequence[Sequence[TimedText]], asked: bool) -> Iterator[Group]:
    used = above(_TOKENS[INPUT] + _TOKENS[OUTPUT], 0.0)
    sent, received = _TOKENS[INPUT], _TOKENS[OUTPUT]
    priced = present(_OF_INPUT)
    yield block("span", [
        *_counted(), *_tenants(settings), *_priced(known(attr(MODEL)), timed),
        assign(attr(COST), _cost() * _SHARE / _MILLION, priced, used),
        assign(attr(UNCACHED_COST), (sent * _OF_INPUT + received * _OF_OUTPUT) * _SHARE / _MILLION, priced, used),
        assign(attr(UNPRICED), sent + received, is_nil(_OF_INPUT), used),
        assign(attr(ASKED_PRICE), _PRICE, present(_PRICE), present(attr(ERROR_KIND))),
    ], all_of(_CALL, present(known(attr(MODEL)))))
    if not asked:
        return
    yield block("span", [
        *_counted(), *_tenants(settings), *_priced(known(attr(ASKED_MODEL)), timed),
        assign(attr(ASKED_COST), _cost() * _SHARE / _MILLION, priced),
    ], all_of(_CALL, equals(attr(FALLBACK), "true"), present(attr(COST)), present(known(attr(ASKED_MODEL)))))


def asked_cost(price: Path) -> list[Statement]:
    """What a call's tokens would have cost at the model that a failed one asked for; ``price`` is its :data:`ASKED_PRICE`."""
    return [*_counted(), *_amounts(price), assign(attr(ASKED_COST), _cost() / _MILLION, present(price), present(attr(COST)))]


def _counted() -> Iterator[Statement]:
    """Tokens by price: never less than none, and no more cached than sent."""
    for one, tokens in _TOKENS.items():
        yield assign(tokens, 0.0)
        yield assign(tokens, as_decimal(attr(one.attribute)), present(attr(one.attribute)), above(as_decimal(attr(one.attribute)), 0.0))
    sent, read, wrote = (_TOKENS[one] for one in (INPUT, CACHE_READ, CACHE_WRITE))
    yield assign(_HOUR, 0.0)
    for attribute in CACHE_WRITE_1H:
        yield assign(_HOUR, as_decimal(attr(attribute)), present(attr(attribute)), above(as_decimal(attr(attribute)), 0.0))
    yield assign(_HOUR, wrote, above(_HOUR, wrote))
    yield assign(_OTHER, sent - read - wrote)
    yield assign(_OTHER, 0.0, below(_OTHER, 0.0))


def _priced(note: Path, timed: Sequence[Sequence[TimedText]]) -> Iterator[Statement]:
    """The five amounts of a note, at the call's time and size; nothing where it has no price."""
    yield assign(_PIECES, split(note, ";"))
    if timed:
        yield assign(_MARK, _PIECES[1], _has(_PIECES, 1))
        yield assign(_CLOCK, END_NANOSECONDS / _NANOSECONDS)
        yield assign(_CLOCK, _CLOCK - _CLOCK / _DAY * _DAY)
        # A time outside of all periods has no price.
        yield assign(_PIECES, split("", ";"), present(_MARK), model_names.is_mark(_MARK))
        for number, periods in enumerate(timed):
            for one in periods:
                yield assign(_PIECES, split(f";{one.price}", ";"), equals(_MARK, f"#{number}"), *_when(one))
    yield assign(_PRICE, joined(["0", _PIECES[1]], " "), _has(_PIECES, 1), differs(_PIECES[1], ""))
    for tier in (2, 3):
        yield assign(_PRICE, _PIECES[tier], present(_PRICE), _has(_PIECES, tier), above(_TOKENS[INPUT], as_decimal(split(_PIECES[tier], " ")[0])))
    yield from _amounts(_PRICE)


def _amounts(price: Path) -> Iterator[Statement]:
    yield assign(_AMOUNTS, split(price, " "), present(price))
    there = present(_AMOUNTS)
    yield assign(_OF_INPUT, as_decimal(_AMOUNTS[1]), there)
    yield assign(_OF_OUTPUT, as_decimal(_AMOUNTS[2]), there)
    yield assign(_OF_READ, _OF_INPUT, there)
    yield assign(_OF_READ, as_decimal(_AMOUNTS[3]), there, _has(_AMOUNTS, 3))
    yield assign(_OF_WRITTEN, _OF_INPUT, there)
    yield assign(_OF_WRITTEN, as_decimal(_AMOUNTS[4]), there, _has(_AMOUNTS, 4))
    yield assign(_OF_HOUR, _OF_WRITTEN, there)
    yield assign(_OF_HOUR, as_decimal(_AMOUNTS[5]), there, _has(_AMOUNTS, 5))


def _has(pieces: Path, number: int) -> Condition:
    return above(length(pieces), number)


def _cost() -> Value:
    received, read, wrote = (_TOKENS[one] for one in (OUTPUT, CACHE_READ, CACHE_WRITE))
    return _OTHER * _OF_INPUT + received * _OF_OUTPUT + read * _OF_READ + (wrote - _HOUR) * _OF_WRITTEN + _HOUR * _OF_HOUR


def _when(period: TimedText) -> Iterator[Condition]:
    if period.begin is not None:
        yield at_least(END_NANOSECONDS, _nanoseconds(period.begin))
    if period.end is not None:
        yield below(END_NANOSECONDS, _nanoseconds(period.end))
    if period.hours is not None:
        yield _during(period.hours)


def _during(hours: Hours) -> Condition:
    begin, end = (moment.hour * 3600 + moment.minute * 60 for moment in (hours.begin, hours.end))
    since, until = at_least(_CLOCK, begin), below(_CLOCK, end)
    return any_of(since, until) if end < begin else all_of(since, until)


def _tenants(settings: Settings) -> Iterator[Statement]:
    """What tenants are charged less."""
    yield assign(_SHARE, 1.0)
    for discount in settings.pricing.discounts:
        if discount.tenant:
            limits = _when(TimedText(discount.begin, discount.end, None, ""))
            yield assign(_SHARE, decimal(discount.factor, 10), equals(attr(TENANT), discount.tenant), *limits)


def _nanoseconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * _NANOSECONDS

"""What a call costs, computed as it arrives: `pricing: {mode: collector}`.

The price table becomes OTTL: one text made of provider and model is matched against the table's patterns, from the weakest to
the strongest; the last match leaves four amounts (USD per million tokens). As single calls are seen, prices that depend on the
prompt's size, the day or the hour are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from agentdash import pricing
from agentdash.collector.derive import call_counter
from agentdash.collector.dialects import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT
from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, literal, matches, put, where
from agentdash.pricing import names
from agentdash.pricing.price import Hours, Period, Price, written
from agentdash.pricing.table import EXACT, FAMILY, Row, guard

if TYPE_CHECKING:
    from agentdash.settings import Settings

COST, UNCACHED, UNPRICED = "agentdash.cost_usd", "agentdash.uncached_cost_usd", "agentdash.unpriced"
_KEY = {FAMILY: "agentdash.family", EXACT: "agentdash.exact"}
_FOUND, _AMOUNTS, _SHARE, _SECOND = "agentdash.price", "agentdash.amounts", "agentdash.share", "agentdash.second"
_TOKENS = {"agentdash.n.input": INPUT, "agentdash.n.output": OUTPUT, "agentdash.n.read": CACHE_READ, "agentdash.n.write": CACHE_WRITE}
_CALL = f'{attr(KIND)} == "call"'
_END = "span.end_time_unix_nano"


def wanted(settings: Settings) -> bool:
    """Whether the settings want the Collector to compute costs."""
    return settings.pricing.mode == "collector"


def statements(settings: Settings) -> list[dict[str, object]]:
    """Statement groups that put :data:`COST` and its siblings on calls; they stand after the names have their final form."""
    prices = pricing.of(settings)
    table = pricing.whole_table(prices)
    special: dict[tuple[Period, ...], str] = {}
    groups = [block("span", _keys(), _CALL)]
    for seller, rows in groupby(table, key=lambda row: row.seller):
        conditions = [f"{_CALL} and {matches(attr(_KEY[FAMILY]), _whole(guard(seller)))}"] if seller else [_CALL]
        groups.append(block("span", [_match(row, special) for row in rows], *conditions))
    groups.append(block("span", [*_special(special), *_tenants(settings), *_money()], _CALL))
    return groups


def metrics(extra: Sequence[str], head_ratio: float) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: money, and tokens without a price."""
    return [
        call_counter("gen_ai.usage.cost_usd", "USD for tokens of calls to models", "", f"Double({attr(COST)})", extra, head_ratio, f"{attr(COST)} != nil"),
        call_counter("agentdash.uncached_cost_usd", "USD for the same tokens without a cache", "", f"Double({attr(UNCACHED)})", extra, head_ratio,
                     f"{attr(UNCACHED)} != nil"),
        call_counter("agentdash.unpriced_tokens", "Input and output tokens of models without a price", "{token}", f"Double({attr(UNPRICED)})", extra,
                     head_ratio, f"{attr(UNPRICED)} > 0.0"),
    ]


def _keys() -> list[str]:
    """Provider and model in one text, as the table wants it."""
    found = []
    for text, pattern in ((FAMILY, names.FAMILY), (EXACT, names.PLAIN)):
        key = attr(_KEY[text])
        found += [
            f'set({key}, ToLowerCase({attr("gen_ai.response.model")}))',
            f'replace_pattern({key}, {literal(pattern)}, {literal("$1$2")})',
            f'set({key}, Concat([ToLowerCase({attr("gen_ai.provider.name")}), {key}], "/"))',
        ]
    return [where(f'set({attr("gen_ai.provider.name")}, "unknown")', f'{attr("gen_ai.provider.name")} == nil'), *found]


def _match(row: Row, special: dict[tuple[Period, ...], str]) -> str:
    return put(_FOUND, _label(row.periods, special), matches(attr(_KEY[row.text]), _whole(row.pattern)))


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


def _special(special: dict[tuple[Period, ...], str]) -> Iterator[str]:
    """Prices that depend on the time or on the prompt's size."""
    if not special:
        return
    day = f"{_END} / 1000000000"
    yield f"set({attr(_SECOND)}, {day} - {day} / 86400 * 86400)"
    yield where(f"set({attr(_AMOUNTS)}, {attr(_FOUND)})", f'not IsMatch({attr(_FOUND)}, "^#")')
    for periods, mark in special.items():
        for period in sorted(periods, key=lambda one: one.hours is not None):
            here = (f"{attr(_FOUND)} == {literal(mark)}", *_when(period))
            yield put(_AMOUNTS, _amounts(period.price), *here)
            for above, price in period.price.tiers:
                yield put(_AMOUNTS, _amounts(price), *here, f"Int({attr(INPUT)}) > {above}")


def _when(period: Period) -> Iterator[str]:
    if period.begin is not None:
        yield f"{_END} >= {_nanoseconds(period.begin)}"
    if period.end is not None:
        yield f"{_END} < {_nanoseconds(period.end)}"
    if period.hours is not None:
        yield _during(period.hours)


def _during(hours: Hours) -> str:
    begin, end = (moment.hour * 3600 + moment.minute * 60 for moment in (hours.begin, hours.end))
    second = attr(_SECOND)
    return f"({second} >= {begin} {'or' if end < begin else 'and'} {second} < {end})"


def _tenants(settings: Settings) -> Iterator[str]:
    """What tenants are charged less."""
    yield f"set({attr(_SHARE)}, 1.0)"
    for discount in settings.pricing.discounts:
        if discount.tenant:
            limits = _when(Period(Price(), discount.begin, discount.end))
            yield where(f"set({attr(_SHARE)}, {discount.factor:.10f})", f'{attr("tenant.id")} == {literal(discount.tenant)}', *limits)


def _money() -> Iterator[str]:
    for name, source in _TOKENS.items():
        yield f"set({attr(name)}, 0.0)"
        yield where(f"set({attr(name)}, Double({attr(source)}))", f"{attr(source)} != nil")
    sent, received, read, wrote = map(attr, _TOKENS)
    yield where(f"set({attr(_AMOUNTS)}, {attr(_FOUND)})", f"{attr(_AMOUNTS)} == nil", f"{attr(_FOUND)} != nil")
    used = f"{sent} + {received} > 0.0"
    priced = (f"{attr(_AMOUNTS)} != nil", f'{attr(_AMOUNTS)} != ""', used)
    yield where(f"set({attr(UNPRICED)}, {sent} + {received})", used, f'({attr(_AMOUNTS)} == nil or {attr(_AMOUNTS)} == "")')
    yield where(f'set({attr(_AMOUNTS)}, Split({attr(_AMOUNTS)}, " "))', *priced)
    amount = [f"Double({attr(_AMOUNTS)}[{number}])" for number in range(4)]
    cost = f"({sent} - {read} - {wrote}) * {amount[0]} + {received} * {amount[1]} + {read} * {amount[2]} + {wrote} * {amount[3]}"
    there = (f"{attr(_AMOUNTS)}[3] != nil",)
    yield where(f"set({attr(COST)}, ({cost}) * {attr(_SHARE)} / 1000000.0)", *there)
    yield where(f"set({attr(UNCACHED)}, ({sent} * {amount[0]} + {received} * {amount[1]}) * {attr(_SHARE)} / 1000000.0)", *there)


def _nanoseconds(day: Any) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000_000

"""`pricing.models:` and `pricing.discounts:`, prices that win over the book. USD per million tokens throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import translate
from typing import Any

from agentdash.settings.place import Place

KEYS = ("model", "glob", "regex")
AMOUNTS = ("input", "output", "cache_read", "cache_write", "cache_write_1h")
# Below this a price per million tokens is a price per token, a millionth of what was meant: the cheapest token sold
# costs 0.0028 USD a million.
_PER_TOKEN = 0.001
_DEAREST = 1000


@dataclass(frozen=True)
class PriceRule:
    """One price of the user's. Exactly one of ``model``, ``glob`` and ``regex`` is set, or ``provider`` alone."""

    place: str
    model: str = ""
    glob: str = ""
    regex: str = ""
    provider: str = ""
    # (name, USD per million tokens); empty: free
    amounts: tuple[tuple[str, float], ...] = ()
    begin: date | None = None
    end: date | None = None
    # What is really paid: no discount is taken off.
    net: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it applies to; two rules of one key may not hold at one time."""
        return (self.model.lower(), self.glob.lower(), self.regex, self.provider.lower())

    @property
    def pattern(self) -> str:
        """The glob or regex as an anchored regular expression, or ""."""
        if self.glob:
            # Without the inline flags and \\Z that only Python knows.
            return "^(?:" + translate(self.glob.lower()).removeprefix("(?s:").removesuffix(r")\Z") + ")$"
        return f"^(?:{self.regex})$" if self.regex else ""

    @property
    def target(self) -> str:
        """What it applies to, in words: ``gpt-4o``, ``glob llama*``, ``provider ollama``."""
        what = self.model or (f"glob {self.glob}" if self.glob else f"regex {self.regex}" if self.regex else "")
        of = f"provider {self.provider}" if self.provider else ""
        return ", ".join(part for part in (what, of) if part)


@dataclass(frozen=True)
class Discount:
    """A percentage off (or, negative, on top): what is paid less to a provider or to all, or what a tenant is charged less."""

    place: str
    percent: float
    provider: str = ""
    tenant: str = ""
    begin: date | None = None
    end: date | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it applies to; two discounts of one key may not hold at one time."""
        return (self.provider, self.tenant)

    @property
    def factor(self) -> float:
        """What a price is multiplied by."""
        return 1 - self.percent / 100


def rules_from_raw(raw: Sequence[Mapping[str, Any]], at: Place) -> tuple[PriceRule, ...]:
    """Build the user's prices from their checked YAML.

    A date that does not exist is a problem, two rules for one period, a broken pattern, and a rule without a price.
    """
    rules = tuple(_rule(item, at[number]) for number, item in enumerate(raw))
    _no_overlaps(rules, at)
    return rules


def discounts_from_raw(raw: Sequence[Mapping[str, Any]], at: Place) -> tuple[Discount, ...]:
    """Build the discounts from their checked YAML. One of 0 is a problem, and two for one period."""
    discounts = tuple(_discount(item, at[number]) for number, item in enumerate(raw))
    _no_overlaps(discounts, at)
    return discounts


def implausible(rules: Iterable[PriceRule], at: Place) -> Iterator[str]:
    """Yield a line for each amount that is allowed but looks wrong."""
    for number, rule in enumerate(rules):
        yield from _implausible(rule, at[number])


def _rule(raw: Mapping[str, Any], at: Place) -> PriceRule:
    named = [key for key in KEYS if key in raw]
    if len(named) > 1:
        at[named[1]].wrong(f"{named[0]} stands here too", "keep one of model, glob and regex")
    if not named and "provider" not in raw:
        at.wrong("no model", "write model, glob, regex or provider")
    amounts = tuple((name, float(raw[name])) for name in AMOUNTS if name in raw)
    if raw["free"]:
        if amounts:
            at[amounts[0][0]].wrong("free and a price", "keep one of them")
    elif "input" not in raw and "output" not in raw:
        at.wrong("no price", "write input and output in USD per million tokens, or free: true")
    if raw.get("regex"):
        _check_pattern(raw["regex"], at["regex"])
    begin, end = _period(raw, at)
    return PriceRule(
        str(at), **{key: raw[key] for key in (*KEYS, "provider") if key in raw}, amounts=amounts, begin=begin, end=end,
        net=raw["net"],
    )


def _discount(raw: Mapping[str, Any], at: Place) -> Discount:
    begin, end = _period(raw, at)
    if raw["percent"] == 0:
        at["percent"].wrong("a discount of 0", "remove it")
    if "tenant" in raw and "provider" in raw:
        at["tenant"].wrong("provider stands here too", "write two discounts: what you pay, and what the tenant is charged")
    return Discount(str(at), float(raw["percent"]), raw.get("provider", ""), raw.get("tenant", ""), begin, end)


def _period(raw: Mapping[str, Any], at: Place) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for key in ("from", "until"):
        try:
            days.append(date.fromisoformat(raw[key]) if key in raw else None)
        except ValueError:
            days.append(None)
            at[key].wrong(f'"{raw[key]}" is not a date', "write year-month-day, e.g. 2026-03-01")
    begin, end = days
    if begin and end and begin >= end:
        at["until"].wrong(f"not after from ({begin}); the day itself does not count", "write the day after the last one")
    return begin, end


def _check_pattern(pattern: str, at: Place) -> None:
    # What RE2 (Prometheus, the Collector) lacks, and Python has.
    if re.search(r"\(\?[=!<P]|\\[1-9]", pattern) and not re.search(r"\(\?P?<[a-z]", pattern):
        at.wrong("lookaround and back references do not exist in queries", "write the names with | between them")
    try:
        re.compile(pattern)
    except re.error as error:
        at.wrong(f"not a regular expression ({error})", r"write e.g. our-.*|gpt-4\.1")


def _no_overlaps(items: Sequence[PriceRule | Discount], at: Place) -> None:
    for number, item in enumerate(items):
        for earlier, other in enumerate(items[:number]):
            if item.key == other.key and (item.begin or date.min) < (other.end or date.max) and (other.begin or date.min) < (item.end or date.max):
                at[number].wrong(
                    f"holds at the same time as {at.path[-1]}[{earlier}]", "end the older one with until: the newer one's from"
                )


def _implausible(rule: PriceRule, at: Place) -> list[str]:
    lines = []
    amounts = dict(rule.amounts)
    for name, amount in rule.amounts:
        if 0 < amount < _PER_TOKEN:
            lines.append(f"{at[name]}: {amount:.10f}".rstrip("0") + f" USD per million tokens looks like a price per token; "
                         f"write {amount * 1e6:.6g}")
        elif amount > _DEAREST:
            lines.append(f"{at[name]}: {amount:g} USD per million tokens is more than any model costs; check the unit")
    if amounts.get("cache_read", 0) > amounts.get("input", float("inf")):
        lines.append(f"{at['cache_read']}: dearer than input ({amounts['input']:g}); check that they are not swapped")
    return lines

"""`pricing:`, prices that win over the book. USD per million tokens throughout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import translate
from typing import Any

from agentdash.settings import pricing_file
from agentdash.settings.place import Place

KEYS = ("model", "glob", "regex")
AMOUNTS = ("input", "output", "cache_read", "cache_write", "cache_write_1h")
# Below this a price per million tokens is a price per token, a millionth of what was meant: the cheapest token sold
# costs 0.0028 USD a million.
_PER_TOKEN = 0.001
_DEAREST = 1000

# Grafana's unit per ISO code; every other code that Grafana has no unit for is written before the number.
CURRENCIES = (
    "USD EUR GBP JPY CHF CNY INR KRW BRL CAD AUD NZD SEK NOK DKK ISK CZK PLN HUF RON BGN TRY UAH ZAR ILS AED SAR SGD "
    "HKD TWD THB IDR PHP VND MYR MXN CLP COP ARS PEN UYU PYG NGN KES EGP MAD PKR BDT LKR KZT GEL"
).split()
_GRAFANA_HAS = frozenset(
    "USD EUR GBP JPY CHF INR KRW BRL SEK NOK DKK ISK CZK PLN BGN TRY UAH ZAR ILS IDR PHP VND MYR UYU PYG".split()
)


@dataclass(frozen=True)
class Rule:
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
    def factor(self) -> float:
        """What a price is multiplied by."""
        return 1 - self.percent / 100


@dataclass(frozen=True)
class Currency:
    """What costs are shown in, and how many of it a dollar is."""

    code: str = "USD"
    per_usd: float = 1.0

    @property
    def unit(self) -> str:
        """Grafana's unit, e.g. ``currencyEUR``."""
        return f"currency{self.code}" if self.code in _GRAFANA_HAS else f"currency:{self.code}"


@dataclass(frozen=True)
class Pricing:
    """Rules, aliases, discounts and the currency. ``warnings`` are lines about what is allowed but looks wrong."""

    rules: tuple[Rule, ...] = ()
    # (name in telemetry, name to price it as), lower case
    aliases: tuple[tuple[str, str], ...] = ()
    discounts: tuple[Discount, ...] = ()
    currency: Currency = Currency()
    warnings: tuple[str, ...] = ()


def from_raw(raw: Mapping[str, Any] | str, at: Place) -> Pricing:
    """Build the section from its checked YAML, or from the file that it names.

    Raises UserError for a date that does not exist, two rules for one period, a broken pattern, an unknown currency, a
    rule without a price, and an alias that leads nowhere.
    """
    if isinstance(raw, str):
        raw, at = pricing_file.read(raw, at)
    rules = tuple(_rule(item, at["models"][number]) for number, item in enumerate(raw.get("models", ())))
    _no_overlaps(rules, at["models"])
    discounts = tuple(_discount(item, at["discounts"][number]) for number, item in enumerate(raw.get("discounts", ())))
    _no_overlaps(discounts, at["discounts"])
    warnings = [line for number, rule in enumerate(rules) for line in _implausible(rule, at["models"][number])]
    return Pricing(
        rules, _aliases(raw.get("aliases", {}), at["aliases"]), discounts,
        _currency(raw.get("currency", {}), at["currency"]), tuple(warnings),
    )


def _rule(raw: Mapping[str, Any], at: Place) -> Rule:
    named = [key for key in KEYS if key in raw]
    if len(named) > 1:
        at[named[1]].fail(f"{named[0]} stands here too", "keep one of model, glob and regex")
    if not named and "provider" not in raw:
        at.fail("no model", "write model, glob, regex or provider")
    amounts = tuple((name, float(raw[name])) for name in AMOUNTS if name in raw)
    if raw.get("free"):
        if amounts:
            at[amounts[0][0]].fail("free and a price", "keep one of them")
    elif "input" not in raw and "output" not in raw:
        at.fail("no price", "write input and output in USD per million tokens, or free: true")
    if raw.get("regex"):
        _check_pattern(raw["regex"], at["regex"])
    begin, end = _period(raw, at)
    return Rule(
        str(at), **{key: raw[key] for key in (*KEYS, "provider") if key in raw}, amounts=amounts, begin=begin, end=end,
        net=raw.get("net", False),
    )


def _discount(raw: Mapping[str, Any], at: Place) -> Discount:
    begin, end = _period(raw, at)
    if raw["percent"] == 0:
        at["percent"].fail("a discount of 0", "remove it")
    if "tenant" in raw and "provider" in raw:
        at["tenant"].fail("provider stands here too", "write two discounts: what you pay, and what the tenant is charged")
    return Discount(str(at), float(raw["percent"]), raw.get("provider", ""), raw.get("tenant", ""), begin, end)


def _aliases(raw: Mapping[str, str], at: Place) -> tuple[tuple[str, str], ...]:
    found = {name.lower(): target.lower() for name, target in raw.items()}
    for name, target in raw.items():
        if target.lower() in found:
            at[name].fail(f'"{target}" is an alias too', "name the model itself")
    return tuple(sorted(found.items()))


def _currency(raw: Mapping[str, Any], at: Place) -> Currency:
    if not raw:
        return Currency()
    code = raw["code"].upper()
    if code not in CURRENCIES:
        at["code"].fail(f'unknown currency "{raw["code"]}"', "write an ISO code such as EUR")
    if code == "USD" and raw.get("per_usd", 1) != 1:
        at["per_usd"].fail("a dollar is a dollar", "write 1, or another code")
    if code != "USD" and "per_usd" not in raw:
        at.fail("no rate", f"write per_usd: how many {code} a dollar is")
    return Currency(code, float(raw.get("per_usd", 1)))


def _period(raw: Mapping[str, Any], at: Place) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for key in ("from", "until"):
        try:
            days.append(date.fromisoformat(raw[key]) if key in raw else None)
        except ValueError:
            at[key].fail(f'"{raw[key]}" is not a date', "write year-month-day, e.g. 2026-03-01")
    begin, end = days
    if begin and end and begin >= end:
        at["until"].fail(f"not after from ({begin}); the day itself does not count", "write the day after the last one")
    return begin, end


def _check_pattern(pattern: str, at: Place) -> None:
    # What RE2 (Prometheus, the Collector) lacks, and Python has.
    if re.search(r"\(\?[=!<P]|\\[1-9]", pattern) and not re.search(r"\(\?P?<[a-z]", pattern):
        at.fail("lookaround and back references do not exist in queries", "write the names with | between them")
    try:
        re.compile(pattern)
    except re.error as error:
        at.fail(f"not a regular expression ({error})", r"write e.g. our-.*|gpt-4\.1")


def _no_overlaps(items: Sequence[Rule | Discount], at: Place) -> None:
    for number, item in enumerate(items):
        for earlier, other in enumerate(items[:number]):
            same = item.key == other.key if isinstance(item, Rule) else (item.provider, item.tenant) == (other.provider, other.tenant)
            if same and (item.begin or date.min) < (other.end or date.max) and (other.begin or date.min) < (item.end or date.max):
                at[number].fail(
                    f"holds at the same time as {at.path[-1]}[{earlier}]", "end the older one with until: the newer one's from"
                )


def _implausible(rule: Rule, at: Place) -> list[str]:
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

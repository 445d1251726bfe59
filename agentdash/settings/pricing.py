"""`pricing:`, how tokens become money: the mode, the book, and the user's own prices, which win over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdash.settings import currency, price_rules
from agentdash.settings.currency import Currency
from agentdash.settings.durations import seconds
from agentdash.settings.place import Place
from agentdash.settings.price_rules import Discount, PriceRule


@dataclass(frozen=True)
class Queries:
    """Which models' prices a query carries, in the mode "inline"."""

    # Ids of providers in the book, in the order in which their models get room
    providers: tuple[str, ...]
    # Names that are always written into queries, whatever the rule chooses
    models: tuple[str, ...]
    # Priced models in one query: with 56 it stays below 16 KB
    most: int


@dataclass(frozen=True)
class Pricing:
    """Where price meets token, and whose price counts. ``warnings`` are lines about what is allowed but looks wrong."""

    # "inline", "rules" or "collector": what "auto" comes to
    mode: str
    # Why it is that mode, where the settings leave it open; "" where they say it
    why: str
    # The price book's file, absolute or from the working directory; "" means the one that came with agentdash
    book: str
    # Seconds between two evaluations of the recording rules
    interval: int
    queries: Queries
    rules: tuple[PriceRule, ...]
    # (name in telemetry, name to price it as), lower case
    aliases: tuple[tuple[str, str], ...]
    discounts: tuple[Discount, ...]
    currency: Currency
    warnings: tuple[str, ...]


def from_raw(raw: Mapping[str, Any], at: Place) -> Pricing:
    """Build the section from its checked YAML.

    An interval out of bounds is a problem, an alias that leads to another one, and whatever the parts refuse.
    """
    mode, why = _mode(raw["mode"], at)
    interval = seconds(raw["interval"])
    if not 15 <= interval <= 300:
        at["interval"].wrong(f'"{raw["interval"]}" is not between 15s and 5m', "write e.g. 1m")
    rules = price_rules.rules_from_raw(raw["models"], at["models"])
    queries = raw["queries"]
    return Pricing(
        mode=mode,
        why=why,
        book=str(Path(at["book"].file).parent / raw["book"]) if "book" in raw else "",
        interval=interval,
        queries=Queries(tuple(queries["providers"]), tuple(queries["models"]), queries["most"]),
        rules=rules,
        aliases=_aliases(raw["aliases"], at["aliases"]),
        discounts=price_rules.discounts_from_raw(raw["discounts"], at["discounts"]),
        currency=currency.from_raw(raw["currency"], at["currency"]),
        warnings=tuple(price_rules.implausible(rules, at["models"])),
    )


def _mode(wanted: str, at: Place) -> tuple[str, str]:
    """The mode, and why where it is left open: the Collector charges calls where it sees them."""
    sees_calls = "derived" in at.whole["telemetry"]["sources"]
    if wanted == "auto":
        return ("collector", "telemetry.sources has derived") if sees_calls else ("inline", "telemetry.sources lacks derived")
    if wanted != "inline" and not sees_calls:
        at["mode"].wrong(f"{wanted} needs the calls that agentdash's Collector sees", "write derived in telemetry.sources too, or mode: inline")
    return wanted, ""


def _aliases(raw: Mapping[str, str], at: Place) -> tuple[tuple[str, str], ...]:
    found = {name.lower(): target.lower() for name, target in raw.items()}
    for name, target in raw.items():
        if target.lower() in found:
            at[name].wrong(f'"{target}" is an alias too', "name the model itself")
    return tuple(sorted(found.items()))

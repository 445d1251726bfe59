"""`pricing:`, how tokens become money: the mode, the book, and the user's own prices, which win over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentdash.settings import currency, price_rules, pricing_file
from agentdash.settings.currency import Currency
from agentdash.settings.durations import seconds
from agentdash.settings.place import Place
from agentdash.settings.price_rules import Discount, PriceRule


@dataclass(frozen=True)
class Queries:
    """Which models' prices a query carries, in the mode "inline"."""

    # Ids of providers in the book, in the order in which their models get room
    providers: tuple[str, ...] = (
        "anthropic", "openai", "google", "aws", "deepseek", "mistral", "x-ai", "moonshotai", "zai", "cohere",
    )
    # Names that are always written into queries, whatever the rule chooses
    models: tuple[str, ...] = ()
    # Priced models in one query: with these it stays below 16 KB
    most: int = 56


@dataclass(frozen=True)
class Pricing:
    """Where price meets token, and whose price counts. ``warnings`` are lines about what is allowed but looks wrong."""

    # "inline", "rules" or "collector"
    mode: str = "inline"
    # The price book's file, absolute or from the working directory; "" means the one that came with agentdash
    book: str = ""
    # Seconds between two evaluations of the recording rules
    interval: int = 60
    queries: Queries = field(default_factory=Queries)
    rules: tuple[PriceRule, ...] = ()
    # (name in telemetry, name to price it as), lower case
    aliases: tuple[tuple[str, str], ...] = ()
    discounts: tuple[Discount, ...] = ()
    currency: Currency = field(default_factory=Currency)
    warnings: tuple[str, ...] = ()


def from_raw(raw: Mapping[str, Any] | str, at: Place) -> Pricing:
    """Build the section from its checked YAML, or from the file that it names.

    Raises UserError for an interval out of bounds, an alias that leads nowhere, and whatever its parts refuse.
    """
    if isinstance(raw, str):
        raw, at = pricing_file.read(raw, at)
    interval = seconds(raw.get("interval", "1m"))
    if not 15 <= interval <= 300:
        at["interval"].fail(f'"{raw["interval"]}" is not between 15s and 5m', "write e.g. 1m")
    rules = price_rules.rules_from_raw(raw.get("models", ()), at["models"])
    return Pricing(
        mode=raw.get("mode", Pricing.mode),
        book=str(Path(at.file).parent / raw["book"]) if "book" in raw else "",
        interval=interval,
        queries=_queries(raw.get("queries", {})),
        rules=rules,
        aliases=_aliases(raw.get("aliases", {}), at["aliases"]),
        discounts=price_rules.discounts_from_raw(raw.get("discounts", ()), at["discounts"]),
        currency=currency.from_raw(raw.get("currency", {}), at["currency"]),
        warnings=tuple(price_rules.implausible(rules, at["models"])),
    )


def _queries(raw: Mapping[str, Any]) -> Queries:
    return Queries(**{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()})


def _aliases(raw: Mapping[str, str], at: Place) -> tuple[tuple[str, str], ...]:
    found = {name.lower(): target.lower() for name, target in raw.items()}
    for name, target in raw.items():
        if target.lower() in found:
            at[name].fail(f'"{target}" is an alias too', "name the model itself")
    return tuple(sorted(found.items()))

"""`agentdash prices list`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from agentdash.cli.options import config_option
from agentdash.cli.prices.shown import amount, as_data, at_option, day, json_option, table
from agentdash.errors import UserError, unknown


@click.command("list")
@click.argument("pattern", required=False, metavar="[PATTERN]")
@config_option
@click.option("--provider", metavar="NAME", help="Only this provider of the book.")
@click.option("--in-queries", is_flag=True, help="Only the models whose prices are written into queries (mode inline).")
@at_option
@json_option
def command(pattern: str | None, config: tuple[Path, ...], provider: str | None, in_queries: bool, at: str | None, as_json: bool) -> None:
    """List models and what they cost, in USD per million tokens.

    PATTERN chooses models by name, with * and ?. Your own rules stand first.
    """
    from agentdash import pricing
    from agentdash.extensions import load
    from agentdash.pricing.likely import chosen

    settings = load(*config)
    prices = pricing.of(settings)
    if provider and provider not in prices.book.providers:
        raise UserError(f"--provider: {unknown('provider', provider, prices.book.providers)}")
    moment = datetime.combine(day(at), time(12), UTC)
    models = chosen(prices, settings) if in_queries else [m for p in prices.book.providers.values() for m in p.models]
    rows: list[dict[str, Any]] = []
    for rule in prices.own.rules:
        if pattern or provider or in_queries:
            continue
        rows.append({"provider": rule.provider or "*", "model": rule.target, "price": dict(rule.amounts) or {"input": 0, "output": 0}, "notes": [rule.place]})
    for model in models:
        if (provider and model.provider != provider) or (pattern and not fnmatchcase(model.id.lower(), pattern.lower())):
            continue
        price = model.schedule.at(moment)
        notes = [f"above {above} tokens: {amount(tier.input)} / {amount(tier.output)}" for above, tier in price.tiers]
        notes += ["changes with the hour"] if any(p.hours for p in model.schedule.periods) else []
        notes += ["ends soon"] if model.deprecated else []
        notes += [] if price.by_token else ["not billed by token"]
        rows.append({"provider": model.provider, "model": model.id, "price": as_data(price), "notes": notes})
    if as_json:
        click.echo(json.dumps({"book": prices.book.title, "at": str(moment.date()), "models": rows}, indent=2, ensure_ascii=False))
        return
    names = ("input", "output", "cache_read", "cache_write")
    lines = table(("PROVIDER", "MODEL", "INPUT", "OUTPUT", "CACHED", "WRITTEN", "NOTES"), (
        (row["provider"], row["model"], *(amount(row["price"].get(name)) for name in names), "; ".join(row["notes"])) for row in rows
    ), frozenset({2, 3, 4, 5}))
    click.echo("\n".join(lines))
    found = "1 price" if len(rows) == 1 else f"{len(rows)} prices"
    click.echo(f"{found} in USD per million tokens on {moment.date()}; {prices.book.title}", err=True)

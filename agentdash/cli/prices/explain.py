"""`agentdash prices explain`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.cli.prices.shown import amount, as_data, at_option, day, json_option
from agentdash.errors import Findings

if TYPE_CHECKING:
    from agentdash.pricing.price import Period


@click.command("explain")
@click.argument("model")
@config_option
@click.option("--provider", default="", metavar="NAME", help="What telemetry calls the provider, e.g. aws.bedrock.")
@click.option("--tenant", default="", metavar="NAME", help="The tenant, for its discount.")
@at_option
@json_option
def command(model: str, config: tuple[Path, ...], provider: str, tenant: str, at: str | None, as_json: bool) -> None:
    """Say what MODEL costs, which rule won, and what was tried before it.

    MODEL is a name as telemetry has it: gpt-4o-2024-08-06, us.anthropic.claude-sonnet-4-5-20250929-v1:0, azure/gpt-4o.
    Exits with 1 when it has no price.
    """
    from agentdash import pricing
    from agentdash.extensions import load
    from agentdash.pricing.table import lookup

    settings = load(*config)
    prices = pricing.of(settings)
    moment = datetime.combine(day(at), time(12), UTC)
    answer = prices.answer(model, provider, tenant, moment)
    periods = prices.schedule(model, provider, tenant)
    carried = lookup(pricing.queries(prices, settings).table, model, provider or "unknown")
    if as_json:
        click.echo(json.dumps({
            "model": model, "provider": provider, "tenant": tenant, "at": str(moment.date()), "price": as_data(answer.price), "won": answer.won,
            "steps": list(answer.steps), "in_queries": bool(carried), "book": prices.book.title,
            "periods": [{"from": str(p.begin) if p.begin else None, "until": str(p.end) if p.end else None, "price": as_data(p.price)} for p in periods],
        }, indent=2, ensure_ascii=False))
    else:
        for number, step in enumerate(answer.steps, 1):
            click.echo(f"{number}. {step}")
        price = answer.price
        if price is not None:
            click.echo(f"\n{model} on {moment.date()}, USD per million tokens: input {amount(price.input)}, output {amount(price.output)}, "
                       f"cached {amount(price.cached)}, cache write {amount(price.written)}")
            for above, tier in price.tiers:
                click.echo(f"  prompts above {above} tokens: input {amount(tier.input)}, output {amount(tier.output)} (mode collector; else the base)")
            if len(periods) > 1:
                click.echo("  over time: " + "; ".join(_period(p) for p in periods))
            click.echo(f"  won: {answer.won}")
            if settings.pricing.mode == "inline":
                click.echo(f"  in the queries: {'yes' if carried else 'no; name it in pricing.queries.models'}")
    if answer.price is None:
        raise Findings(f"{model}: no price; write one in `pricing`, an alias, or `free: true`")


def _period(period: Period) -> str:
    begin, end, hours, price = period.begin, period.end, period.hours, period.price
    when = f"from {begin}" if begin else f"until {end}" if end else ""
    daily = f"{hours.begin:%H:%M} to {hours.end:%H:%M} UTC" if hours else ""
    return f"{' '.join(filter(None, (when, daily))) or 'else'}: {amount(price.input)} / {amount(price.output)}"

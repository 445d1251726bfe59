"""`agentdash prices check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.cli.prices.shown import amount, json_option, table
from agentdash.errors import Findings, UserError

if TYPE_CHECKING:
    from agentdash.pricing.called_models import CalledModel


@click.command("check")
@config_option
@click.option("--url", metavar="URL", help="Where Prometheus (or Gigapipe) answers; the settings' datasource unless given.")
@click.option("--since", default="24h", show_default=True, metavar="DURATION", help="How far back to look.")
@json_option
def command(config: tuple[Path, ...], url: str | None, since: str, as_json: bool) -> None:
    """Ask Prometheus which models were called, and list those whose tokens have no price.

    Exits with 1 when there are any. Models with a price that the queries do not carry are told too: their tokens show up as
    unpriced until they are named in `pricing.queries.models`.
    """
    from agentdash import pricing
    from agentdash.ask import prometheus
    from agentdash.cli.choices import asking, checked_url
    from agentdash.extensions import load
    from agentdash.pricing import called_models
    from agentdash.settings.durations import is_duration

    if not is_duration(since):
        raise UserError(f'--since: "{since}" is not a duration; write e.g. 24h')
    checked_url(url)
    settings = load(*config)
    prices = pricing.of(settings)
    with asking():
        called = called_models.asked(prometheus(settings, url).query, since)
    found = called_models.judged(prices, settings, called)
    missing = [one for one in found if one.problem]
    if as_json:
        click.echo(json.dumps([one.as_data() for one in found], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(table(
            ("MODEL", "PROVIDER", "TOKENS", "INPUT", "OUTPUT", "BY"),
            ((one.model, one.provider, f"{one.tokens:,.0f}", *_amounts(one), one.problem or one.won) for one in found), frozenset({2, 3, 4}))))
    if missing:
        raise Findings(f"{len(missing)} of {len(found)} models have no price in the queries; see the last column")


def _amounts(one: CalledModel) -> tuple[str, str]:
    price = one.price
    return ("–", "–") if price is None else (amount(price.input), amount(price.output))

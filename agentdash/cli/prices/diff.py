"""`agentdash prices diff`."""

from __future__ import annotations

from pathlib import Path

import click

from agentdash.cli.options import config_option
from agentdash.errors import Findings


@click.command("diff")
@click.argument("old", required=False, type=click.Path(path_type=Path), metavar="[OLD]")
@click.argument("new", required=False, type=click.Path(path_type=Path), metavar="[NEW]")
@config_option
def command(old: Path | None, new: Path | None, config: tuple[Path, ...]) -> None:
    """Compare your rules with the book; or the book OLD with NEW, or with the book in use.

    Exits with 1 when anything differs.
    """
    from agentdash import pricing
    from agentdash.extensions import load
    from agentdash.pricing import book, compare

    prices = pricing.of(load(*config))
    if old is None:
        lines = list(compare.rules(prices))
    else:
        lines = list(compare.books(book.load(old), book.load(new) if new else prices.book))
    for line in lines:
        click.echo(line)
    if lines:
        raise Findings(f"{len(lines)} prices differ" if len(lines) > 1 else "1 price differs")

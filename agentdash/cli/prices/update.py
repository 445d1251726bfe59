"""`agentdash prices update`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from agentdash.cli.options import config_option


@click.command("update")
@config_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Where to write it; `pricing.book` of the settings, or agentdash's own book, unless given.")
@click.option("--date", "made", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The date that the book says it was made; today unless given.")
def command(config: tuple[Path, ...], output: Path | None, made: datetime | None) -> None:
    """Write a new price book from the installed package genai-prices.

    The package comes with `pip install "agentdash-grafana[prices]"`; upgrade it for new prices. The file is replaced whole or not at
    all, and keeps its date when nothing in it changes.
    """
    from agentdash.errors import UserError
    from agentdash.extensions import load
    from agentdash.pricing import book, compare, refresh

    path = output or Path(load(*config).pricing.book or book.BOOK)
    day = made.date() if made is not None else date.today()
    text = refresh.render(day)
    new = book.parse(text, path.name)
    try:
        old = book.load(path) if path.exists() else None
    except UserError:
        old = None
    if old is not None and refresh.render(old.made) == path.read_text(encoding="utf-8"):
        click.echo(f"{path}: unchanged, {old.title}")
        return
    refresh.write(text, path)
    if path == book.BOOK:
        _make_defaults()
    lines = list(compare.books(old, new)) if old is not None else []
    for line in lines:
        click.echo(line)
    changed = {sign: sum(line.startswith(sign) for line in lines) for sign in "+-~"}
    told = f" ({changed['+']} new, {changed['-']} gone, {changed['~']} changed)" if old is not None else ""
    click.echo(f"{path}: {new.title}{told}")


def _make_defaults() -> None:
    """Make what the default settings need anew from the book that has just been written."""
    from agentdash.pricing import book, default_index, default_table, index, likely_table, of, refresh
    from agentdash.settings import Settings

    book.bundled.cache_clear()
    settings = Settings()
    refresh.write(default_index.render(index.texts(index.index(of(settings)))), default_index.FILE)
    refresh.write(default_table.render(likely_table(of(settings), settings)), default_table.FILE)

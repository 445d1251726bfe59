"""The table of the default settings, ready made: a build without prices of its own need not look at two thousand models.

`default_table.json` holds the rows and the checksum of the book that they were made from; a test compares them with rows made anew.
"""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentdash.pricing.book import checksum
from agentdash.pricing.price import Hours, Period, Price
from agentdash.pricing.table import Row

if TYPE_CHECKING:
    from agentdash.pricing.resolve import Prices
    from agentdash.settings import Settings

FILE = Path(__file__).with_name("default_table.json")


def rows(prices: Prices, settings: Settings) -> tuple[Row, ...] | None:
    """The rows, where these are the default settings and the book is the one that the rows were made from; else None."""
    from agentdash.settings import Settings as Default

    own = prices.own.rules or prices.own.aliases or any(not discount.tenant for discount in prices.own.discounts)
    if own or settings.telemetry.models or (settings.pricing.book, settings.pricing.queries) != ("", Default().pricing.queries):
        return None
    try:
        read = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(map(_row, read["rows"])) if read["book"] == checksum() else None


def render(made: tuple[Row, ...]) -> str:
    """The file's text for rows made from the book as it is."""
    lines = ",\n".join(json.dumps(_data(row), separators=(",", ":")) for row in made)
    return f'{{"book":"{checksum()}","rows":[\n{lines}\n]}}\n'


def _data(row: Row) -> list[Any]:
    periods = [[
        *(str(day) if day else None for day in (p.begin, p.end)), [f"{p.hours.begin:%H:%M}", f"{p.hours.end:%H:%M}"] if p.hours else None,
        p.price.input, p.price.output, p.price.cache_read, p.price.cache_write,
    ] for p in row.periods]
    return [row.text, row.pattern, periods, row.seller]


def _row(data: list[Any]) -> Row:
    text, pattern, periods, seller = data
    return Row(text, pattern, tuple(map(_period, periods)), seller)


def _period(data: list[Any]) -> Period:
    begin, end, hours, *amounts = data
    return Period(
        Price(*amounts), date.fromisoformat(begin) if begin else None, date.fromisoformat(end) if end else None,
        Hours(*map(time.fromisoformat, hours)) if hours else None,
    )

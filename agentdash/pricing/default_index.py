"""The index of the bundled book, ready made: a build without discounts need not look at two thousand models.

`default_index.json` holds the texts and the checksum of the book that they were made from; a test compares them with texts made anew.
"""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentdash.pricing.book import checksum
from agentdash.pricing.price import Hours

if TYPE_CHECKING:
    from agentdash.pricing.index import PriceTexts, TimedText
    from agentdash.pricing.resolve import Prices

FILE = Path(__file__).with_name("default_index.json")


def texts(prices: Prices, book: str) -> PriceTexts | None:
    """The texts, where there are no discounts and ``book`` names none but the bundled one; else None."""
    if book or prices.discounts:
        return None
    try:
        read = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if read["book"] != checksum():
        return None
    from agentdash.pricing.index import PriceTexts

    return PriceTexts(read["lists"], tuple(tuple(map(_timed, periods)) for periods in read["timed"]))


def render(made: PriceTexts) -> str:
    """The file's text for texts made from the book as it is, one model a line."""
    lists = ",\n".join(f"{json.dumps(road)}:{json.dumps(text, ensure_ascii=False)}" for road, text in made.lists.items())
    timed = json.dumps([[_data(one) for one in periods] for periods in made.timed], separators=(",", ":"))
    return f'{{"book":"{checksum()}","timed":{timed},"lists":{{\n{lists}\n}}}}\n'


def _data(one: TimedText) -> list[Any]:
    hours = [f"{one.hours.begin:%H:%M}", f"{one.hours.end:%H:%M}"] if one.hours else None
    return [*(str(day) if day else None for day in (one.begin, one.end)), hours, one.price]


def _timed(data: list[Any]) -> TimedText:
    from agentdash.pricing.index import TimedText

    begin, end, hours, price = data
    return TimedText(date.fromisoformat(begin) if begin else None, date.fromisoformat(end) if end else None,
                     Hours(*map(time.fromisoformat, hours)) if hours else None, price)

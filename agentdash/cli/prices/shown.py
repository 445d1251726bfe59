"""What the commands about prices share: options, and prices as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click

from agentdash.errors import UserError

json_option = click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
at_option = click.option("--at", metavar="DATE", help="As of this day (UTC), e.g. 2026-01-31; today unless given.")


def day(text: str | None) -> date:
    """The day that was asked for. Raises UserError when there is no such day."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f'--at: "{text}" is not a date; write year-month-day, e.g. 2026-01-31') from None


def amount(value: float | None) -> str:
    """A price per million tokens, or a dash for none."""
    from agentdash.pricing.price import written

    return "–" if value is None else written(value)


def as_data(price: Any) -> dict[str, Any] | None:
    """A price for JSON: USD per million tokens."""
    from agentdash.pricing.price import FIELDS

    if price is None:
        return None
    found: dict[str, Any] = {name: getattr(price, name) for name in FIELDS if getattr(price, name) is not None}
    if price.tiers:
        found["tiers"] = [{"above": above, **(as_data(tier) or {})} for above, tier in price.tiers]
    if price.other:
        found["other"] = dict(price.other)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of a table; the columns in ``right`` are numbers."""
    lines = [list(map(str, head)), *(list(map(str, row)) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return ["  ".join(cell.rjust(widths[n]) if n in right else cell.ljust(widths[n]) for n, cell in enumerate(line)).rstrip() for line in lines]

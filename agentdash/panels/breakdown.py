"""Tables that compare services, models, tenants, tools or agents: one row each, sorted by what matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.grafana.overrides import by_name
from agentdash.grafana.table import Table
from agentdash.grafana.transformations import calculated, chosen, divided, joined, named, summed
from agentdash.panels import draw
from agentdash.panels.columns import NOTHING, AnyColumn, Column, Quotient, Sum
from agentdash.signals import Signal, measured
from agentdash.vocabulary import labels

_NAMES = {24: 220, 12: 200}
"""Pixels of the column of names, by the table's width on the grid; the other columns share what is left."""

_HASHED = {"type": "regex", "options": {"pattern": f"^{draw.HASH}$", "result": {"text": draw.HASHED, "index": 0}}}


def breakdown(
    key: str, title: str, label: str, heading: str, columns: Sequence[AnyColumn | tuple[AnyColumn, ...]], *, description: str, sort_by: str,
    no_value: str, row_links: Sequence[Mapping[str, Any]], given: Sequence[Signal] = (), width: int = 24, names: int | None = None, **how: Any,
) -> Table | None:
    """A table with one row per value of ``label`` and one query per asked column, by the column's key.

    Columns that no telemetry source measures are left out, and so is what is computed of them; None when none is left, or one
    of the signals ``given`` is not measured. ``sort_by`` is a column's key; where that is missing it is the first column.
    ``names`` are the pixels of the column of names, 0 for what is left.
    """
    flat = [one for entry in columns for one in (entry if isinstance(entry, tuple) else (entry,))]
    asked = {one.key: one.ask(label) for one in flat if isinstance(one, Column)}
    known = {name: expression for name, expression in asked.items() if expression.measured}
    present = [one for one in flat if _needs(one) <= set(known)]
    shown = [one for one in present if not (isinstance(one, Column) and one.hidden)]
    if not shown or not measured(*given):
        return None
    titles = {one.key: one.title for one in shown}
    looks = {heading: {"links": list(row_links), "width": _NAMES[width] if names is None else names, "mappings": [_HASHED] if label == labels.TOOL else []},
             **{one.title: {"unit": _unit(one, known), **({"mappings": [NOTHING]} if isinstance(one, Quotient) else {}), **one.look} for one in shown}}
    return Table(
        key=key, title=title, signals=draw.names(*known.values()), description=description, noValue=no_value, width=width,
        targets=[draw.row_per_label(expression, name) for name, expression in known.items()],
        sortBy=titles.get(sort_by, shown[0].title),
        transformations=[
            joined(label) if len(known) > 1 else named({"Value": _field(*known)}),
            *(step for one in present for step in _computed(one)),
            *chosen({label: heading, **{_shown_as(one): one.title for one in shown}}),
        ],
        overrides=[by_name(name, **({"noValue": "–"} | look)) for name, look in looks.items()],
        **how,
    )


def _field(key: str) -> str:
    return f"Value #{key}"


def _needs(one: AnyColumn) -> set[str]:
    match one:
        case Column():
            return {one.key}
        case Sum():
            return set(one.of)
        case Quotient():
            return {one.over, one.under}


def _shown_as(one: AnyColumn) -> str:
    return _field(one.key) if isinstance(one, Column) else one.key


def _unit(one: AnyColumn, known: Mapping[str, Any]) -> str:
    match one:
        case Column():
            unit: str = known[one.key].unit
            return unit
        case Sum():
            return str(known[one.of[0]].unit)
        case Quotient():
            return one.unit


def _computed(one: AnyColumn) -> Iterator[dict[str, Any]]:
    match one:
        case Sum():
            yield calculated(one.key, summed(*map(_field, one.of)))
        case Quotient():
            over = _field(one.over)
            if one.zero:
                # What never happened has no series, and a sum of nothing is zero.
                yield calculated(f"{one.key} over", summed(over))
                over = f"{one.key} over"
            yield calculated(one.key, divided(over, _field(one.under)))

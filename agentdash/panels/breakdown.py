"""Tables that compare services, models, tenants, tools or agents: one row each, sorted by what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.grafana.overrides import by_name
from agentdash.grafana.table import Table
from agentdash.panels import draw
from agentdash.panels.columns import Column, Quotient


def breakdown(
    key: str, title: str, label: str, heading: str, columns: Sequence[Column], *, description: str, sort_by: str, no_value: str,
    row_links: Sequence[Mapping[str, Any]], quotients: Sequence[Quotient] = (), **how: Any,
) -> Table | None:
    """A table with one row per value of ``label`` and one query per column, by the column's key.

    Columns that no telemetry source measures are left out, and so are ``quotients`` of them; None when none is left.
    ``sort_by`` is a column's key; where that is missing it is the first column.
    """
    asked = [(column, column.ask(label)) for column in columns]
    known = [(column, expression) for column, expression in asked if expression.measured]
    if not known:
        return None
    fields = {column.key: f"Value #{column.key}" for column, _ in known}
    computed = [one for one in quotients if one.over in fields and one.under in fields]
    shown = {label: heading, **{fields[column.key]: column.title for column, _ in known}, **{one.title: one.title for one in computed}}
    looks = {heading: {"links": list(row_links)}, **{column.title: {"unit": expression.unit, **column.look} for column, expression in known},
             **{one.title: {"unit": one.unit, **one.look} for one in computed}}
    titles = {column.key: column.title for column, _ in known}
    return Table(
        key=key, title=title, signals=draw.names(*(expression for _, expression in known)), description=description, noValue=no_value,
        targets=[draw.row_per_label(expression, column.key) for column, expression in known],
        sortBy=titles.get(sort_by, known[0][0].title),
        transformations=[
            {"id": "joinByField", "options": {"byField": label, "mode": "outer"}} if len(known) > 1 else
            {"id": "organize", "options": {"renameByName": {"Value": fields[known[0][0].key]}}},
            *({"id": "calculateField", "options": _divided(one.title, fields[one.over], fields[one.under])} for one in computed),
            {"id": "filterFieldsByName", "options": {"include": {"names": list(shown)}}},
            {"id": "organize", "options": {
                "excludeByName": {}, "includeByName": {}, "indexByName": {name: n for n, name in enumerate(shown)},
                "renameByName": {name: new for name, new in shown.items() if name != new},
            }},
        ],
        overrides=[by_name(name, **({"noValue": "–"} | look)) for name, look in looks.items()],
        **how,
    )


def _divided(name: str, over: str, under: str) -> dict[str, Any]:
    return {
        "alias": name, "mode": "binary", "replaceFields": False,
        "binary": {
            "left": {"matcher": {"id": "byName", "options": over}}, "operator": "/",
            "right": {"matcher": {"id": "byName", "options": under}},
        },
    }

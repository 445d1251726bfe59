"""Tables that compare services, models, tenants, tools or agents: one row each, sorted by what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.grafana.overrides import by_name
from agentdash.grafana.table import Table
from agentdash.panels import queries
from agentdash.panels.columns import Column

_PER = "per "


def breakdown(
    key: str, title: str, label: str, heading: str, columns: Sequence[Column | None], *, description: str, sort_by: str,
    no_value: str, row_links: Sequence[Mapping[str, Any]], ratios: Mapping[str, tuple[str, str, Mapping[str, Any]]] | None = None,
    **how: Any,
) -> Table | None:
    """A table with one row per value of ``label`` and one query per column, by the column's key.

    ``ratios`` adds columns computed in Grafana: heading to (numerator column, denominator column, look). Returns None when
    no column is measured; a sort column that is missing falls back to the first.
    """
    known = [column for column in columns if column is not None]
    if not known:
        return None
    fields = {column.title: f"Value #{column.key}" for column in known}
    targets = [queries.row_per_label(column.expression(label), column.key) for column in known]
    computed = {
        name: (fields[over], fields[under], look) for name, (over, under, look) in (ratios or {}).items()
        if over in fields and under in fields
    }
    shown = {label: heading, **{own: name for name, own in fields.items()}, **{name: name for name in computed}}
    looks = {heading: {"links": list(row_links)}, **{column.title: column.look for column in known},
             **{name: look for name, (_, _, look) in computed.items()}}
    return Table(
        key=key, title=title, signals=tuple(dict.fromkeys(name for column in known for name in column.signals)),
        description=description, noValue=no_value, targets=targets,
        sortBy=sort_by if sort_by in shown.values() else known[0].title,
        transformations=[
            {"id": "joinByField", "options": {"byField": label, "mode": "outer"}} if len(known) > 1 else
            {"id": "organize", "options": {"renameByName": {"Value": f"Value #{known[0].key}"}}},
            *({"id": "calculateField", "options": _ratio(name, over, under)} for name, (over, under, _) in computed.items()),
            {"id": "filterFieldsByName", "options": {"include": {"names": list(shown)}}},
            {"id": "organize", "options": {
                "excludeByName": {}, "includeByName": {}, "indexByName": {name: n for n, name in enumerate(shown)},
                "renameByName": {name: new for name, new in shown.items() if name != new},
            }},
        ],
        overrides=[by_name(name, **({"noValue": "–"} | dict(look))) for name, look in looks.items()],
        **how,
    )


def _ratio(name: str, over: str, under: str) -> dict[str, Any]:
    return {
        "alias": name, "mode": "binary", "replaceFields": False,
        "binary": {
            "left": {"matcher": {"id": "byName", "options": over}}, "operator": "/",
            "right": {"matcher": {"id": "byName", "options": under}},
        },
    }

"""A reading as data: for JSON, and for whoever compares."""

from __future__ import annotations

import math
from typing import Any

from agentdash.show.frames import Cell
from agentdash.show.reading import Answer, Reading
from agentdash.show.values import columns, sorted_rows, stats, summary


def data(reading: Reading) -> dict[str, Any]:
    """Everything that was read. Numbers are as they were answered, in the unit that stands with them; what is none is null."""
    return {
        "dashboard": reading.title, "from": round(reading.view.start), "to": round(reading.view.end),
        "variables": {name: list(values) for name, values in reading.variables.items()},
        "panels": [{"row": row, **_panel(answer)} for row, answers in reading.rows for answer in answers],
    }


def _panel(answer: Answer) -> dict[str, Any]:
    panel = answer.panel
    found: dict[str, Any] = {"key": panel["key"], "title": panel["title"], "type": panel["type"], "unit": panel["fieldConfig"]["defaults"].get("unit", "")}
    limits = [step["value"] for step in panel["fieldConfig"]["defaults"].get("thresholds", {}).get("steps", ()) if step["value"] is not None]
    if len(limits) == 2:
        found["limits"] = {"look": limits[0], "bad": limits[1]}
    if answer.failure:
        return {**found, "failure": answer.failure}
    if answer.elsewhere or panel["type"] == "heatmap":
        return {**found, "elsewhere": answer.elsewhere or "a heatmap; open it in Grafana"}
    if panel["type"] == "stat":
        return {**found, "values": [{"name": name, "value": _number(value), "before": _number(before)} for name, value, before in stats(answer)]}
    if panel["type"] == "table":
        shown = columns(answer)
        return {**found, "columns": [{"name": heading, "unit": how.get("unit", "")} for heading, _, how in shown],
                "rows": [[_number(one.cells[row]) for _, one, _ in shown] for row in sorted_rows(answer)]}
    return {**found, "lines": [{"name": name, **{key: _number(value) for key, value in summary(points).items()},
                                "points": [[round(time), _number(value)] for time, value in points]} for name, points in answer.lines.items()]}


def _number(value: Cell) -> Cell:
    return None if isinstance(value, float) and not math.isfinite(value) else value

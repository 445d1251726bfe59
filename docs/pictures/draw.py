"""Draws what `agentdash show --json` says as one SVG, laid out like the dashboard. A drawing, no screenshot, and it says so.

    agentdash show overview --json > overview.json
    python docs/pictures/draw.py overview.json overview.svg
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from agentdash.show.units import written

WIDTH = 1280
_GAP = 8
_PAGE, _PANEL, _EDGE, _TEXT, _PALE = "#111217", "#181b1f", "#2c3235", "#d8d9da", "#8e8e96"
_GREEN, _ORANGE, _RED = "#73bf69", "#ff9830", "#f2495c"
_LINES = ("#5794f2", "#ff9830", "#73bf69", "#b877d9", "#f2cc0c", "#8ab8ff", "#fa6400", "#37872d")


def drawn(said: Mapping[str, Any]) -> str:
    """The whole picture, of the panels that are open at first."""
    panels = [panel for panel in said["panels"] if not panel["row"]]
    parts, y = [_head(said)], 56
    stats = [panel for panel in panels if panel["type"] == "stat"]
    for row in ([one for one in stats if not one["key"].startswith("wrong-")], [one for one in stats if one["key"].startswith("wrong-")]):
        wide = (WIDTH - _GAP * (len(row) + 1)) / max(1, len(row))
        parts += [_stat(panel, _GAP + number * (wide + _GAP), y, wide) for number, panel in enumerate(row)]
        y += 96 + _GAP if row else 0
    graphs = [panel for panel in panels if panel["type"] == "timeseries"]
    wide = (WIDTH - _GAP * (len(graphs) + 1)) / max(1, len(graphs))
    parts += [_graph(panel, _GAP + number * (wide + _GAP), y, wide, said) for number, panel in enumerate(graphs)]
    y += 280 + _GAP if graphs else 0
    for panel in panels:
        if panel["type"] == "table":
            text, high = _table(panel, y)
            parts.append(text)
            y += high + _GAP
    foot = "Drawn from `agentdash show --json` of a run of `agentdash demo`; not a screenshot. In Grafana it is the dashboard “AI agents: overview”."
    parts.append(_words(_GAP + 4, y + 16, foot, 12, _PALE))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 28}" font-family="Inter, Helvetica, Arial, sans-serif" role="img" '
            f'aria-label="{escape(said["dashboard"])}, drawn from a demo"><rect width="100%" height="100%" fill="{_PAGE}"/>{"".join(parts)}</svg>\n')


def _head(said: Mapping[str, Any]) -> str:
    minutes = round((said["to"] - said["from"]) / 60)
    chosen = " · ".join(f"{name}: All" for name in said["variables"])
    return _words(_GAP + 4, 24, said["dashboard"], 18, _TEXT, "600") + _words(_GAP + 4, 44, f"{chosen} · last {minutes} minutes", 12, _PALE)


def _box(x: float, y: float, wide: float, high: float, title: str) -> str:
    return (f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{high:.0f}" rx="2" fill="{_PANEL}" stroke="{_EDGE}"/>'
            + _words(x + 10, y + 19, title, 13, _TEXT, "500"))


def _words(x: float, y: float, text: str, size: int, color: str, weight: str = "400", anchor: str = "start") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{color}" font-weight="{weight}" text-anchor="{anchor}">{escape(text)}</text>'


def _color(panel: Mapping[str, Any], value: float | None) -> str:
    if value is None or "limits" not in panel:
        return _TEXT
    limits = panel["limits"]
    return _RED if value >= limits["bad"] else _ORANGE if value >= limits["look"] else _GREEN


def _stat(panel: Mapping[str, Any], x: float, y: float, wide: float) -> str:
    parts = [_box(x, y, wide, 96, panel["title"])]
    values = panel["values"]
    for number, one in enumerate(values):
        size = 30 if len(values) == 1 else 22
        shown = written(one["value"], panel["unit"]) + (f" {one['name']}" if len(values) > 1 else "")
        named = panel["key"].startswith("wrong-") and len(values) == 1
        parts.append(_words(x + wide / 2, y + (58 if len(values) == 1 else 50 + 28 * number) - (4 if named else -6), shown, size, _color(panel, one["value"]), "500", "middle"))
        if named:
            parts.append(_words(x + wide / 2, y + 82, one["name"], 13, _PALE, anchor="middle"))
    return "".join(parts)


def _graph(panel: Mapping[str, Any], x: float, y: float, wide: float, said: Mapping[str, Any]) -> str:
    left, top, high, across = x + 62, y + 34, 150.0, wide - 76
    stacked = panel["unit"].startswith("currency")
    lines = sorted(panel["lines"], key=lambda line: -(line["max"] or 0))[:len(_LINES)]
    times = sorted({time for line in lines for time, _ in line["points"]})
    columns = [{time: value or 0.0 for time, value in line["points"]} for line in lines]
    sums = [sum(column.get(time, 0.0) for column in columns) for time in times]
    most = max([*(sums if stacked else []), *(line["max"] or 0 for line in lines), 1e-9])
    begin, end = said["from"], max(said["to"], said["from"] + 1)

    def at(time: float, value: float) -> str:
        return f"{left + (time - begin) / (end - begin) * across:.1f},{top + high - value / most * high:.1f}"

    parts = [_box(x, y, wide, 280, panel["title"])]
    for part in (0.0, 0.5, 1.0):
        level = top + high - part * high
        parts.append(f'<line x1="{left:.0f}" x2="{left + across:.0f}" y1="{level:.0f}" y2="{level:.0f}" stroke="{_EDGE}"/>')
        parts.append(_words(left - 6, level + 4, written(most * part, panel["unit"], 0 if most >= 10 else None), 11, _PALE, anchor="end"))
    for part in (0.0, 0.5, 1.0):
        clock = datetime.fromtimestamp(begin + (end - begin) * part, UTC)
        parts.append(_words(left + across * part, top + high + 16, f"{clock:%H:%M}", 11, _PALE, anchor="middle"))
    below = dict.fromkeys(times, 0.0)
    for number, column in enumerate(columns):
        color = _RED if lines[number]["name"] == "failed" else _LINES[number]
        if stacked:
            above = {time: below[time] + column.get(time, 0.0) for time in times}
            edge = " ".join([*(at(time, above[time]) for time in times), *(at(time, below[time]) for time in reversed(times))])
            parts.append(f'<polygon points="{edge}" fill="{color}" fill-opacity="0.75"/>')
            below = above
        else:
            edge = " ".join(at(time, column[time]) for time in times if time in column)
            parts.append(f'<polyline points="{edge}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += _legend(x + 14 + (number % 3) * (wide - 20) / 3, top + high + 38 + (number // 3) * 18, color, lines[number], panel)
    return "".join(parts)


def _legend(x: float, y: float, color: str, line: Mapping[str, Any], panel: Mapping[str, Any]) -> Iterator[str]:
    yield f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="10" height="10" rx="2" fill="{color}"/>'
    yield _words(x + 15, y, f"{line['name']}  {written(line['max'], panel['unit'], None if (line['max'] or 0) < 10 else 0)}", 11, _TEXT)


def _table(panel: Mapping[str, Any], y: float) -> tuple[str, float]:
    heads, rows = panel["columns"], panel["rows"]
    high = 44 + 26 * len(rows) + 14
    parts = [_box(_GAP, y, WIDTH - 2 * _GAP, high, panel["title"])]
    edges = _edges(heads)
    for number, head in enumerate(heads):
        parts.append(_cell(edges, number, y + 42, head["name"], _LINES[0], number > 0))
    for row, cells in enumerate(rows):
        level = y + 68 + 26 * row
        parts.append(f'<line x1="{_GAP}" x2="{WIDTH - _GAP}" y1="{level - 18:.0f}" y2="{level - 18:.0f}" stroke="{_EDGE}"/>')
        for number, cell in enumerate(cells):
            whole = heads[number]["unit"] == "short" and isinstance(cell, float) and cell.is_integer() and cell < 1e5
            text = cell if isinstance(cell, str) else f"{cell:,.0f}" if whole else written(cell, heads[number]["unit"])
            color = _RED if heads[number]["name"] == "Failed" and isinstance(cell, float) and cell >= 0.1 else _TEXT
            parts.append(_cell(edges, number, level, text, color, number > 0))
    return "".join(parts), high


def _edges(heads: Sequence[Any]) -> list[float]:
    step = (WIDTH - 2 * _GAP - 240) / max(1, len(heads) - 1)
    return [_GAP + 12, *(_GAP + 240 + step * (number + 1) - 14 for number in range(len(heads) - 1))]


def _cell(edges: Sequence[float], number: int, y: float, text: str, color: str, right: bool) -> str:
    return _words(edges[number], y, text, 13, color, "500" if color == _LINES[0] else "400", "end" if right else "start")


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(drawn(json.loads(source.read_text("utf-8"))), "utf-8")

"""A reading as text for a terminal: stats side by side, tables, lines as sparklines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.show.frames import Cell
from agentdash.show.reading import Answer, Reading
from agentdash.show.transform import calculated
from agentdash.show.units import written
from agentdash.show.values import columns, config, sorted_rows, stats, summary

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "  "
MOST_LINES = 10


def text(reading: Reading, width: int) -> Iterator[str]:
    """Line by line, ``width`` characters wide where that is possible."""
    yield reading.title
    for title, answers in reading.rows:
        if not answers:
            continue
        if title:
            yield f"\n── {title} {'─' * max(0, width - len(title) - 4)}"
        stats: list[list[str]] = []
        for answer in answers:
            if answer.panel["type"] == "stat":
                stats.append(_stat(answer))
                continue
            yield from _beside(stats, width)
            stats = []
            yield ""
            yield from _block(answer, width)
        yield from _beside(stats, width)


def _stat(answer: Answer) -> list[str]:
    title = answer.panel["title"] + (f" ({answer.panel['timeFrom']})" if answer.panel.get("timeFrom") else "")
    if answer.failure or answer.elsewhere:
        return [title, "✗ failed" if answer.failure else f"({answer.elsewhere})"]
    found = stats(answer)
    if not found:
        return [title, answer.panel["fieldConfig"]["defaults"].get("noValue", "no data")]
    named = len(found) > 1 or "name" in answer.panel["options"].get("textMode", "")
    lines = [title]
    for name, value, before in found:
        how = config(answer.panel, name)
        shown = written(value, how.get("unit", "short"), how.get("decimals"))
        change = f"  {(value - before) / abs(before):+.0%}" if value is not None and before else ""
        lines.append(f"{shown}{change}" + (f" {name}" if named else ""))
    return lines


def _beside(stats: Sequence[list[str]], width: int) -> Iterator[str]:
    """Stats in lines of as many as fit."""
    row: list[list[str]] = []
    for one in [*stats, None]:
        if one is None or (row and sum(_wide(block) for block in [*row, one]) > width):
            if row:
                yield ""
                for number in range(max(map(len, row))):
                    yield "".join((block[number] if number < len(block) else "").ljust(_wide(block)) for block in row).rstrip()
            row = []
        if one is not None:
            row.append(one)


def _wide(block: Sequence[str]) -> int:
    return max(17, max(map(len, block)) + len(_GAP))


def _block(answer: Answer, width: int) -> Iterator[str]:
    title = answer.panel["title"]
    nothing = answer.panel["fieldConfig"]["defaults"].get("noValue") or "no data"
    if answer.failure or answer.elsewhere:
        yield f"{title}: " + (f"✗ failed: {answer.failure}" if answer.failure else f"({answer.elsewhere})")
    elif answer.panel["type"] == "table":
        rows = sorted_rows(answer)
        yield title if rows else f"{title}: {nothing}"
        if rows:
            yield from _table(answer, rows)
    elif answer.panel["type"] == "heatmap":
        yield f"{title}: (a heatmap; open it in Grafana)"
    elif answer.lines:
        yield title
        yield from _lines(answer, width)
    else:
        yield f"{title}: {nothing}"


def _table(answer: Answer, rows: Sequence[int]) -> Iterator[str]:
    shown = [(heading, one, how, one.numeric) for heading, one, how in columns(answer)]
    lines = [[heading for heading, _, _, _ in shown]]
    for row in rows:
        lines.append([_cell(one.cells[row], how) for _, one, how, _ in shown])
    if any(how.get("custom.footer", {}).get("reducers") for _, _, how, _ in shown) and len(rows) > 1:
        lines.append([_cell(calculated(how["custom.footer"]["reducers"][0], one.cells), how) if how.get("custom.footer") else "all" if number == 0 else ""
                      for number, (_, one, how, _) in enumerate(shown)])
    widths = [max(len(line[number]) for line in lines) for number in range(len(shown))]
    for line in lines:
        yield "  " + _GAP.join(cell.rjust(widths[n]) if shown[n][3] else cell.ljust(widths[n]) for n, cell in enumerate(line)).rstrip()


def _cell(cell: Cell, how: Mapping[str, Any]) -> str:
    if isinstance(cell, str):
        return cell
    return written(cell, how.get("unit", "short"), how.get("decimals"), how.get("noValue", "–"))


def _lines(answer: Answer, width: int) -> Iterator[str]:
    lines = sorted(answer.lines.items(), key=lambda line: -(summary(line[1])["max"] or 0))
    names = max(len(name) for name, _ in lines[:MOST_LINES])
    largest = max((value for _, points in lines for _, value in points if math.isfinite(value)), default=0.0)
    for name, points in lines[:MOST_LINES]:
        how, said = config(answer.panel, name), summary(points)
        last, most = (written(said[which], how.get("unit", "short"), how.get("decimals")) for which in ("last", "max"))
        yield f"  {name.ljust(names)}  {spark(points, largest, answer, max(10, width - names - 36))}  last {last}, max {most}"
    if len(lines) > MOST_LINES:
        yield f"  and {len(lines) - MOST_LINES} more"


def spark(points: Sequence[tuple[float, float]], largest: float, answer: Answer, most: int) -> str:
    """A line as bars on the panel's own scale; a blank where nothing is known."""
    by_time = dict(points)
    times = sorted({time for line in answer.lines.values() for time, _ in line})[-most:]
    return "".join(_bar(by_time.get(time), largest) for time in times)


def _bar(value: float | None, largest: float) -> str:
    if value is None or not math.isfinite(value):
        return " "
    return _BARS[min(len(_BARS) - 1, max(0, int(value / largest * (len(_BARS) - 1) + 0.5)))] if largest > 0 else _BARS[0]

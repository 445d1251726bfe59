"""Grafana's transformations, those that the dashboards use, as it computes them.

Read in Grafana 12's ``packages/grafana-data/src/transformations``. One that is not known is refused, never passed over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agentdash.errors import AgentdashError
from agentdash.show.frames import Cell, Field, Frame, rank


def transformed(frames: Sequence[Frame], steps: Sequence[Mapping[str, Any]]) -> list[Frame]:
    """What is drawn. Raises AgentdashError for a step that is not known."""
    now = list(frames)
    for step in steps:
        if step["id"] not in _STEPS:
            raise AgentdashError(f"the transformation {step['id']} is not known here; open the panel in Grafana")
        now = _STEPS[step["id"]](now, step.get("options", {}))
    return now


def _joined(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    by = options["byField"]
    with_key = [(frame, key) for frame in frames if (key := frame.named(by)) is not None]
    values = list(dict.fromkeys(cell for _, key in with_key for cell in key.cells))
    fields = [Field(by, tuple(values))]
    for frame, key in with_key:
        at = {cell: row for row, cell in enumerate(key.cells)}
        for one in frame.fields:
            if one is not key:
                fields.append(Field(one.name, tuple(one.cells[at[value]] if value in at else None for value in values)))
    return [Frame(tuple(fields))] if values else []


def _calculated(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    compute = {"reduceRow": _summed_row, "binary": _binary}.get(options["mode"])
    if compute is None:
        raise AgentdashError(f"the calculation {options['mode']} is not known here; open the panel in Grafana")
    made = []
    for frame in frames:
        found = compute(frame, options)
        if found is None:
            made.append(frame)
        else:
            made.append(Frame((found,) if options.get("replaceFields") else (*(one for one in frame.fields if one.name != found.name), found)))
    return made


def _summed_row(frame: Frame, options: Mapping[str, Any]) -> Field:
    include = options["reduce"].get("include")
    fields = [one for one in frame.fields if one.numeric and (include is None or one.name in include)]
    return Field(options["alias"], tuple(sum(cell for one in fields if isinstance(cell := one.cells[row], float)) + 0.0 for row in range(len(frame))))


def _binary(frame: Frame, options: Mapping[str, Any]) -> Field | None:
    how = options["binary"]
    left, right = (_operand(frame, how[side]) for side in ("left", "right"))
    if left is None or right is None:
        return None
    return Field(options["alias"], tuple(_computed(one, how["operator"], other) for one, other in zip(left, right, strict=True)))


def _operand(frame: Frame, side: Mapping[str, Any]) -> tuple[Cell, ...] | None:
    if "fixed" in side:
        return (float(side["fixed"]),) * len(frame)
    found = frame.named(side["matcher"]["options"])
    return None if found is None else found.cells


def _computed(left: Cell, operator: str, right: Cell) -> float | None:
    if not isinstance(left, float) or not isinstance(right, float):
        return None
    if operator == "/":
        return left / right if right else (math.nan if left == 0 else math.copysign(math.inf, left))
    return {"+": left + right, "-": left - right, "*": left * right}[operator]


def _reduced(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    [reducer] = options["reducers"]
    if options["mode"] == "reduceFields":
        return [Frame(tuple(Field(one.name, (calculated(reducer, one.cells),)) for one in frame.fields if one.numeric)) for frame in frames]
    fields = [one for frame in frames for one in frame.fields if one.numeric]
    return [Frame((Field("Field", tuple(one.name for one in fields)), Field(_TITLES[reducer], tuple(calculated(reducer, one.cells) for one in fields))))]


_TITLES = {"last": "Last", "lastNotNull": "Last *", "sum": "Total", "mean": "Mean", "max": "Max"}


def calculated(name: str, cells: Sequence[Cell]) -> float | None:
    """A calculation over a column. Raises AgentdashError for one that is not known."""
    numbers = [cell for cell in cells if isinstance(cell, float) and not math.isnan(cell)]
    if name == "last":
        last = cells[-1] if cells else None
        return last if isinstance(last, float) else None
    if name not in _CALCS:
        raise AgentdashError(f"the calculation {name} is not known here; open the panel in Grafana")
    return _CALCS[name](numbers) if numbers else None


_CALCS: dict[str, Callable[[list[float]], float]] = {
    "lastNotNull": lambda numbers: numbers[-1], "sum": math.fsum, "mean": lambda numbers: math.fsum(numbers) / len(numbers), "max": max, "min": min,
}


def _filtered(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    names = set(options["include"]["names"])
    return [Frame(tuple(one for one in frame.fields if one.name in names)) for frame in frames]


def _organized(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    order, names = options["indexByName"], options["renameByName"]
    kept = (sorted((one for one in frame.fields if not options["excludeByName"].get(one.name)), key=lambda one: order.get(one.name, len(order)))
            for frame in frames)
    return [Frame(tuple(one.renamed(names.get(one.name, one.name)) for one in fields)) for fields in kept]


def _sorted(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    made = []
    for frame in frames:
        order = list(range(len(frame)))
        for by in reversed(options["sort"]):
            if (key := frame.named(by["field"])) is not None:
                order.sort(key=[rank(cell) for cell in key.cells].__getitem__, reverse=bool(by.get("desc")))
        made.append(Frame(tuple(Field(one.name, tuple(one.cells[row] for row in order)) for one in frame.fields)))
    return made


def _renamed(frames: list[Frame], options: Mapping[str, Any]) -> list[Frame]:
    pattern = re.compile(options["regex"])
    return [Frame(tuple(one.renamed(pattern.sub(options["renamePattern"], one.name, count=1)) for one in frame.fields)) for frame in frames]


_STEPS: dict[str, Callable[[list[Frame], Mapping[str, Any]], list[Frame]]] = {
    "joinByField": _joined, "calculateField": _calculated, "reduce": _reduced, "filterFieldsByName": _filtered, "organize": _organized, "sortBy": _sorted,
    "renameByRegex": _renamed,
}

"""What a panel shows of its answer: a stat's values, a table's columns and the order of its rows, a line's summary, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.show.frames import Field, rank
from agentdash.show.reading import Answer
from agentdash.show.transform import calculated


def stats(answer: Answer) -> list[tuple[str, float | None, float | None]]:
    """The values of a stat: name, number, and the number before where it compares with one."""
    options = answer.panel["options"]
    calc = options["reduceOptions"]["calcs"][0]
    wanted = options["reduceOptions"]["fields"]
    found = []
    for frame in answer.frames:
        for one in frame.fields:
            if not one.numeric or (wanted and not re.search(wanted.strip("/"), one.name)):
                continue
            before = next((cell for cell in one.cells if isinstance(cell, float)), None) if options.get("showPercentChange") and len(one.cells) > 1 else None
            found.append((one.name, calculated(calc, one.cells), before))
    return [] if all(value is None for _, value, _ in found) else found


def columns(answer: Answer) -> list[tuple[str, Field, Mapping[str, Any]]]:
    """The columns of a table: heading, cells, and how they are shown."""
    return [(how.get("displayName", one.name), one, how) for frame in answer.frames for one in frame.fields for how in [config(answer.panel, one.name)]]


def sorted_rows(answer: Answer) -> list[int]:
    """Numbers of a table's rows in the order in which it shows them."""
    shown = columns(answer)
    order = list(range(max((len(one.cells) for _, one, _ in shown), default=0)))
    for by in reversed(answer.panel["options"].get("sortBy", [])):
        for heading, one, _ in shown:
            if by["displayName"] in (heading, one.name):
                order.sort(key=[rank(cell) for cell in one.cells].__getitem__, reverse=bool(by.get("desc")))
    return order


def summary(points: Sequence[tuple[float, float]]) -> dict[str, float | None]:
    """Last, mean and largest value of a line."""
    numbers = tuple(value for _, value in points)
    return {"last": calculated("lastNotNull", numbers), "mean": calculated("mean", numbers), "max": calculated("max", numbers)}


def config(panel: Mapping[str, Any], name: str) -> dict[str, Any]:
    """How a field is shown: the panel's defaults, and what its overrides say."""
    found = dict(panel["fieldConfig"]["defaults"])
    for override in panel["fieldConfig"]["overrides"]:
        matcher = override["matcher"]
        fits = matcher["options"] == name if matcher["id"] == "byName" else matcher["id"] == "byRegexp" and re.search(matcher["options"].strip("/"), name)
        if fits:
            found |= {one["id"]: one["value"] for one in override["properties"]}
    return found

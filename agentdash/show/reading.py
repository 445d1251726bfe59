"""A dashboard read: its variables resolved in their chain, its panels' queries asked, several at a time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from agentdash.ask import Prometheus, View, substitute
from agentdash.errors import AgentdashError, UserError
from agentdash.show.frames import Field, Frame, Series, legend, table
from agentdash.show.transform import transformed

POINTS = 60
"""How many points a graph has: the width of a sparkline."""
_AT_ONCE = 8
_LABEL_VALUES = re.compile(r"^label_values\((?P<selector>.+),\s*(?P<label>\w+)\)$")
_OTHER_PANEL = "-- Dashboard --"
_FROM = re.compile(r"(?:now-)?(\d+)([smhdw])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True)
class Answer:
    """What a panel says: frames for stats and tables, lines for graphs; or why it says nothing.

    ``failure`` is an error, ``elsewhere`` what only Grafana can draw.
    """

    panel: Mapping[str, Any]
    frames: tuple[Frame, ...] = ()
    lines: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    failure: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Reading:
    """A dashboard's answers: rows of the dashboard, each with its title ("" for what is open at the top) and its panels."""

    title: str
    view: View
    variables: Mapping[str, Sequence[str]]
    rows: tuple[tuple[str, tuple[Answer, ...]], ...]
    asked: Mapping[int, Answer]
    """Every panel's answers before Grafana's transformations, by the panel's id."""

    def answers(self) -> Iterator[Answer]:
        """All of them."""
        for _, answers in self.rows:
            yield from answers


def seconds(text: str) -> int:
    """A time range such as ``6h`` or ``now-6h``. Raises UserError."""
    found = _FROM.match(text.strip())
    if found is None or int(found[1]) == 0:
        raise UserError(f'--range: "{text}" is not a time range; write e.g. 30m, 6h or 7d')
    return int(found[1]) * _SECONDS[found[2]]


def read(dashboard: Mapping[str, Any], prometheus: Prometheus, scrape: int, range: str = "", chosen: Mapping[str, Sequence[str]] | None = None,
         closed: bool = False, end: float | None = None) -> Reading:
    """Asks a dashboard (its JSON). ``range`` is its own unless told, ``chosen`` are values of variables, ``closed`` rows are asked where wanted.

    Raises AgentdashError where Prometheus does not even say which values variables have, UserError for a variable or a value that is not there.
    """
    end = time.time() if end is None else end
    view = View(end - seconds(range or dashboard["time"]["from"]), end, POINTS, scrape)
    variables = _variables(dashboard, prometheus, view, chosen or {})
    rows = list(_rows(dashboard["panels"], closed))
    shown = [panel for _, panels in rows for panel in panels]
    # A panel may draw the answers of one that is in a closed row.
    needed = {panel["id"] for panel in shown} | {_source(panel) for panel in shown}
    asked = [panel for _, panels in _rows(dashboard["panels"], True) for panel in panels if panel["id"] in needed]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answered = dict(zip([panel["id"] for panel in asked], pool.map(lambda panel: _answer(panel, prometheus, view, variables), asked), strict=True))
    found = [(title, tuple(_drawn(panel, answered) for panel in panels)) for title, panels in rows]
    return Reading(dashboard["title"], view, variables, tuple(found), answered)


def _variables(dashboard: Mapping[str, Any], prometheus: Prometheus, view: View, chosen: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    values: dict[str, Sequence[str]] = {}
    known = [one["name"] for one in dashboard["templating"]["list"] if one["type"] != "datasource"]
    for name in chosen:
        if name not in known:
            raise UserError(f'--set: the dashboard has no variable "{name}"; it has {", ".join(known)}')
    for variable in dashboard["templating"]["list"]:
        name = variable["name"]
        if variable["type"] == "query" and (query := _LABEL_VALUES.match(variable["query"]["query"])):
            there = prometheus.values(query["label"], substitute(query["selector"], values, view), view.start, view.end)
            for value in chosen.get(name, ()):
                if value not in there:
                    raise UserError(f'--set: {name}: nothing is called "{value}" in this time; there are {", ".join(there) or "none"}')
            values[name] = chosen.get(name) or there or [""]
        elif variable["type"] != "datasource":
            values[name] = chosen.get(name) or [str(variable.get("query", ""))]
    return values


def _rows(panels: Sequence[Mapping[str, Any]], closed: bool) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    title, found = "", list[Mapping[str, Any]]()
    for panel in panels:
        if panel["type"] != "row":
            found.append(panel)
            continue
        yield title, [one for one in found if one["type"] != "text"]
        title, found = panel["title"], []
        if panel.get("collapsed"):
            if closed:
                yield title, [one for one in panel["panels"] if one["type"] != "text"]
            title = ""
    if found:
        yield title, [one for one in found if one["type"] != "text"]


def _source(panel: Mapping[str, Any]) -> int | None:
    """The panel whose answers this one draws."""
    targets = panel.get("targets", ())
    return targets[0].get("panelId") if targets and targets[0].get("datasource", {}).get("uid") == _OTHER_PANEL else None


def _answer(panel: Mapping[str, Any], prometheus: Prometheus, view: View, variables: Mapping[str, Sequence[str]]) -> Answer:
    if panel.get("timeFrom"):
        view = replace(view, start=view.end - seconds(panel["timeFrom"]))
    targets = [target for target in panel.get("targets", ()) if not target.get("hide")]
    if _source(panel) is not None:
        return Answer(panel)
    if any(target.get("datasource", {}).get("type") != "prometheus" for target in targets):
        return Answer(panel, elsewhere="traces and logs; open it in Grafana")
    try:
        return _asked(panel, targets, prometheus, view, variables)
    except AgentdashError as error:
        return Answer(panel, failure=str(error))


def _asked(panel: Mapping[str, Any], targets: Sequence[Mapping[str, Any]], prometheus: Prometheus, view: View,
           variables: Mapping[str, Sequence[str]]) -> Answer:
    tables: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    frames: list[Frame] = []
    lines: dict[str, list[tuple[float, float]]] = {}
    for target in targets:
        own = view.of(target)
        expression = substitute(target["expr"], variables, own)
        if target.get("instant"):
            rows = [(row.labels, row.value) for row in prometheus.query(expression, view.end)]
            if target.get("format") == "table":
                tables[target["refId"]] = rows
            else:
                frames += [Frame((Field(legend(target.get("legendFormat", ""), labels), (value,)),)) for labels, value in rows]
        else:
            series = prometheus.query_range(expression, own.start, own.end, own.interval)
            for labels, points in sorted(series, key=_name):
                lines[legend(target.get("legendFormat", ""), labels)] = points
    return Answer(panel, (*table(tables), *frames), lines)


def _name(series: Series) -> list[tuple[str, str]]:
    return sorted(series[0].items())


def _drawn(panel: Mapping[str, Any], answered: Mapping[int, Answer]) -> Answer:
    own = answered[panel["id"]]
    source = _source(panel)
    base = own if source is None else answered[source]
    if base.failure or base.elsewhere:
        return replace(base, panel=panel, frames=(), lines={})
    try:
        steps = panel.get("transformations", ())
        if own.lines:
            renamed = transformed([Frame((Field(name, ()),)) for name in own.lines], [step for step in steps if step["id"] == "renameByRegex"])
            names = [frame.fields[0].name for frame in renamed]
            return replace(own, lines=dict(zip(names, own.lines.values(), strict=True)))
        return Answer(panel, tuple(transformed(base.frames, steps)))
    except AgentdashError as error:
        return Answer(panel, failure=str(error))

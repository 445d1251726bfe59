"""What no schema checks: ids, places, variables, links, words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from grafana_foundation_sdk.models import units

from tests.validate.queries import panels

_UNITS = {value for name, value in vars(units).items() if isinstance(value, str) and not name.startswith("_")}
_CUSTOM_UNIT = re.compile(r"(?:prefix|suffix|si|count|currency|time):.+")
_USED = re.compile(r"\$\{(\w+)(?:[.:\[][^}]*)?\}|\$(\w+)")
# Panels that show one thing only: nothing to link to, no unit, no legend.
_PLAIN = {"text", "traces", "logs"}


def faults(name: str, dashboard: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Everything wrong with a dashboard; ``others`` are all dashboards, by name."""
    checks = (_head, _ids, _places, _variables, _queries, _links)
    leads_on = "traces" in others
    return [f"{name}: {fault}" for check in checks for fault in check(dashboard, others)] + [
        f"{name}: {panel['title'] or panel['type']}: {fault}" for panel in panels(dashboard) for fault in _words(panel, leads_on)
    ]


def _head(dashboard: Mapping[str, Any], others: Any) -> Iterator[str]:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", dashboard["uid"]):
        yield f"uid {dashboard['uid']!r}"
    for key in ("title", "description"):
        if not dashboard[key]:
            yield f"no {key}"
    if "id" in dashboard or "version" in dashboard or "__inputs" in dashboard:
        yield "keys that belong to one Grafana"


def _everything(dashboard: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", ())


def _ids(dashboard: Mapping[str, Any], others: Any) -> Iterator[str]:
    ids = Counter(panel["id"] for panel in _everything(dashboard))
    yield from (f"id {one} twice" for one, count in ids.items() if count > 1)
    yield from (f"id {one}" for one in ids if not (isinstance(one, int) and 0 < one < 2**31))
    for panel in panels(dashboard):
        letters = [target["refId"] for target in panel.get("targets", ())]
        if len(set(letters)) < len(letters) or not all(re.fullmatch(r"[A-Z]|[a-z][a-z0-9_]*", letter) for letter in letters):
            yield f"{panel['title']}: refIds {letters}"
        for target in panel.get("targets", ()):
            if "panelId" in target and target["panelId"] not in ids:
                yield f"{panel['title']}: reads panel {target['panelId']}, which is not there"


def _places(dashboard: Mapping[str, Any], others: Any) -> Iterator[str]:
    groups = [dashboard["panels"], *(p["panels"] for p in dashboard["panels"] if p.get("panels"))]
    for group in groups:
        for panel in group:
            grid = panel["gridPos"]
            if not (grid["x"] >= 0 and grid["x"] + grid["w"] <= 24 and grid["w"] > 0 and grid["h"] > 0 and grid["y"] >= 0):
                yield f"{panel['title']}: {grid} is not on the grid"
        for one, two in combinations(group, 2):
            a, b = one["gridPos"], two["gridPos"]
            if a["x"] < b["x"] + b["w"] and b["x"] < a["x"] + a["w"] and a["y"] < b["y"] + b["h"] and b["y"] < a["y"] + a["h"]:
                yield f"{one['title']} lies over {two['title']}"


def _variables(dashboard: Mapping[str, Any], others: Any) -> Iterator[str]:
    names = [variable["name"] for variable in dashboard["templating"]["list"]]
    if len(set(names)) < len(names):
        yield f"variables {names}"
    known: set[str] = set()
    for variable in dashboard["templating"]["list"]:
        used = _names(json.dumps({key: variable.get(key) for key in ("query", "datasource")}))
        yield from (f"variable {variable['name']} uses {one}, which comes later or never" for one in used - known)
        known.add(variable["name"])
        if variable["type"] == "query" and not (variable["multi"] and variable["includeAll"] and "allValue" not in variable):
            yield f"variable {variable['name']}: multi, with All, without a pattern for All"
    used = _names(json.dumps(dashboard["panels"]))
    yield from (f"${one} is no variable of this dashboard" for one in sorted(used - known))
    yield from (f"nothing uses the variable {one}" for one in sorted(known - used - _names(json.dumps(dashboard["templating"]))))


def _names(text: str) -> set[str]:
    found = {one or two for one, two in _USED.findall(text)}
    return {name for name in found if not name.startswith("__") and not name.isdigit()}


def _queries(dashboard: Mapping[str, Any], others: Any) -> Iterator[str]:
    for panel in panels(dashboard):
        tempo = [target for target in panel.get("targets", ()) if target["datasource"]["type"] == "tempo"]
        if len(tempo) > 1:
            yield f"{panel['title']}: Grafana reads the query type of the first Tempo query only"


def _links(dashboard: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    by_uid = {other["uid"]: other for other in others.values()}
    for url in re.findall(r'"url": "(/[^"]*)"', json.dumps(dashboard["panels"])):
        address = urlsplit(url)
        uid = address.path.removeprefix("/d/")
        if uid not in by_uid:
            yield f"a link to {address.path}"
            continue
        if "${__url_time_range}" not in address.query:
            yield f"{url} loses the time range"
        there = {variable["name"] for variable in by_uid[uid]["templating"]["list"]}
        given = {key.removeprefix("var-") for key, _ in parse_qsl(address.query) if key.startswith("var-")}
        given |= set(re.findall(r"\$\{(\w+):queryparam\}", address.query))
        yield from (f"{url}: {uid} has no variable {one}" for one in sorted(given - there))
    if not any(link["keepTime"] and link["includeVars"] and link["tags"] == dashboard["tags"] for link in dashboard["links"]):
        yield "no link to the other dashboards"


def _words(panel: Mapping[str, Any], leads_on: bool) -> Iterator[str]:
    if panel["type"] == "text":
        return
    if not panel["title"] or len(panel.get("description", "")) < 80:
        yield "a title and a description"
    if panel["type"] in _PLAIN:
        return
    defaults = panel["fieldConfig"]["defaults"]
    links = defaults["links"] or [link for rule in panel["fieldConfig"]["overrides"] for p in rule["properties"] if p["id"] == "links" for link in p["value"]]
    if leads_on and not links:
        yield "no way on"
    if not defaults.get("noValue") or defaults["noValue"].lower() == "no data":
        yield "nothing to say when it is empty"
    used = [defaults.get("unit")] if panel["type"] != "table" else []
    used += [p["value"] for rule in panel["fieldConfig"]["overrides"] for p in rule["properties"] if p["id"] == "unit"]
    yield from (f"unit {unit!r}" for unit in used if unit not in _UNITS and not _CUSTOM_UNIT.fullmatch(unit or ""))
    if defaults.get("unit") == "percentunit" and (defaults.get("min"), defaults.get("max")) != (0, 1):
        yield "a ratio from 0 to 1"
    if panel["type"] == "timeseries":
        yield from _legend(panel)


def _legend(panel: Mapping[str, Any]) -> Iterator[str]:
    for target in panel["targets"]:
        legend = target.get("legendFormat", "readable")
        if legend in ("", "__auto"):
            yield "a legend in braces"
        for label in re.findall(r"\{\{(\w+)\}\}", legend):
            if label != "le" and label not in target.get("expr", ""):
                yield f"the legend shows {label}, which the query does not keep"

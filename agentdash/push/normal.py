"""Normal forms: what remains of a resource when everything that Grafana adds, drops or reorders is set aside.

Two resources that mean the same have the same normal form, whichever Grafana stored one of them. What was pushed last
is remembered as a digest of the normal form (see `marks`), so a change here makes every dashboard pushed by an older
agentdash look edited: raise `marks.FORM` with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from agentdash.push import marks

_DEEP = (dict, list, float)
# Numbers of the database, and what a browser or a migration renews by itself.
_DASHBOARD_VOLATILE = {
    "id", "uid", "version", "iteration", "schemaVersion", "gnetId", "slug", "__inputs", "__requires", "__elements",
}
_DASHBOARD_DEFAULTS = {
    "editable": True, "fiscalYearStartMonth": 0, "graphTooltip": 0, "liveNow": False, "preload": False, "style": "dark",
}
_DATASOURCE_DEFAULTS: dict[str, Any] = {
    "name": "", "type": "", "access": "proxy", "url": "", "user": "", "database": "", "basicAuth": False,
    "basicAuthUser": "", "withCredentials": False,
}
_RULE_DEFAULTS: dict[str, Any] = {
    "uid": "", "title": "", "condition": "", "noDataState": "NoData", "execErrState": "Error", "isPaused": False,
}
# What Grafana writes into a query of an alert rule that does not say otherwise
_QUERY_DEFAULTS = {"intervalMs": 1000, "maxDataPoints": 43200, "hide": False}
_DURATION = re.compile(r"(\d+)(ms|[smhdwy])")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}


def folder(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A folder: its title and its parent."""
    return {"title": raw.get("title", ""), "parentUid": raw.get("parentUid") or ""}


def dashboard(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A dashboard without its mark: no nulls or empty values, no defaults, tags and panels in one order."""
    kept = {key: value for key, value in raw.items() if key not in _DASHBOARD_VOLATILE and _DASHBOARD_DEFAULTS.get(key) != value}
    form = _bare(marks.without(kept))
    if "tags" in form:
        form["tags"] = sorted(set(form["tags"]))
    if "panels" in form:
        form["panels"] = _panels(form["panels"])
    notes = [one for one in form.get("annotations", {}).get("list", []) if not _built_in(one)]
    if notes:
        form["annotations"] = {"list": notes}
    else:
        form.pop("annotations", None)
    return form


def datasource(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A datasource without its mark and without secrets. Which one is the default is its users' choice, not part of it."""
    form: dict[str, Any] = {key: raw.get(key) or default for key, default in _DATASOURCE_DEFAULTS.items()}
    options = {key: value for key, value in (raw.get("jsonData") or {}).items() if key != marks.DATASOURCE_KEY}
    form["jsonData"] = _without_null(options)
    return form


def rule_group(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A group of alert rules without their marks; `interval` in seconds, rules in their order."""
    return {"interval": raw.get("interval"), "rules": [rule(one) for one in raw.get("rules") or []]}


def rule(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One alert rule without its mark, durations in seconds."""
    form: dict[str, Any] = {key: raw.get(key) or default for key, default in _RULE_DEFAULTS.items()}
    for key in ("for", "keep_firing_for"):
        form[key] = seconds(raw.get(key))
    labels, annotations = marks.without_rule_marks(raw)
    for key, value in (("labels", labels), ("annotations", annotations)):
        if value:
            form[key] = value
    if raw.get("record"):
        # Grafana empties what a recording rule has no use for.
        for key in ("condition", "noDataState", "execErrState", "for", "keep_firing_for"):
            del form[key]
        raw = {key: raw[key] for key in raw if key not in ("notification_settings", "missingSeriesEvalsToResolve")}
    for key in ("notification_settings", "record", "missingSeriesEvalsToResolve"):
        value = _bare(raw.get(key))
        if value or value == 0:
            form[key] = value
    form["data"] = [_query(query) for query in raw.get("data") or []]
    return form


def _query(raw: Mapping[str, Any]) -> dict[str, Any]:
    model = {
        key: value
        for key, value in (_bare(raw.get("model")) or {}).items()
        if _QUERY_DEFAULTS.get(key) != value and not (key == "refId" and value == raw.get("refId"))
    }
    span = raw.get("relativeTimeRange") or {}
    form = {
        "refId": raw.get("refId", ""), "datasourceUid": raw.get("datasourceUid", ""),
        "relativeTimeRange": {"from": span.get("from") or 0, "to": span.get("to") or 0}, "model": model,
    }
    # Grafana copies it out of the model.
    kind = raw.get("queryType") or model.get("queryType")
    if kind:
        form["queryType"] = kind
    return form


def seconds(duration: Any) -> float:
    """A duration as Grafana writes it ("1h30m", "0s", nothing at all) in seconds."""
    if not duration:
        return 0
    if isinstance(duration, (int, float)):
        return duration / 1e9 if duration > 1e6 else duration
    return sum(int(number) * _SECONDS[unit] for number, unit in _DURATION.findall(duration))


def placed(spec: Mapping[str, Any], folder_uid: str) -> dict[str, Any]:
    """A normal form together with where it lies, which is compared and remembered with it."""
    return {**spec, "folder": folder_uid} if folder_uid else dict(spec)


def canonical(form: Any) -> bytes:
    """The same bytes for the same normal form."""
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _bare(value: Any) -> Any:
    """Drop nulls and empty values from objects, at every depth: Grafana reads them as absent."""
    kind = type(value)
    if kind is dict:
        kept = {}
        for key, item in value.items():
            if type(item) in _DEEP:
                item = _bare(item)
            # 0 and False say something; None, "", [] and {} do not.
            if item or item is False or item == 0:
                kept[key] = item
        return kept
    if kind is list:
        return [_bare(item) if type(item) in _DEEP else item for item in value]
    return int(value) if kind is float and value.is_integer() else value


def _without_null(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    return [_without_null(item) for item in value] if isinstance(value, list) else value


def _panels(panels: list[Any]) -> list[Any]:
    made = []
    for panel in panels:
        one = {key: value for key, value in panel.items() if key != "pluginVersion"}
        if "panels" in one:
            one["panels"] = _panels(one["panels"])
        made.append(one)
    return sorted(made, key=lambda one: (one.get("gridPos", {}).get("y", 0), one.get("gridPos", {}).get("x", 0), one.get("id", 0)))


def _built_in(note: Mapping[str, Any]) -> bool:
    """Whether an annotation is the one that Grafana adds to every dashboard."""
    return bool(note.get("builtIn")) and note.get("name", "Annotations & Alerts") == "Annotations & Alerts"

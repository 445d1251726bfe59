"""Small sets of built files to push."""

from __future__ import annotations

import copy
import json
from typing import Any

from agentdash.push import artifacts
from agentdash.push.desired import DesiredState

PREFIX = "agentdash"
ENV = {"GP_PASSWORD": "hunter2-hunter2", "GP_TENANT": "tenant-secret-value"}


def panel(number: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "title": title, "type": "timeseries", "gridPos": {"h": 8, "w": 12, "x": 0, "y": 8 * number}, "description": "",
        "datasource": {"type": "prometheus", "uid": "${prometheus}"},
        "targets": [{"refId": "A", "expr": f"sum(rate(calls_total{{n=\"{number}\"}}[$__rate_interval]))", "legendFormat": None}], **more,
    }


def dashboard(name: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "uid": f"{PREFIX}-{name}", "title": title or name.title(), "tags": ["agents"], "schemaVersion": 42, "editable": True, "id": None,
        "time": {"from": "now-6h", "to": "now"}, "refresh": "1m", "annotations": {"list": []}, "links": [],
        "templating": {"list": [{"name": "prometheus", "type": "datasource", "query": "prometheus", "current": {"text": "", "value": ""}}]},
        "panels": [panel(1, "Calls"), panel(2, "Cost per hour")], **more,
    }


def datasource(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "uid": f"{PREFIX}-{kind}", "name": f"agentdash {kind}", "type": kind, "access": "proxy", "url": "http://gigapipe:3100",
        "basicAuth": True, "basicAuthUser": "agent", "isDefault": False, "withCredentials": False,
        "jsonData": {"httpMethod": "POST", "httpHeaderName1": "X-Scope-OrgID"},
        "secureJsonData": {"basicAuthPassword": "${GP_PASSWORD}", "httpHeaderValue1": "${GP_TENANT}"}, **more,
    }


def rule(name: str, **more: Any) -> dict[str, Any]:
    return {
        "uid": f"{PREFIX}-{name}", "title": name, "condition": "B", "for": "300s", "noDataState": "OK", "execErrState": "Error",
        "labels": {"severity": "warning"}, "annotations": {"summary": "{{ $labels.model }} is dear"},
        "data": [
            {"refId": "A", "datasourceUid": f"{PREFIX}-prometheus", "relativeTimeRange": {"from": 600, "to": 0}, "model": {"expr": "sum(cost)", "instant": True}},
            {"refId": "B", "datasourceUid": "__expr__", "relativeTimeRange": {"from": 0, "to": 0}, "model": {"type": "threshold", "expression": "A"}},
        ], **more,
    }


class Built:
    """Files as `agentdash build` makes them, to be changed at will before they are read."""

    def __init__(self, names: tuple[str, ...] = ("overview", "cost"), *, nested: bool = True, rules: bool = True) -> None:
        self.folders = [{"uid": PREFIX, "title": "AI agents"}]
        if nested:
            # The child first: the order in the file must not matter.
            self.folders.insert(0, {"uid": f"{PREFIX}-inner", "title": "Inner", "parentUid": PREFIX})
        self.datasources = [datasource("prometheus"), datasource("tempo", secureJsonData={})]
        self.dashboards = {name: dashboard(name) for name in names}
        self.places = dict.fromkeys(names, PREFIX)
        if nested and len(names) > 1:
            self.places[names[-1]] = f"{PREFIX}-inner"
        self.rules = [{"folderUid": PREFIX, "title": "agent budgets", "interval": 60, "rules": [rule("budget-day"), rule("budget-month")]}] if rules else []

    def files(self) -> dict[str, bytes]:
        listed = [{"uid": one["uid"], "path": f"dashboards/{name}.json", "folderUid": self.places[name]} for name, one in self.dashboards.items()]
        manifest = {"version": 1, "uid_prefix": PREFIX, "folder_uid": PREFIX, "dashboards": listed}
        made: dict[str, Any] = {
            "manifest.json": manifest, "api/folders.json": self.folders, "api/datasources.json": self.datasources,
            **{f"dashboards/{name}.json": one for name, one in self.dashboards.items()},
        }
        if self.rules:
            made["api/alert-rules.json"] = self.rules
        return {path: json.dumps(content).encode() for path, content in made.items()}

    def desired(self) -> DesiredState:
        return artifacts.from_mapping(self.files(), "dist")

    def copy(self) -> Built:
        return copy.deepcopy(self)

"""Queries, health of datasources and rules as they are evaluated: what a browser and doctor ask.

The fake's Prometheus datasource asks a real Prometheus (``state.prometheus``) and gives its answer in Grafana's frames.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.push.fake.state import Answer, State, need


def query(state: State, body: dict[str, Any]) -> Any:
    """`POST /api/ds/query`."""
    need(state, "datasources:query")
    results = {}
    for one in body["queries"]:
        if one["datasource"]["uid"] not in state.datasources:
            raise Answer(404, "Data source not found")
        found = _asked(state, one, int(body["from"]) / 1000, int(body["to"]) / 1000)
        results[one["refId"]] = found
    if any("error" in one for one in results.values()):
        raise Answer(400, {"results": results})
    return {"results": results}


def health(state: State, uid: str) -> Any:
    """`GET /api/datasources/uid/:uid/health`."""
    need(state, "datasources:query")
    if uid not in state.datasources:
        raise Answer(404, "Data source not found")
    if uid in state.unhealthy:
        raise Answer(400, {"status": "ERROR", "message": state.unhealthy[uid]})
    return {"status": "OK", "message": "Successfully queried the Prometheus API."}


def rules(state: State) -> Any:
    """`GET /api/prometheus/grafana/api/v1/rules`: groups, with health and the last error of each rule."""
    need(state, "alert.rules:read")
    groups: dict[tuple[str, str], list[Any]] = {}
    for uid, one in state.rules.items():
        error = state.rule_errors.get(uid, "")
        groups.setdefault((one["folderUID"], one["ruleGroup"]), []).append({
            "uid": uid, "name": one["title"], "state": "inactive", "health": "error" if error else "ok", "lastError": error, "type": "alerting", "isPaused": False})
    return {"status": "success", "data": {"groups": [
        {"name": name, "folderUid": folder, "file": state.folders.get(folder, {}).get("title", ""), "rules": found} for (folder, name), found in groups.items()]}}


def _asked(state: State, one: dict[str, Any], start: float, end: float) -> dict[str, Any]:
    if one["instant"]:
        path, parameters = "query", {"query": one["expr"], "time": end}
    else:
        path, parameters = "query_range", {"query": one["expr"], "start": start, "end": end, "step": one["intervalMs"] / 1000}
    try:
        with urllib.request.urlopen(f"{state.prometheus}/api/v1/{path}", urllib.parse.urlencode(parameters).encode(), timeout=30) as answer:
            series = json.load(answer)["data"]["result"]
    except urllib.error.HTTPError as error:
        return {"status": 400, "error": json.load(error)["error"]}
    except OSError as error:
        return {"status": 502, "error": f"Post \"{state.prometheus}\": {error}"}
    frames = []
    for row in series:
        points = row.get("values") or [row["value"]]
        frames.append({"schema": {"fields": [{"name": "Time"}, {"name": "Value", "labels": row["metric"]}]},
                       "data": {"values": [[time * 1000 for time, _ in points], [None if value == "NaN" else float(value) for _, value in points]]}})
    return {"status": 200, "frames": frames}

"""Dashboards, their versions and search."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.push.fake.state import Answer, State, need


def get(state: State, uid: str) -> Any:
    need(state, "dashboards:read")
    one = _found(state, uid)
    meta = {
        "folderUid": one["folderUid"], "version": one["version"], "provisioned": one["provisioned"],
        "provisionedExternalId": "agents/mine.json" if one["provisioned"] else "", "type": "db", "canSave": True,
        "updatedBy": one["by"], "updated": "2026-03-04T05:06:07Z", "createdBy": "sa-push", "created": "2026-03-04T05:06:07Z",
    }
    return {"meta": meta, "dashboard": {**_as_stored(state, one["spec"]), "id": one["id"], "uid": uid, "version": one["version"]}}


def post(state: State, body: dict[str, Any]) -> Any:
    dashboard = body["dashboard"]
    uid = dashboard.get("uid") or ""
    existing = state.dashboards.get(uid)
    need(state, "dashboards:write" if existing else "dashboards:create")
    if not dashboard.get("title"):
        raise Answer(400, {"status": "empty-name", "message": "Dashboard title cannot be empty"})
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid):
        raise Answer(400, "uid contains illegal characters")
    if any(len(tag) > 50 for tag in dashboard.get("tags") or []):
        raise Answer(400, {"status": "tag-too-long", "message": "dashboard tag too long, max 50 characters"})
    if dashboard.get("id"):
        raise Answer(404, {"status": "not-found", "message": "Dashboard not found"})
    folder = body.get("folderUid") or ""
    if folder and folder not in state.folders:
        raise Answer(400, "folder not found")
    if existing:
        _check_update(state, existing, dashboard, body)
    if state.major <= 10:
        for other in state.dashboards.values():
            if other["uid"] != uid and other["folderUid"] == folder and other["spec"]["title"] == dashboard["title"]:
                raise Answer(412, {"status": "name-exists", "message": "A dashboard with the same name in the folder already exists"})
    version = existing["version"] + 1 if existing else 1
    save(state, uid, dashboard, folder, body.get("message", ""), "sa-push")
    return {"status": "success", "uid": uid, "version": version, "id": state.dashboards[uid]["id"], "folderUid": folder, "slug": uid, "url": f"/d/{uid}"}


def _check_update(state: State, existing: dict[str, Any], dashboard: dict[str, Any], body: dict[str, Any]) -> None:
    if existing["provisioned"] or (existing["managedBy"] and state.major >= 13):
        raise Answer(400, "Cannot save provisioned dashboard")
    if (dashboard.get("version") or 0) != existing["version"] and not body.get("overwrite"):
        if state.major >= 13:
            raise Answer(409, "Dashboard already exists. Use overwrite flag to update.")
        raise Answer(412, {"status": "version-mismatch", "message": "The dashboard has been changed by someone else"})
    if existing["managedBy"] == "repo":
        state.commits.append(existing["uid"])


def save(state: State, uid: str, dashboard: dict[str, Any], folder: str, message: str = "", by: str = "admin") -> None:
    """Store a version, as a POST or a person in the browser does."""
    spec = {key: value for key, value in copy.deepcopy(dashboard).items() if key not in ("id", "version", "uid")}
    one = state.dashboards.setdefault(uid, {
        "uid": uid, "id": state.next_id(), "version": 0, "provisioned": False, "managedBy": "", "history": [],
    })
    one.update(spec=spec, folderUid=folder, version=one["version"] + 1, by=by)
    one["history"].append({"version": one["version"], "message": message, "createdBy": by, "data": copy.deepcopy(spec)})


def delete(state: State, uid: str) -> Any:
    need(state, "dashboards:delete")
    one = _found(state, uid)
    if one["provisioned"]:
        raise Answer(400, "provisioned dashboard cannot be deleted")
    del state.dashboards[uid]
    state.ghosts.append(one)
    return {"message": f"Dashboard {one['spec']['title']} deleted", "uid": uid, "title": one["spec"]["title"]}


def versions(state: State, uid: str, number: str | None) -> Any:
    need(state, "dashboards:write")
    history = _found(state, uid)["history"]
    if number is not None:
        for one in history:
            if str(one["version"]) == number:
                return one
        raise Answer(404, "Dashboard version not found")
    listed = [{k: v for k, v in one.items() if k != "data"} for one in reversed(history)]
    return {"continueToken": "", "versions": listed} if state.major >= 11 else listed


def search(state: State, query: dict[str, list[str]]) -> Any:
    tags = set(query.get("tag", []))
    limit, page = int(query.get("limit", ["1000"])[0]), int(query.get("page", ["1"])[0])
    if limit > 5000:
        raise Answer(422, "Limit is above maximum allowed (5000), use page parameter to access hits beyond limit")
    if query.get("type") != ["dash-db"]:
        raise Answer(500, "this fake searches for dashboards only")
    hits = [
        {"uid": one["uid"], "title": one["spec"]["title"], "type": "dash-db", "tags": one["spec"].get("tags") or [], "folderUid": one["folderUid"]}
        for one in [*state.dashboards.values(), *visible_ghosts(state)] if tags <= set(one["spec"].get("tags") or [])
    ]
    return sorted(hits, key=lambda hit: hit["title"].lower())[limit * (page - 1): limit * page]


def visible_ghosts(state: State) -> list[dict[str, Any]]:
    """What was deleted and is still in the search index."""
    if state.index_lag <= 0:
        state.ghosts.clear()
        return []
    state.index_lag -= 1
    return list(state.ghosts)


def managed(state: State, uid: str) -> Any:
    """What `/apis/dashboard.grafana.app` says, of which only the manager matters here."""
    if state.major < 12:
        raise Answer(404, "Not found")
    one = _found(state, uid)
    notes = {"grafana.app/managedBy": one["managedBy"]} if one["managedBy"] else {}
    return {"kind": "Dashboard", "metadata": {"name": uid, "annotations": notes}, "spec": {}}


def _found(state: State, uid: str) -> dict[str, Any]:
    if uid not in state.dashboards:
        raise Answer(404, {"status": "not-found", "message": "Dashboard not found"})
    return state.dashboards[uid]


def _as_stored(state: State, spec: dict[str, Any]) -> dict[str, Any]:
    """13 may have migrated a dashboard to its newer storage: nulls and defaults gone, panels in order, its own annotation where there is no built-in one."""
    spec = copy.deepcopy(spec)
    if state.major < 13:
        return spec
    spec = _no_nulls(spec)
    for key, default in (("editable", True), ("fiscalYearStartMonth", 0), ("graphTooltip", 0), ("preload", False)):
        if spec.get(key) == default:
            del spec[key]
    spec["schemaVersion"] = 42
    spec["panels"] = sorted(spec.get("panels") or [], key=lambda p: (p.get("gridPos", {}).get("y", 0), p.get("gridPos", {}).get("x", 0)))
    notes = (spec.get("annotations") or {}).get("list") or []
    own = {"builtIn": 1, "datasource": {"type": "grafana", "uid": "-- Grafana --"}, "enable": True, "hide": True,
           "iconColor": "rgba(0, 211, 255, 1)", "name": "Annotations & Alerts", "type": "dashboard"}
    there = any(one.get("builtIn") == 1 for one in notes)
    return {**spec, "annotations": {"list": notes if there else [own, *notes]}}


def _no_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _no_nulls(item) for key, item in value.items() if item is not None}
    return [_no_nulls(item) for item in value] if isinstance(value, list) else value

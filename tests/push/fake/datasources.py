"""Datasources. Secrets are kept, and never shown."""

from __future__ import annotations

import copy
from typing import Any

from tests.push.fake.state import Answer, State, need

_FIELDS = {
    "name": "", "type": "", "access": "proxy", "url": "", "user": "", "database": "", "basicAuth": False, "basicAuthUser": "",
    "withCredentials": False, "isDefault": False, "jsonData": {},
}


def get(state: State, uid: str) -> Any:
    need(state, "datasources:read")
    return _shown(_found(state, uid))


def queryable(state: State) -> Any:
    """What the browser is told: by name, also to those who may not read settings."""
    return {one["name"]: {"uid": one["uid"], "type": one["type"], "name": one["name"]} for one in state.datasources.values()}


def listed(state: State) -> Any:
    need(state, "datasources:read")
    if state.unlisted:
        raise Answer(403, "You'll need additional permissions to perform this action. Permissions needed: datasources:read")
    return [{k: v for k, v in _shown(one).items() if k not in ("version", "secureJsonFields")} for one in state.datasources.values()]


def post(state: State, body: dict[str, Any]) -> Any:
    need(state, "datasources:create")
    for one in state.datasources.values():
        if one["uid"] == body.get("uid"):
            raise Answer(409, "data source with the same uid already exists")
        if one["name"] == body.get("name"):
            raise Answer(409, "data source with the same name already exists")
    return _save(state, {"uid": body["uid"], "id": state.next_id(), "version": 0, "readOnly": False, "secret": {}}, body, "Datasource added")


def put(state: State, uid: str, body: dict[str, Any]) -> Any:
    need(state, "datasources:write")
    one = _found(state, uid)
    if one["readOnly"]:
        raise Answer(403, "Cannot update read-only data source")
    if body.get("version") and body["version"] < one["version"]:
        raise Answer(409, "Datasource has already been updated by someone else. Please reload and try again")
    if any(other["name"] == body.get("name") and other is not one for other in state.datasources.values()):
        raise Answer(409, "Failed to update datasource: data source with the same name already exists")
    return _save(state, one, body, "Datasource updated")


def delete(state: State, uid: str) -> Any:
    need(state, "datasources:delete")
    if _found(state, uid)["readOnly"]:
        raise Answer(403, "Cannot delete read-only data source")
    del state.datasources[uid]
    return {"message": "Data source deleted"}


def _save(state: State, one: dict[str, Any], body: dict[str, Any], message: str) -> Any:
    one.update({key: copy.deepcopy(body.get(key, default)) for key, default in _FIELDS.items()})
    one["secret"] = {**one["secret"], **(body.get("secureJsonData") or {})}
    one["version"] += 1
    state.datasources[one["uid"]] = one
    return {"message": message, "id": one["id"], "name": one["name"], "datasource": _shown(one)}


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    shown = {key: copy.deepcopy(value) for key, value in one.items() if key != "secret"}
    return {**shown, "orgId": 1, "secureJsonFields": {name: True for name, value in one["secret"].items() if value}}


def _found(state: State, uid: str) -> dict[str, Any]:
    if uid not in state.datasources:
        raise Answer(404, "Data source not found")
    return state.datasources[uid]

"""Folders: nested from 11 on, with titles that must be unique before."""

from __future__ import annotations

from typing import Any

from tests.push.fake.dashboards import visible_ghosts
from tests.push.fake.state import Answer, State, need


def get(state: State, uid: str) -> Any:
    need(state, "folders:read")
    one = _found(state, uid)
    return {**one, "url": f"/dashboards/f/{uid}", "canSave": True, "parents": []}


def listed(state: State, query: dict[str, list[str]]) -> Any:
    need(state, "folders:read")
    parent = query.get("parentUid", [""])[0]
    limit, page = int(query.get("limit", ["1000"])[0]), int(query.get("page", ["1"])[0])
    found = [{k: one[k] for k in ("id", "uid", "title", "parentUid")} for one in state.folders.values() if one["parentUid"] == parent]
    return found[limit * (page - 1): limit * page]


def post(state: State, body: dict[str, Any]) -> Any:
    need(state, "folders:create")
    uid, title = body.get("uid") or f"f{state.next_id()}", body.get("title")
    parent = (body.get("parentUid") or "") if state.major >= 11 else ""
    if not title:
        raise Answer(400, "folder title cannot be empty")
    if parent and parent not in state.folders:
        raise Answer(400, "folder not found")
    if uid in state.folders:
        if state.major in (11, 12):
            raise Answer(412, {"status": "version-mismatch", "message": "the folder has been changed by someone else"})
        raise Answer(409, "a folder/dashboard with the same uid already exists")
    if state.major <= 10 and any(one["title"] == title for one in state.folders.values()):
        raise Answer(409, "a folder with the same name already exists in the current location")
    state.folders[uid] = {"uid": uid, "id": state.next_id(), "title": title, "parentUid": parent, "version": 1}
    return get(state, uid)


def put(state: State, uid: str, body: dict[str, Any]) -> Any:
    need(state, "folders:write")
    one = _found(state, uid)
    if not body.get("overwrite") and body.get("version") != one["version"]:
        raise Answer(412, {"status": "version-mismatch", "message": "the folder has been changed by someone else"})
    one.update(title=body["title"], version=one["version"] + 1)
    return get(state, uid)


def move(state: State, uid: str, body: dict[str, Any]) -> Any:
    need(state, "folders:write")
    if state.major < 11:
        raise Answer(404, "Not found")
    one = _found(state, uid)
    one.update(parentUid=body.get("parentUid") or "", version=one["version"] + 1)
    return get(state, uid)


def counts(state: State, uid: str) -> Any:
    need(state, "folders:read")
    _found(state, uid)
    inside = [one for one in [*state.dashboards.values(), *visible_ghosts(state)] if one["folderUid"] == uid]
    return {
        "alertrule": sum(rule["folderUID"] == uid for rule in state.rules.values()), "dashboard": len(inside),
        "folder": sum(one["parentUid"] == uid for one in state.folders.values()), "librarypanel": 0,
    }


def delete(state: State, uid: str) -> Any:
    need(state, "folders:delete")
    _found(state, uid)
    if any(rule["folderUID"] == uid for rule in state.rules.values()):
        raise Answer(400, "folder cannot be deleted: folder contains alert rules")
    for child in [one["uid"] for one in state.folders.values() if one["parentUid"] == uid]:
        delete(state, child)
    for dashboard in [one["uid"] for one in state.dashboards.values() if one["folderUid"] == uid]:
        del state.dashboards[dashboard]
    del state.folders[uid]
    return {"message": "Folder deleted"}


def _found(state: State, uid: str) -> dict[str, Any]:
    if uid not in state.folders:
        raise Answer(404, {"status": "not-found", "message": "folder not found"})
    return state.folders[uid]

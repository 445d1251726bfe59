"""Dashboards, through `/api/dashboards`: every Grafana from 10.4 on has it, and stores there what it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agentdash.push import marks, normal
from agentdash.push.client import path
from agentdash.push.faults import Conflict, Fatal, GrafanaError, NotFound, Refused
from agentdash.push.live import Live, belongs, mark_of
from agentdash.push.server import Server
from agentdash.push.settle import Seen, settle, settle_delete
from agentdash.push.wanted import DASHBOARDS, Resource

_MANAGED = {
    "repo": "managed by Git Sync: change it in that repository, or take it out of there and push again",
    "terraform": "managed by Terraform: remove it there and push again",
    "kubectl": "managed by kubectl or gcx: remove it there and push again",
    "plugin": "belongs to a plugin: give the dashboard another uid prefix",
    "classic-file-provisioning": "provisioned from a file on Grafana's server: change that file, or remove its provider and push again",
}


def read(server: Server, uid: str, prefix: str) -> Live | None:
    """GET one dashboard. Raises GrafanaError."""
    try:
        found = server.grafana.get("/dashboards/uid" + path(uid))
    except NotFound:
        return None
    raw, meta = found["dashboard"], found.get("meta") or {}
    locked = ""
    if meta.get("provisioned"):
        file = meta.get("provisionedExternalId")
        locked = _MANAGED["classic-file-provisioning"].replace("a file", f"the file {file}" if file else "a file")
    return Live(
        DASHBOARDS, uid, raw.get("title") or uid, meta.get("folderUid") or "", normal.dashboard(raw),
        raw.get("version") or meta.get("version") or 0, marks.on_dashboard(raw), locked, _saved(meta), raw,
    )


def _saved(meta: Mapping[str, Any]) -> str:
    who, when = meta.get("updatedBy") or "", (meta.get("updated") or "")[:16].replace("T", " ")
    return " ".join(part for part in (f"by {who}" if who else "", f"at {when}" if when else "") if part)


def last_pushed(server: Server, live: Live, tries: int = 10) -> dict[str, Any] | None:
    """What the mark on an edited dashboard stands for, in normal form: found in Grafana's own history of versions.

    None when history does not go back that far, or may not be read.
    """
    where = f"/dashboards/uid{path(live.uid)}/versions"
    try:
        listed = server.grafana.get(where, {"limit": 50})
        versions = listed.get("versions") if isinstance(listed, dict) else listed
        earlier = sorted((one["version"] for one in versions or [] if one["version"] < live.version), reverse=True)
        for version in earlier[:tries]:
            data = server.grafana.get(f"{where}/{version}").get("data") or {}
            if marks.on_dashboard(data) == live.mark:
                return normal.dashboard(data)
    except Fatal:
        raise
    except GrafanaError:
        return None
    return None


def with_manager(server: Server, live: Live) -> Live:
    """The same, locked when another tool manages it. One more GET (on 12 and newer), so only before a change."""
    if live.locked:
        return live
    return replace(live, locked=_MANAGED.get(server.manager(live.uid), ""))


def write(server: Server, want: Resource, base: Live | None, prefix: str, *, force: bool = False, message: str = "") -> None:
    """POST one dashboard onto the version that the plan saw; with `force` onto whatever is there."""
    mark = mark_of(prefix, want.spec, want.folder)
    dashboard = {**marks.mark_dashboard(want.body, mark), "uid": want.uid}
    for number in ("id", "version"):
        dashboard.pop(number, None)
    if base is not None:
        dashboard["version"] = base.version
    # Without folderUid Grafana moves a dashboard to the root; a numeric folderId means nothing to newer versions.
    body: dict[str, Any] = {"dashboard": dashboard, "folderUid": want.folder, "overwrite": force, "message": message}

    def look() -> Seen:
        now = read(server, want.uid, prefix)
        if now is None:
            return Seen.UNCHANGED if base is None else Seen.MOVED
        if now.mark == mark and not now.edited:
            return Seen.DONE
        return Seen.UNCHANGED if base is not None and now.version == base.version else Seen.MOVED

    try:
        settle(server.grafana, lambda: server.grafana.send("POST", "/dashboards/db", body), look)
    except Conflict as error:
        if "same name" not in error.detail:
            raise
        # Before 11 a title may be in a folder once.
        line = f'another dashboard in this folder is called "{want.title}"; rename or delete that one'
        raise Refused(line, error.status, error.detail) from None


def delete(server: Server, live: Live) -> None:
    """DELETE one dashboard."""
    where = "/dashboards/uid" + path(live.uid)
    settle_delete(server.grafana, lambda: server.grafana.send("DELETE", where), lambda: read(server, live.uid, "") is not None)


def owned(server: Server, prefix: str) -> list[str]:
    """Uids with our prefix among the dashboards that carry our tag. The search index may lag behind for a moment."""
    hits = server.grafana.pages("/search", {"type": "dash-db", "tag": marks.TAG})
    return sorted({hit["uid"] for hit in hits if belongs(hit.get("uid") or "", prefix)})

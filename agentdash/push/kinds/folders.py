"""Folders, through `/api/folders`. Only those whose uid begins with our prefix are renamed, moved or deleted."""

from __future__ import annotations

from agentdash.push import normal
from agentdash.push.client import path
from agentdash.push.faults import Conflict, NotFound, Refused
from agentdash.push.live import Live
from agentdash.push.server import Server
from agentdash.push.settle import Seen, settle, settle_delete
from agentdash.push.wanted import FOLDERS, Resource


def read(server: Server, uid: str, prefix: str) -> Live | None:
    """GET one folder. Raises GrafanaError."""
    try:
        raw = server.grafana.get("/folders" + path(uid))
    except NotFound:
        return None
    spec = normal.folder(raw)
    return Live(FOLDERS, uid, spec["title"], spec["parentUid"], spec, raw.get("version") or 0, raw=raw)


def write(server: Server, want: Resource, base: Live | None, prefix: str) -> None:
    """Create, rename or move one folder."""
    if base is None:
        body = {"uid": want.uid, "title": want.title}
        if want.folder:
            body["parentUid"] = want.folder
        try:
            _write(server, want, None, "POST", "/folders", body)
        except Conflict as error:
            raise Refused(_taken(server, want), error.status) from None
        return
    if want.folder != base.folder and server.nests_folders:
        _write(server, want, base, "POST", f"/folders{path(want.uid)}/move", {"parentUid": want.folder})
        base = read(server, want.uid, prefix) or base
    if want.title != base.title:
        _write(server, want, base, "PUT", "/folders" + path(want.uid), {"title": want.title, "version": base.version})


def _write(server: Server, want: Resource, base: Live | None, method: str, where: str, body: dict[str, object]) -> None:
    def look() -> Seen:
        now = read(server, want.uid, "")
        if now is None:
            return Seen.UNCHANGED if base is None else Seen.MOVED
        # Of two pushes that create the same folder one meets a conflict; it is there, which is what both wanted.
        moving = where.endswith("/move")
        done = base is None or (now.folder == want.folder if moving else now.title == want.title)
        if done:
            return Seen.DONE
        return Seen.UNCHANGED if base is not None and now.spec == base.spec else Seen.MOVED

    settle(server.grafana, lambda: server.grafana.send(method, where, body), look)


def _taken(server: Server, want: Resource) -> str:
    """Grafana 10.4 wants titles unique in a folder: say which folder has this one."""
    params = {"parentUid": want.folder} if want.folder else {}
    for other in server.grafana.pages("/folders", params):
        if other.get("title") == want.title:
            return f'another folder is called "{want.title}" (uid {other["uid"]}); write that uid as grafana.folder_uid, or another title'
    return f'a folder called "{want.title}" exists already; give this one another title'


def delete(server: Server, live: Live) -> None:
    """DELETE one folder. Grafana deletes what is in it as well, so see `contents` first."""
    where = "/folders" + path(live.uid)
    settle_delete(server.grafana, lambda: server.grafana.send("DELETE", where), lambda: read(server, live.uid, "") is not None)


def contents(server: Server, uid: str) -> str:
    """What a folder still holds ("2 dashboards, 1 alert rule"), or "" when Grafana counts nothing in it."""
    counts = server.grafana.get(f"/folders{path(uid)}/counts") or {}
    names = {"alertrule": "alert rule", "librarypanel": "library panel", "library_elements": "library panel"}
    held = [(names.get(kind, kind.rstrip("s")), number) for kind, number in sorted(counts.items()) if number]
    return ", ".join(f"{number} {name}{'s' if number != 1 else ''}" for name, number in held)


def owned(server: Server, prefix: str) -> list[str]:
    """None: a folder carries no mark, so only one that we were told to make is ours."""
    return []

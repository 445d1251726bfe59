"""Datasources, through `/api/datasources/uid`. Their secrets go one way: Grafana never shows them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentdash.push import marks, normal
from agentdash.push.client import path
from agentdash.push.faults import Conflict, NotFound, Refused
from agentdash.push.live import Live, mark_of
from agentdash.push.marks import Mark
from agentdash.push.server import Server
from agentdash.push.settle import Seen, settle, settle_delete
from agentdash.push.wanted import DATASOURCES, Resource

_READ_ONLY = "provisioned from a file on Grafana's server: change that file, or give the datasource another uid"


def read(server: Server, uid: str, prefix: str) -> Live | None:
    """GET one datasource. Raises GrafanaError."""
    try:
        raw = server.grafana.get("/datasources/uid" + path(uid))
    except NotFound:
        return None
    mark = Mark.read((raw.get("jsonData") or {}).get(marks.DATASOURCE_KEY))
    locked = _READ_ONLY if raw.get("readOnly") else ""
    return Live(DATASOURCES, uid, raw.get("name") or uid, "", normal.datasource(raw), raw.get("version") or 0, mark, locked, raw=raw)


def lacks_secrets(want: Resource, live: Live) -> list[str]:
    """Secret fields that should be set and are not."""
    present = live.raw.get("secureJsonFields") or {}
    return sorted(name for name in want.secrets if not present.get(name))


def write(server: Server, want: Resource, base: Live | None, prefix: str, *, secrets: Mapping[str, str]) -> None:
    """POST or PUT one datasource together with its resolved secrets."""
    mark = mark_of(prefix, want.spec, "")
    options = {**(want.body.get("jsonData") or {}), marks.DATASOURCE_KEY: str(mark)}
    body: dict[str, Any] = {**want.body, "uid": want.uid, "jsonData": options, "secureJsonData": dict(secrets)}
    method, where = "POST", "/datasources"
    if base is not None:
        method, where = "PUT", "/datasources/uid" + path(want.uid)
        body["version"] = base.version
        body["isDefault"] = bool(body.get("isDefault") or base.raw.get("isDefault"))

    def look() -> Seen:
        now = read(server, want.uid, prefix)
        if now is None:
            return Seen.UNCHANGED if base is None else Seen.MOVED
        # A write of secrets alone shows in nothing but the version.
        if now.mark == mark and not now.edited and (base is None or now.version != base.version):
            return Seen.DONE
        return Seen.UNCHANGED if base is not None and now.version == base.version else Seen.MOVED

    try:
        settle(server.grafana, lambda: server.grafana.send(method, where, body), look)
    except Conflict as error:
        if "name" not in error.detail:
            raise
        line = f'another datasource is called "{body["name"]}"; write another name for this one (datasources.{body.get("type")}.name)'
        raise Refused(line, error.status, error.detail) from None


def delete(server: Server, live: Live) -> None:
    """DELETE one datasource."""
    where = "/datasources/uid" + path(live.uid)
    settle_delete(server.grafana, lambda: server.grafana.send("DELETE", where), lambda: read(server, live.uid, "") is not None)


def owned(server: Server, prefix: str) -> list[str]:
    """Uids of the datasources that carry our mark."""
    found = []
    for raw in server.grafana.get("/datasources") or []:
        mark = Mark.read((raw.get("jsonData") or {}).get(marks.DATASOURCE_KEY))
        if mark is not None and mark.prefix == prefix:
            found.append(raw["uid"])
    return sorted(found)

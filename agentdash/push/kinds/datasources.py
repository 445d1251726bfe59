"""Datasources, through `/api/datasources/uid`. Their secrets go one way: Grafana never shows them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from agentdash.push.built_files import BuiltFiles, check_uid
from agentdash.push.client import path
from agentdash.push.compare import ABSENT, Change
from agentdash.push.desired import DesiredState, Resource
from agentdash.push.errors import Conflict, Missing, Refused
from agentdash.push.kinds.kind import Access, Kind, Write
from agentdash.push.live import Live
from agentdash.push.normalise import without_null
from agentdash.push.ownership import Mark, has_prefix, mark_of
from agentdash.push.safe_write import Found, safe_delete, safe_write

if TYPE_CHECKING:
    from agentdash.push.server import Server

_FILE = "api/datasources.json"
# The key in `jsonData` that holds the mark
_MARK = "agentdash"
_READ_ONLY = "provisioned from a file on Grafana's server: change that file, or give the datasource another uid"
_DEFAULTS: dict[str, Any] = {
    "name": "", "type": "", "access": "proxy", "url": "", "user": "", "database": "", "basicAuth": False,
    "basicAuthUser": "", "withCredentials": False,
}


class DatasourceKind(Kind):
    """Others' dashboards may depend on a datasource, so one that somebody else made is taken over only by its uid."""

    name = "datasource"
    permissions: ClassVar[Mapping[Access, str]] = {
        Access.READ: "datasources:read", Access.CREATE: "datasources:create", Access.UPDATE: "datasources:write",
        Access.DELETE: "datasources:delete",
    }
    force_takes_over = False
    instead_of_taking_over = "write another uid, `existing:` to use it as it is, or `--adopt {uid}` to take it over"

    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        """The bodies, their secrets apart."""
        return [self._resource(raw, files.place(_FILE)) for raw in files.objects(_FILE)]

    def _resource(self, raw: Mapping[str, Any], place: str) -> Resource:
        body = {key: value for key, value in raw.items() if key != "secureJsonData"}
        uid = check_uid(raw.get("uid"), place)
        return Resource(self, uid, raw["name"], _normal_form(body), body, place, secrets=raw.get("secureJsonData") or {})

    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        """GET one datasource."""
        try:
            raw = server.client.get("/datasources/uid" + path(uid))
        except Missing:
            return None
        locked = _READ_ONLY if raw.get("readOnly") else ""
        return Live(self, uid, raw.get("name") or uid, _normal_form(raw), "", raw.get("version") or 0, _mark(raw), locked, raw=raw)

    def differences(self, server: Server, want: Resource, live: Live) -> tuple[Change, ...]:
        """Secrets show only where one should be set and is not."""
        present = live.raw.get("secureJsonFields") or {}
        lacking = sorted(name for name in want.secrets if not present.get(name))
        return super().differences(server, want, live) + tuple(Change(f"secureJsonData.{name}", ABSENT, "(secret)") for name in lacking)

    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        """POST or PUT one datasource together with its resolved secrets."""
        mark = mark_of(how.prefix, want.spec, "")
        options = {**(want.body.get("jsonData") or {}), _MARK: str(mark)}
        body: dict[str, Any] = {**want.body, "uid": want.uid, "jsonData": options, "secureJsonData": dict(how.secrets)}
        method, where = "POST", "/datasources"
        if base is not None:
            method, where = "PUT", "/datasources/uid" + path(want.uid)
            body["version"] = base.version
            body["isDefault"] = bool(body.get("isDefault") or base.raw.get("isDefault"))

        def look() -> Found:
            now = self.read(server, want.uid, how.prefix)
            if now is None:
                return Found.UNCHANGED if base is None else Found.CHANGED
            # A write of secrets alone shows in nothing but the version.
            if now.mark == mark and not now.edited and (base is None or now.version != base.version):
                return Found.WRITTEN
            return Found.UNCHANGED if base is not None and now.version == base.version else Found.CHANGED

        try:
            safe_write(server.client, lambda: server.client.send(method, where, body), look)
        except Conflict as error:
            if "name" not in error.detail:
                raise
            line = f'another datasource is called "{body["name"]}"; write another name for this one (datasources.{body.get("type")}.name)'
            raise Refused(line, error.status, error.detail) from None

    def delete(self, server: Server, live: Live) -> None:
        """DELETE one datasource."""
        where = "/datasources/uid" + path(live.uid)
        safe_delete(server.client, lambda: server.client.send("DELETE", where), lambda: self.read(server, live.uid, "") is not None)

    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        """Uids of the datasources that carry our mark."""
        marks = {raw["uid"]: _mark(raw) for raw in server.client.get("/datasources") or []}
        return sorted(uid for uid, mark in marks.items() if mark is not None and mark.prefix == prefix)

    def read_for_deletion(self, server: Server, uid: str, prefix: str, keep: DesiredState) -> Live | None:
        """A copy carries our mark as well, yet does not fit it, and its uid is its owner's: that one is never deleted."""
        live = super().read_for_deletion(server, uid, prefix, keep)
        if live is not None and live.edited and not has_prefix(uid, prefix):
            return replace(live, locked=live.locked or "a copy of ours, or edited since the last push: delete it by hand if it may go")
        return live

    def permission_on(self, access: Access, uid: str, folder: str) -> str:
        """Datasources lie in no folder."""
        return "data sources" if access is Access.CREATE else f"datasource {uid}"

    def without_mark(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Without our key in `jsonData`."""
        return {**raw, "jsonData": _options(raw)}


def _mark(raw: Mapping[str, Any]) -> Mark | None:
    return Mark.read((raw.get("jsonData") or {}).get(_MARK))


def _options(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (raw.get("jsonData") or {}).items() if key != _MARK}


def _normal_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without its mark and without secrets. Which datasource is the default is its users' choice, not part of it."""
    form: dict[str, Any] = {key: raw.get(key) or default for key, default in _DEFAULTS.items()}
    form["jsonData"] = without_null(_options(raw))
    return form


DATASOURCE = DatasourceKind()

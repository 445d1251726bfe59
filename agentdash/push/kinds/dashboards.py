"""Dashboards, through `/api/dashboards`: every Grafana from 10.4 on has it, and stores there what it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from agentdash.errors import UserError
from agentdash.push.built_files import MANIFEST, BuiltFiles, check_uid
from agentdash.push.client import path
from agentdash.push.desired import Key, Resource
from agentdash.push.errors import Conflict, Fatal, GrafanaError, Missing, Refused
from agentdash.push.kinds.folders import FOLDER
from agentdash.push.kinds.kind import Access, Kind, Write
from agentdash.push.live import Live
from agentdash.push.normalise import without_empty
from agentdash.push.ownership import Mark, has_prefix, mark_of
from agentdash.push.safe_write import Found, safe_delete, safe_write

if TYPE_CHECKING:
    from agentdash.push.server import Server

# The mark is a hidden constant variable; the tag beside it is what search can find.
TAG = "managed-by:agentdash"
_VARIABLE = "agentdash"
# Grafana itself stops at 16 MiB and many a proxy at 1; no browser draws a dashboard of this size.
_LARGEST = 8 * 1024 * 1024
# How many earlier versions are looked at for what was pushed last
_VERSIONS = 10
_MANAGED = {
    "repo": "managed by Git Sync: change it in that repository, or take it out of there and push again",
    "terraform": "managed by Terraform: remove it there and push again",
    "kubectl": "managed by kubectl or gcx: remove it there and push again",
    "plugin": "belongs to a plugin: give the dashboard another uid prefix",
    "classic-file-provisioning": "provisioned from a file on Grafana's server: change that file, or remove its provider and push again",
}
# Numbers of the database, and what a browser or a migration renews by itself.
_VOLATILE = {"id", "uid", "version", "iteration", "schemaVersion", "gnetId", "slug", "__inputs", "__requires", "__elements"}
_DEFAULTS = {"editable": True, "fiscalYearStartMonth": 0, "graphTooltip": 0, "liveNow": False, "preload": False, "style": "dark"}


class DashboardKind(Kind):
    """A dashboard carries its mark itself, is written onto the version that the plan saw, and has a history."""

    name = "dashboard"
    permissions: ClassVar[Mapping[Access, str]] = {
        Access.READ: "dashboards:read", Access.CREATE: "dashboards:create", Access.UPDATE: "dashboards:write",
        Access.DELETE: "dashboards:delete",
    }

    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        """The dashboards that the manifest names."""
        return [self._resource(entry, files) for entry in files.manifest().get("dashboards") or []]

    def _resource(self, entry: Mapping[str, Any], files: BuiltFiles) -> Resource:
        file = str(PurePosixPath(entry["path"]))
        body = files.object(file, _LARGEST)
        uid = check_uid(entry.get("uid"), files.place(MANIFEST))
        if body.get("uid") != uid:
            raise UserError(f"{files.place(file)}: uid {body.get('uid')!r}, the manifest says {uid!r}; build again")
        folder = entry.get("folderUid") or ""
        needs = (Key(FOLDER, folder),) if folder else ()
        return Resource(self, uid, body.get("title") or uid, _normal_form(body), body, files.place(file), folder, needs)

    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        """GET one dashboard."""
        try:
            found = server.client.get("/dashboards/uid" + path(uid))
        except Missing:
            return None
        raw, meta = found["dashboard"], found.get("meta") or {}
        locked = ""
        if meta.get("provisioned"):
            file = meta.get("provisionedExternalId")
            locked = _MANAGED["classic-file-provisioning"].replace("a file", f"the file {file}" if file else "a file")
        return Live(
            self, uid, raw.get("title") or uid, _normal_form(raw), meta.get("folderUid") or "",
            raw.get("version") or meta.get("version") or 0, _mark(raw), locked, saved=_saved(meta), raw=raw,
        )

    def before_change(self, server: Server, live: Live, prefix: str) -> Live:
        """Locked when another tool manages it: one more GET, on 12 and newer."""
        return live if live.locked else replace(live, locked=_MANAGED.get(server.manager(live.uid), ""))

    def last_pushed(self, server: Server, live: Live) -> Mapping[str, Any] | None:
        """What the mark on an edited dashboard stands for, found in Grafana's own history of versions.

        None when history does not go back that far, or may not be read.
        """
        where = f"/dashboards/uid{path(live.uid)}/versions"
        try:
            listed = server.client.get(where, {"limit": 50})
            versions = listed.get("versions") if isinstance(listed, dict) else listed
            earlier = sorted((one["version"] for one in versions or [] if one["version"] < live.version), reverse=True)
            for version in earlier[:_VERSIONS]:
                data = server.client.get(f"{where}/{version}").get("data") or {}
                if _mark(data) == live.mark:
                    return _normal_form(data)
        except Fatal:
            raise
        except GrafanaError:
            return None
        return None

    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        """POST one dashboard onto the version that the plan saw; with `force` onto whatever is there."""
        mark = mark_of(how.prefix, want.spec, want.folder)
        dashboard = {**_marked(want.body, mark), "uid": want.uid}
        for number in ("id", "version"):
            dashboard.pop(number, None)
        if base is not None:
            dashboard["version"] = base.version
        # Without folderUid Grafana moves a dashboard to the root; a numeric folderId means nothing to newer versions.
        body: dict[str, Any] = {"dashboard": dashboard, "folderUid": want.folder, "overwrite": how.force, "message": how.message}

        def look() -> Found:
            now = self.read(server, want.uid, how.prefix)
            if now is None:
                return Found.UNCHANGED if base is None else Found.CHANGED
            if now.mark == mark and not now.edited:
                return Found.WRITTEN
            return Found.UNCHANGED if base is not None and now.version == base.version else Found.CHANGED

        try:
            safe_write(server.client, lambda: server.client.send("POST", "/dashboards/db", body), look)
        except Conflict as error:
            if "same name" not in error.detail:
                raise
            # Before 11 a title may be in a folder once.
            line = f'another dashboard in this folder is called "{want.title}"; rename or delete that one'
            raise Refused(line, error.status, error.detail) from None

    def delete(self, server: Server, live: Live) -> None:
        """DELETE one dashboard."""
        where = "/dashboards/uid" + path(live.uid)
        safe_delete(server.client, lambda: server.client.send("DELETE", where), lambda: self.read(server, live.uid, "") is not None)

    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        """Uids with our prefix among the dashboards that carry our tag. The search index may lag behind for a moment."""
        hits = server.client.pages("/search", {"type": "dash-db", "tag": TAG})
        return sorted({hit["uid"] for hit in hits if has_prefix(hit.get("uid") or "", prefix)})

    def without_mark(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Without our variable and our tag."""
        return _unmarked(raw)


def _saved(meta: Mapping[str, Any]) -> str:
    who, when = meta.get("updatedBy") or "", (meta.get("updated") or "")[:16].replace("T", " ")
    return " ".join(part for part in (f"by {who}" if who else "", f"at {when}" if when else "") if part)


def _variables(raw: Mapping[str, Any]) -> list[Any]:
    return (raw.get("templating") or {}).get("list") or []


def _is_mark(variable: Any) -> bool:
    return isinstance(variable, Mapping) and variable.get("name") == _VARIABLE and variable.get("type") == "constant"


def _mark(raw: Mapping[str, Any]) -> Mark | None:
    for variable in _variables(raw):
        if _is_mark(variable):
            return Mark.read(variable.get("query") or (variable.get("current") or {}).get("value"))
    return None


def _marked(raw: Mapping[str, Any], mark: Mark) -> dict[str, Any]:
    bare = _unmarked(raw)
    text = str(mark)
    variable = {
        "name": _VARIABLE, "type": "constant", "hide": 2, "skipUrlSync": True, "query": text,
        "current": {"text": text, "value": text},
        "description": "What `agentdash push` wrote last; it tells edits by it.",
    }
    templating = {**(bare.get("templating") or {}), "list": [*_variables(bare), variable]}
    return {**bare, "tags": [*(bare.get("tags") or []), TAG], "templating": templating}


def _unmarked(raw: Mapping[str, Any]) -> dict[str, Any]:
    bare = dict(raw)
    if TAG in (raw.get("tags") or []):
        bare["tags"] = [tag for tag in raw["tags"] if tag != TAG]
    if any(_is_mark(variable) for variable in _variables(raw)):
        bare["templating"] = {**raw["templating"], "list": [one for one in _variables(raw) if not _is_mark(one)]}
    return bare


def _normal_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without its mark: no nulls or empty values, no defaults, tags and panels in one order."""
    kept = {key: value for key, value in raw.items() if key not in _VOLATILE and _DEFAULTS.get(key) != value}
    form: dict[str, Any] = without_empty(_unmarked(kept))
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


DASHBOARD = DashboardKind()

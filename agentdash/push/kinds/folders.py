"""Folders, through `/api/folders`. They have no place for a mark: ours are those whose uid begins with our prefix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from agentdash.errors import UserError
from agentdash.push.built_files import BuiltFiles, check_uid
from agentdash.push.client import path
from agentdash.push.compare import Change, changes
from agentdash.push.desired import Key, Resource
from agentdash.push.errors import Conflict, Missing, Refused
from agentdash.push.kinds.kind import Access, Kept, Kind, Write
from agentdash.push.live import Live
from agentdash.push.ownership import has_prefix
from agentdash.push.safe_write import Found, safe_delete, safe_write

if TYPE_CHECKING:
    from agentdash.push.server import Server

_FILE = "api/folders.json"


class FolderKind(Kind):
    """Only folders whose uid begins with our prefix are renamed, moved or deleted; others are used as they are."""

    name = "folder"
    permissions: ClassVar[Mapping[Access, str]] = {
        Access.READ: "folders:read", Access.CREATE: "folders:create", Access.UPDATE: "folders:write", Access.DELETE: "folders:delete",
    }
    used_as_it_is = "an existing folder of yours: its title and place are left alone"
    deleted_if = "only if it is empty by then"

    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        """Parents before their children, whatever the file's order."""
        place = files.place(_FILE)
        waiting = [self._resource(raw, place) for raw in files.objects(_FILE)]
        known, ordered = {one.key for one in waiting}, list[Resource]()
        while waiting:
            done = {one.key for one in ordered}
            ready = [one for one in waiting if all(need in done or need not in known for need in one.needs)]
            if not ready:
                raise UserError(f"{place}: {waiting[0].uid}: its parents form a circle; remove one parentUid")
            ordered += ready
            waiting = [one for one in waiting if one not in ready]
        return ordered

    def _resource(self, raw: dict[str, Any], place: str) -> Resource:
        uid, spec = check_uid(raw.get("uid"), place), _normal_form(raw)
        parent = spec["parentUid"]
        return Resource(self, uid, raw["title"], spec, raw, place, parent, (Key(self, parent),) if parent else ())

    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        """GET one folder."""
        try:
            raw = server.client.get("/folders" + path(uid))
        except Missing:
            return None
        spec = _normal_form(raw)
        locked = "managed by Git Sync or a file: rename it there" if raw.get("managedBy") else ""
        closed = ""
        if raw.get("managedBy") == "repo":
            # There only the repository puts things.
            closed = f"folder {uid} is managed by Git Sync: write grafana.folder_uid of another folder"
        return Live(self, uid, spec["title"], spec, spec["parentUid"], raw.get("version") or 0, locked=locked, closed=closed, raw=raw)

    def owns(self, live: Live, prefix: str) -> bool:
        """Whether its uid begins with the prefix."""
        return has_prefix(live.uid, prefix)

    def differences(self, server: Server, want: Resource, live: Live) -> tuple[Change, ...]:
        """Title and parent; the parent only where folders lie in folders."""
        found = changes(live.spec, want.spec)
        return found if server.nests_folders else tuple(one for one in found if one.place != "parentUid")

    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        """Create, rename or move one folder."""
        if base is None:
            body = {"uid": want.uid, "title": want.title}
            if want.folder:
                body["parentUid"] = want.folder
            try:
                self._write(server, want, None, "POST", "/folders", body)
            except Conflict as error:
                raise Refused(_taken(server, want), error.status) from None
            return
        if want.folder != base.folder and server.nests_folders:
            self._write(server, want, base, "POST", f"/folders{path(want.uid)}/move", {"parentUid": want.folder})
            base = self.read(server, want.uid, how.prefix) or base
        if want.title != base.title:
            self._write(server, want, base, "PUT", "/folders" + path(want.uid), {"title": want.title, "version": base.version})

    def _write(self, server: Server, want: Resource, base: Live | None, method: str, where: str, body: Mapping[str, object]) -> None:
        def look() -> Found:
            now = self.read(server, want.uid, "")
            if now is None:
                return Found.UNCHANGED if base is None else Found.CHANGED
            # Of two pushes that create the same folder one meets a conflict; it is there, which is what both wanted.
            moving = where.endswith("/move")
            if base is None or (now.folder == want.folder if moving else now.title == want.title):
                return Found.WRITTEN
            return Found.UNCHANGED if now.spec == base.spec else Found.CHANGED

        safe_write(server.client, lambda: server.client.send(method, where, body), look)

    def delete(self, server: Server, live: Live) -> None:
        """DELETE one folder. Grafana deletes what is in it as well, hence `check_before_deletion`."""
        where = "/folders" + path(live.uid)
        safe_delete(server.client, lambda: server.client.send("DELETE", where), lambda: self.read(server, live.uid, "") is not None)

    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        """None: a folder carries no mark, so only one that we were told to make is ours."""
        return ()

    def check_before_deletion(self, server: Server, planned: Live, prefix: str) -> None:
        """Grafana counts by its search index, which may still see what was just deleted: look more than once."""
        for attempt in (1, 2, 3, 4):
            held = _contents(server, planned.uid)
            if not held:
                return
            if attempt < 4:
                server.client.pause(attempt, None)
        raise Kept(f"not empty ({held}), so it stays; empty it by hand if it may go")

    def permission_on(self, access: Access, uid: str, folder: str) -> str:
        """A folder is created in its parent; everything else is done to itself."""
        return super().permission_on(access, uid, folder) if access is Access.CREATE else f"folder {uid}"


def _normal_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": raw.get("title", ""), "parentUid": raw.get("parentUid") or ""}


def _taken(server: Server, want: Resource) -> str:
    """Grafana 10.4 wants titles unique in a folder: say which folder has this one."""
    params = {"parentUid": want.folder} if want.folder else {}
    for other in server.client.pages("/folders", params):
        if other.get("title") == want.title:
            return f'another folder is called "{want.title}" (uid {other["uid"]}); write that uid as grafana.folder_uid, or another title'
    return f'a folder called "{want.title}" exists already; give this one another title'


def _contents(server: Server, uid: str) -> str:
    """What a folder still holds ("2 dashboards, 1 alert rule"), or "" when Grafana counts nothing in it."""
    counts = server.client.get(f"/folders{path(uid)}/counts") or {}
    names = {"alertrule": "alert rule", "librarypanel": "library panel", "library_elements": "library panel"}
    held = [(names.get(kind, kind.rstrip("s")), number) for kind, number in sorted(counts.items()) if number]
    return ", ".join(f"{number} {name}{'s' if number != 1 else ''}" for name, number in held)


FOLDER = FolderKind()

"""Groups of alert rules, through `/api/v1/provisioning`, left editable in Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentdash.push import marks, normal
from agentdash.push.client import path
from agentdash.push.faults import NotFound
from agentdash.push.live import Live, mark_of
from agentdash.push.marks import Mark
from agentdash.push.server import Server
from agentdash.push.settle import Overtaken, Seen, settle, settle_delete
from agentdash.push.wanted import RULES, Resource

_BASE = "/v1/provisioning"
# Without it Grafana locks the rules against its own editor, and a lock once set is hard to get off.
_UNLOCKED = {"X-Disable-Provenance": "true"}


def read(server: Server, uid: str, prefix: str) -> Live | None:
    """GET one group; `uid` is "<folder uid>/<title>". Raises GrafanaError."""
    folder, title = uid.split("/", 1)
    try:
        raw = server.grafana.get(_where(folder, title))
    except NotFound:
        return None
    rules = raw.get("rules") or []
    if not rules:
        return None
    found = marks.on_rules(rules)
    spec = normal.rule_group(raw)
    # One rule without the group's mark makes the group somebody else's, or an edited one of ours.
    ours = [mark for mark in found if mark is not None and mark.prefix == prefix]
    mark = found[0] if len(set(found)) == 1 else Mark(prefix, 0, "") if ours else None
    return Live(RULES, uid, title, folder, spec, 0, mark, _locked(rules), raw=raw)


def elsewhere(server: Server, want: Resource, prefix: str) -> Live | None:
    """A group that holds a rule of `want` under another title or folder: writing `want` would take the rule from it."""
    uids = {rule["uid"] for rule in want.body.get("rules") or []}
    for rule in server.grafana.get(f"{_BASE}/alert-rules") or []:
        if rule.get("uid") in uids:
            return read(server, f"{rule.get('folderUID')}/{rule.get('ruleGroup')}", prefix)
    return None


def write(server: Server, want: Resource, base: Live | None, prefix: str) -> None:
    """PUT one group, which replaces it whole."""
    mark = mark_of(prefix, want.spec, want.folder)
    body = {
        "title": want.title, "folderUid": want.folder, "interval": want.body.get("interval"),
        "rules": [{**marks.mark_rule(rule, mark), "folderUID": want.folder, "ruleGroup": want.title} for rule in want.body["rules"]],
    }

    def look() -> Seen:
        now = read(server, want.uid, prefix)
        if now is not None and now.mark == mark and not now.edited:
            return Seen.DONE
        return Seen.UNCHANGED if _same(now, base) else Seen.MOVED

    # Grafana takes no version here, so look right before writing.
    if base is not None and not _same(read(server, want.uid, prefix), base):
        raise Overtaken("changed by someone else during this push; run it again to see the difference")
    settle(server.grafana, lambda: server.grafana.send("PUT", _where(want.folder, want.title), body, _UNLOCKED), look)


def delete(server: Server, live: Live) -> None:
    """DELETE the rules of a group one by one: a group as a whole cannot be deleted before Grafana 11."""
    for rule in live.raw.get("rules") or []:
        where = f"{_BASE}/alert-rules{path(rule['uid'])}"

        def remove(where: str = where) -> object:
            return server.grafana.send("DELETE", where, headers=_UNLOCKED)

        settle_delete(server.grafana, remove, lambda where=where: _exists(server, where))


def owned(server: Server, prefix: str) -> list[str]:
    """The groups that hold a rule with our mark."""
    found = set()
    for rule in server.grafana.get(f"{_BASE}/alert-rules") or []:
        mark = marks.on_rules([rule])[0]
        if mark is not None and mark.prefix == prefix:
            found.add(f"{rule.get('folderUID')}/{rule.get('ruleGroup')}")
    return sorted(found)


def _exists(server: Server, where: str) -> bool:
    try:
        server.grafana.get(where)
    except NotFound:
        return False
    return True


def _same(one: Live | None, other: Live | None) -> bool:
    return (one is None) == (other is None) and (one is None or other is None or (one.spec, one.mark) == (other.spec, other.mark))


def _where(folder: str, title: str) -> str:
    return f"{_BASE}/folder{path(folder)}/rule-groups{path(title)}"


def _locked(rules: list[Mapping[str, Any]]) -> str:
    origins = {rule.get("provenance") or "" for rule in rules} - {"", "api"}
    if "file" in origins:
        return "provisioned from a file on Grafana's server: change that file, or remove it and push again"
    if origins:
        return f"managed by something else ({', '.join(sorted(origins))}): remove it there and push again"
    return ""

"""Groups of alert rules, through `/api/v1/provisioning`, left editable in Grafana."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
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
    """GET one group; `uid` is "<folder uid>/<title>". Raises GrafanaError.

    With a rule in it that does not carry our mark it counts as somebody else's: a PUT would delete that rule.
    """
    raw = _group(server, uid)
    return None if raw is None else _live(uid, raw, prefix)


def leftover(server: Server, uid: str, prefix: str, kept: Collection[str]) -> Live | None:
    """Of one group only the rules that carry our mark and whose uids are not in `kept`; None when there are none."""
    raw = _group(server, uid) or {}
    rules = [rule for rule in raw.get("rules") or [] if _is_ours(rule, prefix) and rule.get("uid") not in kept]
    return _live(uid, {**raw, "rules": rules}, prefix) if rules else None


def elsewhere(server: Server, want: Resource, there: Live | None, prefix: str) -> list[Live]:
    """The rules of `want` that are in other groups now, by group: writing `want` would take them from there."""
    present = {rule["uid"] for rule in (there.raw.get("rules") or [] if there else [])}
    missing = {rule["uid"] for rule in want.body.get("rules") or []} - present
    if not missing:
        return []
    listed = {rule.get("uid"): rule for rule in server.grafana.get(f"{_BASE}/alert-rules") or [] if rule.get("uid") in missing}
    groups = {f"{rule.get('folderUID')}/{rule.get('ruleGroup')}" for rule in listed.values()}
    found = []
    for uid in sorted(groups - {want.uid}):
        raw = _group(server, uid) or {}
        taken = [{**rule, "provenance": listed[rule["uid"]].get("provenance")} for rule in raw.get("rules") or [] if rule["uid"] in listed]
        if taken:
            found.append(_live(uid, {**raw, "rules": taken}, prefix))
    return found


def with_origin(server: Server, live: Live) -> Live:
    """The same, locked when its rules come from a file or another tool: GET of a group does not say so, of a rule it does."""
    try:
        rule = server.grafana.get(f"{_BASE}/alert-rules{path(live.raw['rules'][0]['uid'])}") or {}
    except NotFound:
        return live
    return replace(live, locked=_locked([rule]))


def write(server: Server, want: Resource, base: Live | None, prefix: str) -> None:
    """PUT one group, which replaces it whole."""
    wanted = mark_of(prefix, want.spec, want.folder)
    interval = want.body.get("interval")
    rules = [
        {**marks.mark_rule(rule, _mark_of(rule, interval, want.uid, prefix)), "folderUID": want.folder, "ruleGroup": want.title}
        for rule in want.body["rules"]
    ]
    body = {"title": want.title, "folderUid": want.folder, "interval": interval, "rules": rules}

    def look() -> Seen:
        now = read(server, want.uid, prefix)
        if now is not None and now.mark == wanted:
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
        if _is_ours(rule, prefix):
            found.add(f"{rule.get('folderUID')}/{rule.get('ruleGroup')}")
    return sorted(found)


def _group(server: Server, uid: str) -> dict[str, Any] | None:
    folder, title = uid.split("/", 1)
    try:
        raw = server.grafana.get(_where(folder, title))
    except NotFound:
        return None
    return raw if raw.get("rules") else None


def _live(uid: str, raw: Mapping[str, Any], prefix: str) -> Live:
    """A group as one resource. Its mark is made up of its rules': foreign if one is, edited if one is."""
    folder, title = uid.split("/", 1)
    rules, spec = raw["rules"], normal.rule_group(raw)
    mark: Mark | None = None
    if all(_is_ours(rule, prefix) for rule in rules):
        intact = all(marks.on_rule(rule) == _mark_of(rule, raw.get("interval"), uid, prefix) for rule in rules)
        mark = mark_of(prefix, spec, folder) if intact else Mark(prefix, 0, "")
    return Live(RULES, uid, title, folder, spec, 0, mark, _locked(rules), raw=raw)


def _mark_of(rule: Mapping[str, Any], interval: Any, uid: str, prefix: str) -> Mark:
    """The mark of one rule. Each has its own, so that a rule which is left when others move on is still known as ours."""
    return marks.make(prefix, normal.canonical({"group": uid, "interval": interval, "rule": normal.rule(rule)}))


def _is_ours(rule: Mapping[str, Any], prefix: str) -> bool:
    mark = marks.on_rule(rule)
    return mark is not None and mark.prefix == prefix


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

"""Groups of alert rules, through `/api/v1/provisioning`, left editable in Grafana."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from agentdash.push.built_files import BuiltFiles, check_uid
from agentdash.push.client import path
from agentdash.push.desired import DesiredState, Key, Resource
from agentdash.push.errors import Missing
from agentdash.push.kinds.folders import FOLDER
from agentdash.push.kinds.kind import Access, Kind, Write
from agentdash.push.live import Live
from agentdash.push.normalise import canonical, without_empty
from agentdash.push.ownership import Mark, mark_of, mark_of_bytes
from agentdash.push.safe_write import ChangedMeanwhile, Found, safe_delete, safe_write

if TYPE_CHECKING:
    from agentdash.push.server import Server

_FILE = "api/alert-rules.json"
_BASE = "/v1/provisioning"
# Without it Grafana locks the rules against its own editor, and a lock once set is hard to get off.
_UNLOCKED = {"X-Disable-Provenance": "true"}
# The mark is an annotation whose underscores hide it from notifications, beside a label that people can filter by.
_ANNOTATION = "__agentdash__"
_LABEL = ("managed_by", "agentdash")
_DEFAULTS: dict[str, Any] = {
    "uid": "", "title": "", "condition": "", "noDataState": "NoData", "execErrState": "Error", "isPaused": False,
}
# What Grafana writes into a query of an alert rule that does not say otherwise
_QUERY_DEFAULTS = {"intervalMs": 1000, "maxDataPoints": 43200, "hide": False}
_DURATION = re.compile(r"(\d+)(ms|[smhdwy])")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}


class RuleGroupKind(Kind):
    """A group is replaced as a whole, so one that holds somebody else's rule counts as theirs. Each rule has a mark of its own."""

    name = "rule group"
    also_called = ("rules", "alerts")
    parts = "rules"
    permissions: ClassVar[Mapping[Access, str]] = {
        Access.READ: "alert.rules:read", Access.CREATE: "alert.rules:create and alert.provisioning.provenance:write",
        Access.UPDATE: "alert.rules:write and alert.provisioning.provenance:write",
        Access.DELETE: "alert.rules:delete and alert.provisioning.provenance:write",
    }

    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        """The groups, each by "<folder uid>/<title>"."""
        return [self._resource(raw, files.place(_FILE)) for raw in files.objects(_FILE)]

    def _resource(self, raw: Mapping[str, Any], place: str) -> Resource:
        folder, title = check_uid(raw.get("folderUid"), place), raw["title"]
        for rule in raw.get("rules") or []:
            check_uid(rule.get("uid"), f"{place}: {title}: {rule.get('title')}")
        return Resource(self, f"{folder}/{title}", title, _normal_form(raw), raw, place, folder, (Key(FOLDER, folder),))

    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        """GET one group. With a rule in it that does not carry our mark it is somebody else's: a PUT would delete that rule."""
        raw = _group(server, uid)
        return self._live(uid, raw, prefix) if raw else None

    def _live(self, uid: str, raw: Mapping[str, Any], prefix: str) -> Live:
        """A group as one resource. Its mark is made up of its rules': foreign if one is, edited if one is."""
        folder, title = uid.split("/", 1)
        rules, spec = raw["rules"], _normal_form(raw)
        mark: Mark | None = None
        if all(_is_ours(rule, prefix) for rule in rules):
            intact = all(_mark(rule) == _mark_for(rule, raw.get("interval"), uid, prefix) for rule in rules)
            mark = mark_of(prefix, spec, folder) if intact else Mark(prefix, 0, "")
        return Live(self, uid, title, spec, folder, 0, mark, _locked(rules), raw=raw)

    def before_change(self, server: Server, live: Live, prefix: str) -> Live:
        """Locked when somebody else's rules come from a file or a tool: GET of a group does not say so, of a rule it does."""
        if live.owned_by(prefix):
            return live
        try:
            rule = server.client.get(f"{_BASE}/alert-rules{path(live.raw['rules'][0]['uid'])}") or {}
        except Missing:
            return live
        return replace(live, locked=_locked([rule]))

    def taken_from(self, server: Server, want: Resource, there: Live | None, prefix: str) -> Sequence[Live]:
        """The rules of `want` that are in other groups now, by group: rules are known by their uids in all of Grafana."""
        present = {rule["uid"] for rule in (there.raw.get("rules") or [] if there else [])}
        missing = {rule["uid"] for rule in want.body.get("rules") or []} - present
        if not missing:
            return ()
        listed = {rule.get("uid"): rule for rule in server.client.get(f"{_BASE}/alert-rules") or [] if rule.get("uid") in missing}
        groups = {f"{rule.get('folderUID')}/{rule.get('ruleGroup')}" for rule in listed.values()}
        found = []
        for uid in sorted(groups - {want.uid}):
            raw = _group(server, uid)
            taken = [{**rule, "provenance": listed[rule["uid"]].get("provenance")} for rule in raw.get("rules") or [] if rule["uid"] in listed]
            if taken:
                found.append(self._live(uid, {**raw, "rules": taken}, prefix))
        return found

    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        """PUT one group, which replaces it whole."""
        wanted = mark_of(how.prefix, want.spec, want.folder)
        interval = want.body.get("interval")
        rules = [
            {**_marked(rule, _mark_for(rule, interval, want.uid, how.prefix)), "folderUID": want.folder, "ruleGroup": want.title}
            for rule in want.body["rules"]
        ]
        body = {"title": want.title, "folderUid": want.folder, "interval": interval, "rules": rules}

        def look() -> Found:
            now = self.read(server, want.uid, how.prefix)
            if now is not None and now.mark == wanted:
                return Found.WRITTEN
            return Found.UNCHANGED if _same(now, base) else Found.CHANGED

        # Grafana takes no version here, so look right before writing.
        if base is not None and not _same(self.read(server, want.uid, how.prefix), base):
            raise ChangedMeanwhile
        safe_write(server.client, lambda: server.client.send("PUT", _where(want.folder, want.title), body, _UNLOCKED), look)

    def delete(self, server: Server, live: Live) -> None:
        """DELETE the rules of a group one by one: a group as a whole cannot be deleted before Grafana 11."""
        for rule in live.raw.get("rules") or []:
            _delete_rule(server, rule["uid"])

    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        """The groups that hold a rule with our mark."""
        rules = server.client.get(f"{_BASE}/alert-rules") or []
        return sorted({f"{rule.get('folderUID')}/{rule.get('ruleGroup')}" for rule in rules if _is_ours(rule, prefix)})

    def read_for_deletion(self, server: Server, uid: str, prefix: str, keep: DesiredState) -> Live | None:
        """Only the rules that carry our mark and that no other group of `keep` is to hold."""
        kept = {rule["uid"] for one in keep.of(self) for rule in one.body.get("rules") or []}
        return self._ours_of(server, uid, prefix, kept)

    def check_before_deletion(self, server: Server, planned: Live, prefix: str) -> None:
        """Some of its rules may be in another group by now, where this push put them; those that are left must be as planned."""
        now = self._ours_of(server, planned.uid, prefix, ())
        planned_uids = {rule["uid"] for rule in planned.raw["rules"]}
        left = [rule for rule in (now.spec["rules"] if now else []) if rule["uid"] in planned_uids]
        if not all(rule in planned.spec["rules"] for rule in left):
            raise ChangedMeanwhile

    def _ours_of(self, server: Server, uid: str, prefix: str, kept: Collection[str]) -> Live | None:
        """Of one group only the rules that carry our mark and whose uids are not in `kept`; None when there are none."""
        raw = _group(server, uid)
        rules = [rule for rule in raw.get("rules") or [] if _is_ours(rule, prefix) and rule.get("uid") not in kept]
        return self._live(uid, {**raw, "rules": rules}, prefix) if rules else None

    def without_mark(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Its rules without our label and our annotation."""
        return {**raw, "rules": [{**rule, **dict(zip(("labels", "annotations"), _unmarked(rule), strict=True))} for rule in raw["rules"]]}


def _group(server: Server, uid: str) -> dict[str, Any]:
    """A group as Grafana has it; empty where there is none."""
    try:
        raw: dict[str, Any] = server.client.get(_where(*uid.split("/", 1)))
    except Missing:
        return {}
    return raw if raw.get("rules") else {}


def _where(folder: str, title: str) -> str:
    return f"{_BASE}/folder{path(folder)}/rule-groups{path(title)}"


def _delete_rule(server: Server, uid: str) -> None:
    where = f"{_BASE}/alert-rules{path(uid)}"

    def exists() -> bool:
        try:
            server.client.get(where)
        except Missing:
            return False
        return True

    safe_delete(server.client, lambda: server.client.send("DELETE", where, headers=_UNLOCKED), exists)


def _same(one: Live | None, other: Live | None) -> bool:
    return (one is None) == (other is None) and (one is None or other is None or (one.spec, one.mark) == (other.spec, other.mark))


def _locked(rules: list[Mapping[str, Any]]) -> str:
    origins = {rule.get("provenance") or "" for rule in rules} - {"", "api"}
    if "file" in origins:
        return "provisioned from a file on Grafana's server: change that file, or remove it and push again"
    if origins:
        return f"managed by something else ({', '.join(sorted(origins))}): remove it there and push again"
    return ""


def _mark(rule: Mapping[str, Any]) -> Mark | None:
    return Mark.read((rule.get("annotations") or {}).get(_ANNOTATION))


def _mark_for(rule: Mapping[str, Any], interval: Any, uid: str, prefix: str) -> Mark:
    """The mark of one rule. Each has its own, so that a rule which is left when others move on is still known as ours."""
    return mark_of_bytes(prefix, canonical({"group": uid, "interval": interval, "rule": _rule(rule)}))


def _is_ours(rule: Mapping[str, Any], prefix: str) -> bool:
    mark = _mark(rule)
    return mark is not None and mark.prefix == prefix


def _marked(rule: Mapping[str, Any], mark: Mark) -> dict[str, Any]:
    return {
        **rule,
        "labels": {**(rule.get("labels") or {}), _LABEL[0]: _LABEL[1]},
        "annotations": {**(rule.get("annotations") or {}), _ANNOTATION: str(mark)},
    }


def _unmarked(rule: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Labels and annotations without the mark."""
    labels = {key: value for key, value in (rule.get("labels") or {}).items() if (key, value) != _LABEL}
    return labels, {key: value for key, value in (rule.get("annotations") or {}).items() if key != _ANNOTATION}


def _normal_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A group without its marks; `interval` in seconds, rules in their order."""
    return {"interval": raw.get("interval"), "rules": [_rule(one) for one in raw.get("rules") or []]}


def _rule(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One alert rule without its mark, durations in seconds."""
    form: dict[str, Any] = {key: raw.get(key) or default for key, default in _DEFAULTS.items()}
    for key in ("for", "keep_firing_for"):
        form[key] = _seconds(raw.get(key))
    labels, annotations = _unmarked(raw)
    for key, value in (("labels", labels), ("annotations", annotations)):
        if value:
            form[key] = value
    if raw.get("record"):
        # Grafana empties what a recording rule has no use for.
        for key in ("condition", "noDataState", "execErrState", "for", "keep_firing_for"):
            del form[key]
        raw = {key: raw[key] for key in raw if key not in ("notification_settings", "missingSeriesEvalsToResolve")}
    for key in ("notification_settings", "record", "missingSeriesEvalsToResolve"):
        value = without_empty(raw.get(key))
        if value or value == 0:
            form[key] = value
    form["data"] = [_query(query) for query in raw.get("data") or []]
    return form


def _query(raw: Mapping[str, Any]) -> dict[str, Any]:
    model = {
        key: value
        for key, value in (without_empty(raw.get("model")) or {}).items()
        if _QUERY_DEFAULTS.get(key) != value and not (key == "refId" and value == raw.get("refId"))
    }
    span = raw.get("relativeTimeRange") or {}
    form = {
        "refId": raw.get("refId", ""), "datasourceUid": raw.get("datasourceUid", ""),
        "relativeTimeRange": {"from": span.get("from") or 0, "to": span.get("to") or 0}, "model": model,
    }
    # Grafana copies it out of the model.
    kind = raw.get("queryType") or model.get("queryType")
    if kind:
        form["queryType"] = kind
    return form


def _seconds(duration: Any) -> float:
    """A duration as Grafana writes it ("1h30m", "0s", nothing at all)."""
    if not duration:
        return 0
    if isinstance(duration, (int, float)):
        return duration / 1e9 if duration > 1e6 else duration
    return sum(int(number) * _SECONDS[unit] for number, unit in _DURATION.findall(duration))


RULE_GROUP = RuleGroupKind()

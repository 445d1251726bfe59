"""Alert rules, through their provisioning API."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.push.fake.state import Answer, State, need


def listed(state: State) -> Any:
    need(state, "alert.rules:read")
    return [_shown(rule) for rule in state.rules.values()]


def get(state: State, uid: str) -> Any:
    need(state, "alert.rules:read")
    if uid not in state.rules:
        raise Answer(404, None)
    return _shown(state.rules[uid])


def group(state: State, folder: str, title: str) -> Any:
    """Without where its rules come from, as Grafana answers here."""
    need(state, "alert.rules:read")
    rules = [rule for rule in state.rules.values() if (rule["folderUID"], rule["ruleGroup"]) == (folder, title)]
    if not rules:
        raise Answer(404, {"message": "Not found", "messageId": "alerting.alert-rule.notFound"})
    return {"title": title, "folderUid": folder, "interval": rules[0]["interval"], "rules": [{**_shown(rule), "provenance": ""} for rule in rules]}


def put_group(state: State, folder: str, title: str, body: dict[str, Any], unlocked: bool) -> Any:
    need(state, "alert.rules:write")
    if folder not in state.folders:
        raise Answer(400, "folder does not exist")
    if not body.get("interval") or body["interval"] % 10:
        raise Answer(400, "invalid alert rule: interval should be divisible by 10")
    provenance = "" if unlocked else "api"
    wanted = {rule["uid"] for rule in body["rules"]}
    touched = [rule for rule in state.rules.values() if rule["uid"] in wanted or (rule["folderUID"], rule["ruleGroup"]) == (folder, title)]
    if any(rule["provenance"] not in ("", "api", provenance) for rule in touched):
        raise Answer(409, "cannot change provenance")
    for uid in [rule["uid"] for rule in touched]:
        del state.rules[uid]
    for rule in body["rules"]:
        state.rules[rule["uid"]] = _saved(rule, folder, title, body["interval"], provenance)
    return body


def delete(state: State, uid: str, unlocked: bool) -> Any:
    need(state, "alert.rules:delete")
    rule = state.rules.get(uid)
    if rule is not None and rule["provenance"] and unlocked and rule["provenance"] != "api":
        raise Answer(409, "cannot delete with provided provenance")
    state.rules.pop(uid, None)
    raise Answer(204, None)


def _saved(rule: dict[str, Any], folder: str, title: str, interval: int, provenance: str) -> dict[str, Any]:
    saved = copy.deepcopy(rule)
    for query in saved["data"]:
        query["model"] = {"intervalMs": 1000, "maxDataPoints": 43200, "refId": query["refId"], **query["model"]}
        query.setdefault("queryType", "")
    if saved.get("record"):
        saved.update(condition="", noDataState="", execErrState="", **{"for": "0s"})
    return {**saved, "folderUID": folder, "ruleGroup": title, "interval": interval, "provenance": provenance, "orgID": 1}


def _shown(rule: dict[str, Any]) -> dict[str, Any]:
    shown = {key: copy.deepcopy(value) for key, value in rule.items() if key != "interval"}
    for key in ("for", "keep_firing_for"):
        shown[key] = _duration(shown.get(key))
    shown.setdefault("notification_settings", None)
    shown.setdefault("record", None)
    shown.setdefault("isPaused", False)
    return {**shown, "id": 7, "updated": "2026-03-04T05:06:07Z"}


def _duration(text: Any) -> str:
    """As Prometheus prints durations: 300s is 5m."""
    seconds = sum(int(n) * {"s": 1, "m": 60, "h": 3600}[unit] for n, unit in re.findall(r"(\d+)([smh])", text or "0s"))
    parts = [(seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"

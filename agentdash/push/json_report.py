"""A plan, and what became of it, for machines: one JSON document, described in docs/push.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from agentdash.push.apply import Outcome
from agentdash.push.client import Client
from agentdash.push.compare import ABSENT, Change
from agentdash.push.steps import PlannedSteps

Hide = Callable[[str], str]


def document(client: Client, version: tuple[int, int] | None, made: PlannedSteps, outcomes: Iterable[Outcome] | None, exit_code: int) -> dict[str, Any]:
    """Everything about one run. `result` of a resource is absent when nothing was applied."""
    hide = client.connection.guard.hide
    ended = {one.step.key: one for one in outcomes or ()}
    resources = []
    for step in made.steps:
        entry: dict[str, Any] = {"kind": step.kind.name, "uid": step.uid, "title": step.title, "action": step.action}
        if step.reason:
            entry["reason"] = hide(step.reason)
        if step.changes:
            entry["changes"] = changes(step.changes, hide)
        outcome = ended.get(step.key)
        if outcome is not None:
            entry["result"] = outcome.result
            if outcome.reason:
                entry["reason"] = hide(outcome.reason)
        resources.append(entry)
    return {
        "grafana": client.connection.url,
        "version": ".".join(map(str, version)) if version else None,
        "exit_code": exit_code,
        "requests": dict(sorted(client.requests.items())),
        "resources": resources,
    }


def changes(found: Iterable[Change], hide: Hide) -> list[dict[str, Any]]:
    """Differences; what is added has no `old`, what is removed no `new`."""
    made = []
    for change in found:
        entry: dict[str, Any] = {"place": change.place}
        if change.old is not ABSENT:
            entry["old"] = _hidden(change.old, hide)
        if change.new is not ABSENT:
            entry["new"] = _hidden(change.new, hide)
        made.append(entry)
    return made


def _hidden(value: Any, hide: Hide) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_hidden(item, hide) for item in value]
    if isinstance(value, dict):
        return {key: _hidden(item, hide) for key, item in value.items()}
    return value

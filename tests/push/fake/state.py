"""What a fake Grafana holds, and how its version differs from others."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

VERSIONS = ("10.4.19", "11.6.5", "12.4.0", "13.1.3")


class Answer(Exception):
    """An answer that is not the usual one."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = {"message": body} if isinstance(body, str) else body


@dataclass
class State:
    """Everything in it. `denied` are RBAC actions that no credential has."""

    version: str = "12.4.0"
    # What a visitor is told instead, where that is something else
    shown_version: str | None = None
    token: str = "glsa_test"
    org: int = 1
    # Credentials that may query datasources and not read the list of their settings
    unlisted: bool = False
    denied: set[str] = field(default_factory=set)
    folders: dict[str, dict[str, Any]] = field(default_factory=dict)
    dashboards: dict[str, dict[str, Any]] = field(default_factory=dict)
    datasources: dict[str, dict[str, Any]] = field(default_factory=dict)
    playlists: dict[str, dict[str, Any]] = field(default_factory=dict)
    # uid -> rule, in the order in which they were made; each with `interval` of its group
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Writes that Git Sync would have made into its repository
    commits: list[str] = field(default_factory=list)
    # How many more searches and counts still see what was deleted
    index_lag: int = 0
    ghosts: list[dict[str, Any]] = field(default_factory=list)
    # Where the Prometheus datasource's queries go, and what is wrong with datasources and rules, by uid
    prometheus: str = ""
    unhealthy: dict[str, str] = field(default_factory=dict)
    rule_errors: dict[str, str] = field(default_factory=dict)
    largest_body: int = 16 * 1024 * 1024
    lock: Any = field(default_factory=threading.RLock, repr=False)

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def next_id(self) -> int:
        return 1 + len(self.folders) + len(self.dashboards) + len(self.datasources)

    def snapshot(self) -> dict[str, Any]:
        """What users would call the state: contents, places, secrets; no ids, versions or times."""
        return {
            "folders": {uid: (one["title"], one["parentUid"]) for uid, one in sorted(self.folders.items())},
            "dashboards": {uid: (one["folderUid"], one["spec"]) for uid, one in sorted(self.dashboards.items())},
            "datasources": {
                uid: {k: v for k, v in one.items() if k not in ("id", "version")} for uid, one in sorted(self.datasources.items())
            },
            "rules": {uid: {k: v for k, v in one.items() if k not in ("id", "updated")} for uid, one in sorted(self.rules.items())},
        }


def need(state: State, action: str) -> None:
    """Deny what the credentials may not do, in the words of Grafana's access control."""
    if action in state.denied:
        raise Answer(403, {
            "title": "Access denied", "accessErrorId": "ACE0123456789",
            "message": f"You'll need additional permissions to perform this action. Permissions needed: {action}",
        })

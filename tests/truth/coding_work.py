"""A made-up team at work with Claude Code, in metrics as version 2.1 writes them: several sessions, each a stream of its own, and the truth."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.temporality import as_cumulative

PEOPLE = {"ann@example.com": 3, "bob@example.com": 1}
"""Who, and how many sessions each has."""
EACH = {
    ("claude_code.session.count", ""): [((("start_type", "fresh"),), [1, 0, 0])],
    ("claude_code.lines_of_code.count", ""): [((("type", "added"),), [10, 0, 7]), ((("type", "removed"),), [0, 4, 0])],
    ("claude_code.commit.count", ""): [((), [0, 1, 1])],
    ("claude_code.pull_request.count", ""): [((), [0, 0, 1])],
    ("claude_code.active_time.total", "s"): [((("type", "user"),), [12.5, 3.25, 0]), ((("type", "cli"),), [40, 0, 8.5])],
    ("claude_code.cost.usage", "USD"): [((("model", "claude-opus-4-1"), ("query_source", "main")), [0.5, 0.25, 0.125])],
    ("claude_code.code_edit_tool.decision", ""): [
        ((("decision", "accept"), ("source", "config"), ("tool_name", "Write")), [5, 0, 0]),
        ((("decision", "accept"), ("source", "user_temporary"), ("tool_name", "Edit")), [2, 1, 0]),
        ((("decision", "reject"), ("source", "user_reject"), ("tool_name", "Edit")), [0, 0, 1])],
}
"""What one session adds in each of its three exports, by metric and attributes."""
SESSIONS = sum(PEOPLE.values())
TRUE = {
    "coding_sessions": 1, "lines_added": 17, "lines_removed": 4, "commits": 2, "pull_requests": 1, "active_time": 64.25, "reported_cost": 0.875, "edits": 9,
    "edits_decided": 4, "edits_rejected": 1,
}
"""What one session comes to, by signal."""
HIDDEN = ("user.id", "user.email", "user.account_uuid", "user.account_id", "organization.id", "session.id", "enduser.id")


def send(endpoint: str, service: str, cumulative: bool) -> None:
    """Every session in three exports; the last is sent as the program ends, and nothing is sent again."""
    sender, totals, starts = Sender(endpoint), defaultdict(float), dict[Any, str]()
    for number, person in enumerate(name for name, sessions in PEOPLE.items() for _ in range(sessions)):
        own = {"user.id": f"install-{person[:3]}", "user.email": person, "user.account_uuid": f"account-{person[:3]}", "organization.id": "org-1",
               "session.id": f"session-{service}-{number}", "terminal.type": "vscode", "team.name": "payments" if person.startswith("ann") else "search"}
        for export in range(3):
            body = _export(service, own, export)
            if cumulative:
                as_cumulative(body, totals, starts)
            assert sender.send("metrics", body) == 200


def _export(service: str, own: dict[str, str], export: int) -> dict[str, Any]:
    now = time.time_ns()
    found = []
    for (name, unit), streams in EACH.items():
        points = [{"attributes": spans.attributes({**own, **dict(attributes)}), "startTimeUnixNano": str(now - 1_000_000), "timeUnixNano": str(now), "asDouble": values[export]}
                  for attributes, values in streams]
        found.append({"name": name, "unit": unit, "sum": {"aggregationTemporality": 1, "isMonotonic": True, "dataPoints": points}})
    return {"resourceMetrics": [{"resource": {"attributes": spans.attributes({"service.name": service, "service.version": "2.1.330"})},
                                 "scopeMetrics": [{"scope": {"name": "com.anthropic.claude_code"}, "metrics": found}]}]}

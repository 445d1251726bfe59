"""GitHub Copilot CLI and SDK."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import equals
from agentdash.collector.ottl.values import SCOPE

COPILOT = Dialect(
    "copilot", "GitHub Copilot CLI, SDK",
    "The conventions' names, but no name of the agent.",
    when=equals(SCOPE, "github.copilot"),
    agent="github-copilot",
    coding=True,
    kept=(r"github\.copilot\.(cost|server_duration|initiator|turn_id|turn_count|interaction_id|agent\.type|error_status_code)",),
    kept_in_events=(r"github\.copilot\.(error_status_code|session\.usage_info\..*)",),
    log_scopes=("github.copilot",),
)

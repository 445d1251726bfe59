"""GitHub Copilot CLI and SDK."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Tally, Work
from agentdash.collector.ottl.conditions import all_of, equals, matches
from agentdash.collector.ottl.statements import assign, copy, fill
from agentdash.collector.ottl.values import METRIC, NAME, SCOPE, attr, label
from agentdash.vocabulary import coding
from agentdash.vocabulary.attributes import TOOL
from agentdash.vocabulary.labels import CHANGE, DECIDED_BY, OUTCOME

_OURS = equals(SCOPE, "github.copilot")
_LINES = "github.copilot.code.lines_"
_PERMISSION = equals(NAME, "permission")
_RESULT = attr("github.copilot.permission.result")

COPILOT = Dialect(
    "copilot", "GitHub Copilot CLI, SDK",
    "The conventions' names, but no name of the agent; sessions and permissions are spans.",
    when=_OURS,
    agent="github-copilot",
    coding=True,
    in_metrics=Work(
        _OURS,
        tuple(Tally(coding.LINES, metric=f"{_LINES}{change}") for change in ("added", "removed")),
        tuple(assign(label(CHANGE), change, equals(METRIC, f"{_LINES}{change}")) for change in ("added", "removed")),
    ),
    in_spans=Work(
        _OURS,
        (
            Tally(coding.SESSIONS, equals(NAME, "session.provisioning")),
            Tally(coding.DECISIONS, _PERMISSION),
            Tally(coding.EDITS, all_of(_PERMISSION, equals(attr("github.copilot.permission.kind"), "write"))),
        ),
        (
            copy(attr(TOOL), attr("github.copilot.permission.tool_name")),
            fill(attr(TOOL), attr("github.copilot.permission.kind")),
            # approved; denied-by-rules, denied-interactively-by-user, …
            assign(attr(OUTCOME), coding.REJECT, _PERMISSION),
            assign(attr(OUTCOME), coding.ACCEPT, _PERMISSION, matches(_RESULT, "^approved")),
            assign(attr(DECIDED_BY), coding.RULES, _PERMISSION, matches(_RESULT, "(?i)rule|policy|hook")),
            assign(attr(DECIDED_BY), coding.PERSON, _PERMISSION, matches(_RESULT, "(?i)by-user|interactively")),
        ),
    ),
    kept=(r"github\.copilot\.(cost|server_duration|initiator|turn_id|turn_count|interaction_id|agent\.type|error_status_code)",),
    kept_in_events=(r"github\.copilot\.(error_status_code|session\.usage_info\..*)",),
    log_scopes=("github.copilot",),
)

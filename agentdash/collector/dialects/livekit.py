"""LiveKit Agents, its own telemetry."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Failure
from agentdash.collector.ottl.conditions import equals
from agentdash.collector.ottl.values import NAME, SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, TOOL

LIVEKIT = Dialect(
    "livekit", "LiveKit Agents",
    "The conventions' names, from 1.3 on. A session is a conversation, of minutes or hours: each of its turns is a run.",
    signs=(equals(SCOPE, "livekit-agents"),),
    names=((AGENT, "lk.agent_name"), (AGENT, "lk.agent_label"), (TOOL, "lk.function_tool.name")),
    tools=(equals(NAME, "function_tool"),),
    runs=(equals(NAME, "agent_turn"),),
    not_runs=(equals(NAME, "agent_session"),),
    failures=(Failure("tool_error", equals(attr("lk.function_tool.is_error"), True)),),
    kept=(r"lk\.(agent_(label|name)|interrupted|retry_count|generation_count|response\.tt[a-z]+|function_tool\.(name|is_error|id))",),
    metrics=(r"lk\..*",),
)

"""Claude Agent SDK, as OpenInference instruments it."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import ALWAYS, contains
from agentdash.collector.ottl.values import SCOPE

CLAUDE_AGENT_SDK = Dialect(
    "claude_agent_sdk", "Claude Agent SDK",
    "Its agent is another program: a run has the only word of its usage, and is counted as one call.",
    when=contains(SCOPE, "claude_agent_sdk"),
    runs_alone=(ALWAYS,),
)

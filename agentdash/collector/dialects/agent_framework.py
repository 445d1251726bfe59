"""Microsoft Agent Framework."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import equals
from agentdash.collector.ottl.values import NAME, SCOPE
from agentdash.vocabulary.attributes import WORKFLOW

AGENT_FRAMEWORK = Dialect(
    "agent_framework", "Microsoft Agent Framework",
    "The conventions' names; a workflow is a span without any of them, and the agents in it are parts of its run.",
    signs=(equals(SCOPE, "agent_framework"),),
    names=((WORKFLOW, "workflow.name"),),
    not_providers=("microsoft.agent_framework",),
    runs=(equals(NAME, "workflow.run"),),
    kept=(r"workflow\.name",),
    metrics=(r"agent_framework\..*",),
)

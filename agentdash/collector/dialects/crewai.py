"""CrewAI through OpenLLMetry."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.dialects.openllmetry import KIND
from agentdash.collector.ottl.conditions import contains, equals, matches
from agentdash.collector.ottl.statements import assign
from agentdash.collector.ottl.values import NAME, SCOPE
from agentdash.vocabulary.attributes import AGENT

CREWAI = Dialect(
    "crewai", "CrewAI",
    "Crew, task and agent spans all say invoke_agent; the crew is the run.",
    signs=(contains(SCOPE, "crewai"),),
    names=((AGENT, "crewai.crew.name"),),
    not_providers=("crewai",),
    not_runs=(matches(KIND, "^(task|agent)$"),),
    kept=(r"crewai\.(crew\.(id|name|process)|agent\.(id|role|llm|max_iter)|task\.(id|agent))",),
    first=(
        # The span's name is the task's description: a prompt, and without bound.
        assign(NAME, "crewai.task", equals(KIND, "task")),
    ),
)

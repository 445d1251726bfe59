"""OpenAI Agents SDK through OpenLLMetry, OpenTelemetry or OpenInference."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.dialects.openllmetry import KIND
from agentdash.collector.ottl.conditions import all_of, any_of, contains, differs, equals, is_nil, present, starts_with
from agentdash.collector.ottl.values import NAME, SCOPE, SERVER, SPAN_KIND, attr
from agentdash.vocabulary.attributes import OPERATION

_INSTRUMENTATION = all_of(starts_with(SCOPE, "opentelemetry.instrumentation."), contains(SCOPE, "openai_agents"))
_OPENINFERENCE = starts_with(SCOPE, "openinference.")
_HANDOFF = is_nil(attr("tool.name"))
_JAVASCRIPT = contains(SCOPE, "openai-agents")
_NODE = attr("graph.node.id")

OPENAI_AGENTS = Dialect(
    "openai_agents", "OpenAI Agents SDK",
    "A workflow of agents that hand over is one run; its span stays OK when an agent in it fails.",
    signs=(contains(SCOPE, "openai_agents"), _JAVASCRIPT),
    runs=(all_of(_INSTRUMENTATION, any_of(equals(SPAN_KIND, SERVER), equals(KIND, "workflow"))),),
    not_runs=(
        all_of(_INSTRUMENTATION, differs(SPAN_KIND, SERVER), differs(KIND, "workflow"), differs(attr(OPERATION), "invoke_workflow")),
        # OpenInference's agents are nodes of a graph; the span around all of them is none.
        all_of(_OPENINFERENCE, present(_NODE)),
        # That of JavaScript leaves the span around all of them out where the run failed: the first agent is the run.
        all_of(_JAVASCRIPT, any_of(is_nil(_NODE), present(attr("graph.node.parent_id")))),
    ),
    not_tools=(all_of(_OPENINFERENCE, _HANDOFF), all_of(_JAVASCRIPT, starts_with(NAME, "handoff to "))),
    fails_run=(equals(attr(OPERATION), "invoke_agent"),),
)

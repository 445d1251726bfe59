"""LlamaIndex through OpenLLMetry."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.dialects.openllmetry import KIND
from agentdash.collector.ottl.conditions import all_of, equals, matches, negate, present
from agentdash.collector.ottl.statements import replace, set_to
from agentdash.collector.ottl.values import NAME, SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, ERROR_TYPE, TOOL

_TOOL = attr("tool.name")

LLAMAINDEX_OPENLLMETRY = Dialect(
    "llamaindex_openllmetry", "LlamaIndex, OpenLLMetry",
    "Whatever begins a trace is called a workflow; a tool's run is a task of the agent, which ends well though the tool failed.",
    signs=(equals(SCOPE, "opentelemetry.instrumentation.llamaindex"),),
    names=((TOOL, "tool.name"),),
    tools=(present(_TOOL),),
    not_runs=(all_of(equals(KIND, "workflow"), negate(matches(NAME, r"(?i)(agent|flow|chat_?engine)\w*\.workflow$"))),),
    early=(set_to(ERROR_TYPE, "tool_error", present(_TOOL), matches(attr("traceloop.entity.output"), r'"is_error": ?true\b')),),
    last=(replace(attr(AGENT), r"\.workflow$", "", equals(KIND, "workflow")),),
)

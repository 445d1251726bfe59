"""Google's Agent Development Kit."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect
from agentdash.collector.ottl.conditions import all_of, equals, is_nil, matches
from agentdash.collector.ottl.values import NAME, SCOPE, attr
from agentdash.vocabulary.attributes import OPERATION, TOOL

_OLD = is_nil(attr(OPERATION))

GOOGLE_ADK = Dialect(
    "google_adk", "Google ADK",
    "An invocation (a workflow since 2.0) is the run, the agents in it are parts of it; handing over to another agent is no tool; before 2.0 a call is only a span's name.",
    when=equals(SCOPE, "gcp.vertex.agent"),
    not_providers=("gcp.vertex.agent",),
    calls=(Call("generate_content", all_of(_OLD, equals(NAME, "call_llm"))),),
    tools=(all_of(_OLD, matches(NAME, "^execute_tool ")),),
    not_tools=(equals(attr(TOOL), "transfer_to_agent"),),
    log_scopes=("gcp.vertex",),
)

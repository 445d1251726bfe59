"""Google's Agent Development Kit."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, UsageText
from agentdash.collector.ottl.conditions import all_of, equals, is_nil, matches, present
from agentdash.collector.ottl.values import NAME, SCOPE, attr
from agentdash.vocabulary.attributes import ASKED_MODEL, OPERATION, TOOL
from agentdash.vocabulary.tokens import REASONING

_OLD = is_nil(attr(OPERATION))
_THOUGHTS = "gen_ai.usage.experimental.reasoning_tokens"

GOOGLE_ADK = Dialect(
    "google_adk", "Google ADK",
    "An invocation (a workflow since 2.0) is the run, the agents in it are parts of it; handing over to another agent is no tool; before 2.0 a call is only a span's name, and what the answer says of cached tokens and thoughts stands in its text.",
    when=equals(SCOPE, "gcp.vertex.agent"),
    names=((REASONING.attribute, _THOUGHTS),),
    usage_texts=(UsageText("gcp.vertex.agent.llm_response", ("usage_metadata",)),),
    not_providers=("gcp.vertex.agent",),
    excludes_reasoning=(all_of(present(attr(_THOUGHTS)), matches(attr(ASKED_MODEL), "(?i)gemini")),),
    calls=(Call("generate_content", all_of(_OLD, equals(NAME, "call_llm"))),),
    tools=(all_of(_OLD, matches(NAME, "^execute_tool ")),),
    not_tools=(equals(attr(TOOL), "transfer_to_agent"),),
    log_scopes=("gcp.vertex",),
)

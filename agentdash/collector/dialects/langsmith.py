"""LangChain and LangGraph as LangSmith's SDK exports them over OTLP (``LANGSMITH_TRACING_MODE=otel``)."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Failure, UsageText
from agentdash.collector.ottl.conditions import all_of, differs, equals, is_nil, matches, present
from agentdash.collector.ottl.statements import fill
from agentdash.collector.ottl.values import NAME, attr
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import AGENT, CONVERSATION, EXCEPTION, KIND

_THEIR_KIND = attr("langsmith.span.kind")
_CHAIN = equals(_THEIR_KIND, "chain")
_INSIDE = attr("langsmith.metadata.langgraph_node")
_NO_CALL = differs(_THEIR_KIND, "llm")

LANGSMITH = Dialect(
    "langsmith", "LangSmith",
    "Operations are named after the type of a step; a graph's own span is the run; failures are events on spans whose status is OK.",
    signs=(present(_THEIR_KIND),),
    names=(
        (AGENT, "langsmith.metadata.lc_agent_name"),
        (CONVERSATION, "langsmith.trace.session_id"),
    ),
    not_providers=("langchain", "langgraph"),
    usage_texts=(
        UsageText("langsmith.metadata.usage_metadata"), UsageText("gen_ai.usage.input_token_details"), UsageText("gen_ai.usage.output_token_details"),
    ),
    # A graph inside a graph, and all of its steps, name the node that they are in.
    runs=(all_of(_CHAIN, is_nil(_INSIDE), matches(attr("langsmith.metadata.ls_integration"), "(langgraph|agent)")),
          all_of(_CHAIN, is_nil(_INSIDE), matches(NAME, "^(LangGraph|AgentExecutor)$"))),
    not_calls=(_NO_CALL,),
    steps=(_NO_CALL,),
    failures=(Failure("_OTHER", present(attr(EXCEPTION))),),
    kept=(
        r"langsmith\.(span\.kind|trace\.(name|session_name)|metadata\.(ls_(provider|model_name|model_type|integration|max_tokens|temperature)|"
        r"lc_agent_name|langgraph_(step|node)|usage_metadata))",
    ),
    last=(fill(attr(AGENT), NAME, equals(attr(KIND), kinds.RUN)),),
)

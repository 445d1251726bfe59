"""LangChain and LangGraph through OpenLLMetry or OpenTelemetry."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, contains, matches
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, WORKFLOW

_CHAIN = "^(Runnable|Chat|Structured|Prompt|StrOutput|JsonOutput)"

LANGCHAIN = Dialect(
    "langchain", "LangChain, LangGraph",
    "Chains are marked as agents and workflows too, and are none.",
    when=all_of(contains(SCOPE, "langchain"), matches(SCOPE, "instrumentation.*langchain")),
    not_providers=("langchain", "langgraph"),
    not_runs=(matches(attr(AGENT), _CHAIN), matches(attr(WORKFLOW), _CHAIN)),
)

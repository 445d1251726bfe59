"""LangChain and LangGraph through OpenLLMetry or OpenTelemetry, and what their metadata say on the spans of others."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, contains, matches, negate, present
from agentdash.collector.ottl.statements import assign, fill
from agentdash.collector.ottl.values import SCOPE, attr, found, inside, scratch
from agentdash.vocabulary.attributes import AGENT, WORKFLOW

_METADATA, _FOUND = attr("metadata"), scratch("span", "found")
_GRAPH, _AGENT_NAME = r'"ls_integration": ?"(langgraph|langchain_create_agent|deepagents)"', r'"lc_agent_name": ?"(?P<agent>[^"\\]{1,200})"'
IS_GRAPH = all_of(matches(_METADATA, _GRAPH), negate(matches(_METADATA, '"langgraph_node"')))
"""A span of a whole graph: every step names the node of the graph that it is in."""
NAMED = (
    assign(_FOUND, found(_METADATA, _AGENT_NAME), matches(_METADATA, _AGENT_NAME)),
    fill(attr(AGENT), inside(_FOUND, "agent"), present(_FOUND)),
)
"""The agent's name, as the metadata have it."""
_CHAIN = "^(Runnable|Chat|Structured|Prompt|StrOutput|JsonOutput)"

LANGCHAIN = Dialect(
    "langchain", "LangChain, LangGraph",
    "Chains are marked as agents and workflows too, and are none.",
    when=all_of(contains(SCOPE, "langchain"), matches(SCOPE, "instrumentation.*langchain")),
    not_providers=("langchain", "langgraph"),
    not_runs=(matches(attr(AGENT), _CHAIN), matches(attr(WORKFLOW), _CHAIN)),
)

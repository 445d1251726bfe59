"""Langfuse's SDKs for Python and JavaScript, from version 3 and 4 on."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, Failure, UsageText
from agentdash.collector.ottl.conditions import (
    all_of,
    any_of,
    at_least,
    at_most,
    equals,
    is_nil,
    is_text,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import assign, copy, fill, replace, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    NAME,
    START_NANOSECONDS,
    STATUS_TEXT,
    as_decimal,
    as_nanoseconds,
    attr,
    scratch,
)
from agentdash.vocabulary.attributes import AGENT, ASKED_MODEL, CONVERSATION, FIRST_CHUNK, TOOL

_THEIR_TYPE = attr("langfuse.observation.type")
_GRAPH = all_of(
    present(_THEIR_TYPE), matches(attr("langfuse.observation.metadata.ls_integration"), "(langgraph|agent)"),
    is_nil(attr("langfuse.observation.metadata.langgraph_node")),
)
_FAILED, _WHY = equals(attr("langfuse.observation.level"), "ERROR"), attr("langfuse.observation.status_message")
_BEGAN = attr("langfuse.observation.completion_start_time")
_USAGE = attr("langfuse.observation.usage_details")
_TEXT, _AT = (scratch("span", name) for name in ("began", "began_at"))

LANGFUSE = Dialect(
    "langfuse", "Langfuse SDK",
    "Observations with a type of their own; usage as JSON in a text, spelled as the provider or the caller did.",
    signs=(present(_THEIR_TYPE),),
    names=((ASKED_MODEL, "langfuse.observation.model.name"), (CONVERSATION, "langfuse.session.id")),
    usage_texts=(UsageText("langfuse.observation.usage_details"),),
    calls=(Call("chat", equals(_THEIR_TYPE, "generation")), Call("embeddings", equals(_THEIR_TYPE, "embedding"))),
    tools=(equals(_THEIR_TYPE, "tool"),),
    # The callback of LangChain: a graph inside a graph, and all of its steps, name the node that they are in.
    runs=(equals(_THEIR_TYPE, "agent"), _GRAPH),
    # Kinds of usage are parts of the whole, which is their sum (langfuse.com/docs, token and cost tracking, November 2026).
    excludes_cached=(all_of(matches(_USAGE, r'"cache_(read|creation)_input_tokens": ?[1-9]'), negate(matches(_USAGE, '"total'))),),
    failures=(Failure("_OTHER", _FAILED),),
    kept=(
        r"langfuse\.(environment|release|version|session\.id|internal\..*)",
        r"langfuse\.observation\.(type|level|model\.name|usage_details|cost_details|completion_start_time)",
    ),
    first=(
        fill(attr(TOOL), NAME, equals(_THEIR_TYPE, "tool")),
        fill(attr(AGENT), NAME, any_of(equals(_THEIR_TYPE, "agent"), _GRAPH)),
        assign(STATUS_TEXT, _WHY, equals(STATUS_TEXT, ""), _FAILED, is_text(_WHY)),
        # The time as JSON, in quotes; parts of a second may follow seconds.
        copy(_TEXT, _BEGAN, matches(_BEGAN, r'^"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+00:00)"?$')),
        replace(_TEXT, r'^"|(Z|\+00:00)"?$', ""),
        assign(_AT, as_nanoseconds(_TEXT, "%Y-%m-%dT%H:%M:%S"), present(_TEXT)),
        set_to(FIRST_CHUNK, as_decimal(_AT - START_NANOSECONDS) / 1e9, at_least(_AT, START_NANOSECONDS), at_most(_AT, END_NANOSECONDS)),
    ),
)

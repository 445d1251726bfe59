"""Langfuse's SDKs for Python and JavaScript, from version 3 and 4 on."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, Failure, UsageText
from agentdash.collector.ottl.conditions import at_least, at_most, equals, matches, present
from agentdash.collector.ottl.statements import assign, copy, fill, replace, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    NAME,
    START_NANOSECONDS,
    as_decimal,
    as_nanoseconds,
    attr,
    scratch,
)
from agentdash.vocabulary.attributes import AGENT, ASKED_MODEL, CONVERSATION, FIRST_CHUNK, TOOL

_THEIR_TYPE = attr("langfuse.observation.type")
_BEGAN = attr("langfuse.observation.completion_start_time")
_TEXT, _AT = (scratch("span", name) for name in ("began", "began_at"))

LANGFUSE = Dialect(
    "langfuse", "Langfuse SDK",
    "Observations with a type of their own; usage as JSON in a text, spelled as the provider or the caller did.",
    signs=(present(_THEIR_TYPE),),
    names=((ASKED_MODEL, "langfuse.observation.model.name"), (CONVERSATION, "langfuse.session.id")),
    usage_texts=(UsageText("langfuse.observation.usage_details"),),
    calls=(Call("chat", equals(_THEIR_TYPE, "generation")), Call("embeddings", equals(_THEIR_TYPE, "embedding"))),
    tools=(equals(_THEIR_TYPE, "tool"),),
    runs=(equals(_THEIR_TYPE, "agent"),),
    failures=(Failure("_OTHER", equals(attr("langfuse.observation.level"), "ERROR")),),
    kept=(
        r"langfuse\.(environment|release|version|session\.id|internal\..*)",
        r"langfuse\.observation\.(type|level|model\.name|usage_details|cost_details|completion_start_time)",
    ),
    first=(
        fill(attr(TOOL), NAME, equals(_THEIR_TYPE, "tool")),
        fill(attr(AGENT), NAME, equals(_THEIR_TYPE, "agent")),
        # The time as JSON, in quotes; parts of a second may follow seconds.
        copy(_TEXT, _BEGAN, matches(_BEGAN, r'^"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+00:00)"?$')),
        replace(_TEXT, r'^"|(Z|\+00:00)"?$', ""),
        assign(_AT, as_nanoseconds(_TEXT, "%Y-%m-%dT%H:%M:%S"), present(_TEXT)),
        set_to(FIRST_CHUNK, as_decimal(_AT - START_NANOSECONDS) / 1e9, at_least(_AT, START_NANOSECONDS), at_most(_AT, END_NANOSECONDS)),
    ),
)

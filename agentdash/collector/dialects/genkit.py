"""Genkit, for JavaScript, Go and Python."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, UsageText
from agentdash.collector.ottl.conditions import any_of, equals, matches, present
from agentdash.collector.ottl.statements import fill, replace
from agentdash.collector.ottl.values import attr
from agentdash.vocabulary.attributes import AGENT, ASKED_MODEL, PROVIDER, TOOL

_NAME, _ACTION = attr("genkit:name"), attr("genkit:metadata:subtype")
_MODEL, _EMBEDDER, _TOOL, _FLOW = (equals(_ACTION, name) for name in ("model", "embedder", "tool", "flow"))
_CALL = any_of(_MODEL, _EMBEDDER)

GENKIT = Dialect(
    "genkit", "Genkit",
    "No attribute for models or usage: the model is the action's name behind its plugin's, usage is inside the output's JSON, cached tokens of OpenAI's inside its raw answer; flows are the runs.",
    signs=(present(attr("genkit:name")),),
    usage_texts=(UsageText("genkit:output", ("usage", "raw.usage")),),
    calls=(Call("chat", _MODEL), Call("embeddings", _EMBEDDER)),
    tools=(_TOOL,),
    runs=(_FLOW,),
    # The loop around a model and its tools, whose output is the last answer's.
    steps=(equals(attr("genkit:type"), "util"),),
    kept=(r"genkit:(type|name|key|path|state|isRoot|isFailureSource|metadata:(subtype|flow:name))",),
    first=(
        fill(attr(ASKED_MODEL), _NAME, _CALL),
        fill(attr(PROVIDER), _NAME, _CALL, matches(_NAME, "^[^/]+/")),
        replace(attr(PROVIDER), "/.*$", "", _CALL),
        replace(attr(ASKED_MODEL), "^[^/]+/", "", _CALL),
        fill(attr(TOOL), _NAME, _TOOL),
        fill(attr(AGENT), _NAME, _FLOW),
    ),
)

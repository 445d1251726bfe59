"""Haystack's own tracing."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, Failure
from agentdash.collector.ottl.conditions import all_of, equals, matches, starts_with
from agentdash.collector.ottl.statements import default
from agentdash.collector.ottl.values import NAME, attr
from agentdash.vocabulary.attributes import AGENT, TOOL

_COMPONENT, _TYPE = equals(NAME, "haystack.component.run"), attr("haystack.component.type")
_RUN = equals(NAME, "haystack.agent.run")
_PIPELINE = "haystack_pipeline.workflow"
"""OpenLLMetry's span around a pipeline, with or without an agent in it."""

HAYSTACK = Dialect(
    "haystack", "Haystack",
    "Its own tracing tells neither models nor tokens; tools are a component, and a pipeline is no agent.",
    signs=(starts_with(NAME, "haystack."), equals(NAME, _PIPELINE)),
    names=((TOOL, "haystack.tool.name"),),
    calls=(
        Call("chat", equals(NAME, "haystack.agent.step.llm")),
        Call("chat", all_of(_COMPONENT, matches(_TYPE, "Generator$"))),
        Call("embeddings", all_of(_COMPONENT, matches(_TYPE, "Embedder$"))),
    ),
    tools=(equals(NAME, "haystack.agent.step.tool"), all_of(_COMPONENT, equals(_TYPE, "ToolInvoker"))),
    runs=(_RUN,),
    not_runs=(equals(NAME, _PIPELINE),),
    failures=(Failure("tool_error", equals(attr("haystack.tool.error"), True)),),
    kept=(r"haystack\.(component\.(name|type|visits)|agent\.(max_steps|step|steps_taken)|tool\.(name|error))",),
    first=(
        default(attr(AGENT), "haystack.Agent", _RUN),
        # One span for all tools that a model asked for at once, and none of their names.
        default(attr(TOOL), "ToolInvoker", _COMPONENT, equals(_TYPE, "ToolInvoker")),
    ),
)

"""Mastra, through its OpenTelemetry exporter: of version 1 in the conventions' attributes or in OpenInference's (Arize, Phoenix), and of
version 0."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Failure
from agentdash.collector.ottl.conditions import all_of, differs, equals, is_nil, matches
from agentdash.collector.ottl.statements import replace
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, OPERATION, PROVIDER
from agentdash.vocabulary.tokens import INPUT

_THEIR_TYPE = attr("mastra.span.type")
_OLD = equals(SCOPE, "@mastra/otel")
_WORKFLOW = equals(_THEIR_TYPE, "workflow_run")
# In the conventions' attributes the calls of version 1 are spans of their own.
_GENERATION = all_of(equals(_THEIR_TYPE, "model_generation"), differs(attr(OPERATION), "model_generation"))
_PART = matches(_THEIR_TYPE, "^model_(step|chunk)$")

MASTRA = Dialect(
    "mastra", "Mastra",
    "The conventions' names; a call's span ends after its tools, and what arrives of its answer are spans below it. In OpenInference's "
    "names, and in version 0, all calls of a generation are one span.",
    when=matches(SCOPE, "^@mastra/otel(-exporter)?$"),
    names=((AGENT, "agent.id"), (AGENT, "workflow.id")),
    chunks=(equals(attr(OPERATION), "model_chunk"),),
    tools=(equals(_THEIR_TYPE, "tool_call"),),
    runs=(equals(_THEIR_TYPE, "agent_run"), _WORKFLOW),
    not_calls=(_PART,),
    steps=(_PART,),
    excludes_cached=(all_of(_OLD, matches(attr(PROVIDER), "anthropic|bedrock")),),
    # It holds the tools' time, too.
    untimed=(_GENERATION,),
    failures=(Failure("_OTHER", all_of(_GENERATION, is_nil(attr(INPUT.attribute)))),),
    last=(replace(attr(AGENT), "^invoke_workflow ", "", _WORKFLOW),),
    kept=(r"mastra\.span\.type",),
    log_scopes=("@mastra/",),
    kept_in_logs=(r"mastra\.(traceId|spanId)", r"mastra\.log\.(agent|agentId|agentName|category|domain|errorId|modelId|provider|runId|tool)"),
)

"""Mastra, through its OpenTelemetry exporter, in the conventions' attributes or in OpenInference's (Arize, Phoenix)."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Failure
from agentdash.collector.ottl.conditions import all_of, equals, is_nil, matches, present
from agentdash.collector.ottl.statements import replace
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import AGENT, OPERATION
from agentdash.vocabulary.tokens import INPUT

_THEIR_TYPE = attr("mastra.span.type")
_GENERATION = all_of(equals(_THEIR_TYPE, "model_generation"), present(attr("openinference.span.kind")))

MASTRA = Dialect(
    "mastra", "Mastra",
    "The conventions' names; a call's span ends after its tools, and what arrives of its answer are spans below it. In OpenInference's "
    "names only all calls of a generation together tell usage, and they are one span.",
    when=equals(SCOPE, "@mastra/otel-exporter"),
    chunks=(equals(attr(OPERATION), "model_chunk"),),
    runs=(equals(_THEIR_TYPE, "workflow_run"),),
    not_calls=(matches(_THEIR_TYPE, "^model_(step|chunk)$"),),
    steps=(matches(_THEIR_TYPE, "^model_(step|chunk)$"),),
    # It holds the tools' time, too.
    untimed=(_GENERATION,),
    failures=(Failure("_OTHER", all_of(_GENERATION, is_nil(attr(INPUT.attribute)))),),
    last=(replace(attr(AGENT), "^invoke_workflow ", "", equals(_THEIR_TYPE, "workflow_run")),),
    kept=(r"mastra\.span\.type",),
    log_scopes=("@mastra/",),
    kept_in_logs=(r"mastra\.(traceId|spanId)", r"mastra\.log\.(agent|agentId|agentName|category|domain|errorId|modelId|provider|runId|tool)"),
)

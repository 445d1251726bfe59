"""Mastra."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import equals
from agentdash.collector.ottl.values import SCOPE, attr
from agentdash.vocabulary.attributes import OPERATION

MASTRA = Dialect(
    "mastra", "Mastra",
    "The conventions' names; a call's span ends after its tools, and what arrives of its answer are spans below it.",
    when=equals(SCOPE, "@mastra/otel-exporter"),
    chunks=(equals(attr(OPERATION), "model_chunk"),),
    log_scopes=("@mastra/",),
    kept_in_logs=(r"mastra\.(traceId|spanId)", r"mastra\.log\.(agent|agentId|agentName|category|domain|errorId|modelId|provider|runId|tool)"),
)

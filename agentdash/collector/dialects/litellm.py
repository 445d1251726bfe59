"""LiteLLM's own telemetry."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import ALWAYS, equals
from agentdash.collector.ottl.values import NAME

LITELLM = Dialect(
    "litellm", "LiteLLM",
    "The conventions' names; a second span below each call, of the raw request, is the same call again.",
    when=equals(NAME, "raw_gen_ai_request"),
    not_calls=(ALWAYS,),
    metrics=(r"litellm\..*",),
)

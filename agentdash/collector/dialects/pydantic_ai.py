"""Pydantic AI and Logfire."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import matches
from agentdash.collector.ottl.values import SCOPE

PYDANTIC_AI = Dialect(
    "pydantic_ai", "Pydantic AI",
    "The conventions' names; the run holds sums of its calls under names of its own, which are not counted again.",
    when=matches(SCOPE, "^(logfire|pydantic)"),
    kept=(r"gen_ai\.aggregated_usage\..*",),
    log_scopes=("logfire", "pydantic"),
    metrics=(r"operation\.cost",),
)

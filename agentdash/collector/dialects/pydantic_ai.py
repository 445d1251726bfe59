"""Pydantic AI and Logfire."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import any_of, starts_with
from agentdash.collector.ottl.values import SCOPE

PYDANTIC_AI = Dialect(
    "pydantic_ai", "Pydantic AI",
    "The conventions' names; the run holds sums of its calls under names of its own, which are not counted again.",
    when=any_of(starts_with(SCOPE, "logfire"), starts_with(SCOPE, "pydantic")),
    kept=(r"gen_ai\.aggregated_usage\..*",),
    log_scopes=("logfire", "pydantic"),
    metrics=(r"operation\.cost",),
)

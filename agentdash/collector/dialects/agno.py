"""Agno, as OpenInference instruments it."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import any_of, equals, matches, starts_with
from agentdash.collector.ottl.values import NAME, SCOPE, attr

AGNO = Dialect(
    "agno", "Agno",
    "Counts are the provider's own: Claude's input leaves cached tokens out.",
    when=starts_with(SCOPE, "openinference.instrumentation.agno"),
    excludes_cached=(any_of(equals(attr("llm.system"), "anthropic"), matches(NAME, r"^Claude\.")),),
    kept=(r"agno\.((agent|team|workflow)(\.id)?|run\.id)",),
)

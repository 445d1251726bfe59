"""Strands Agents."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, Duration
from agentdash.collector.ottl.conditions import starts_with
from agentdash.collector.ottl.values import SCOPE
from agentdash.vocabulary.attributes import FIRST_CHUNK

STRANDS = Dialect(
    "strands", "Strands Agents",
    "The conventions' names, every number under two; the time to the first token in milliseconds where the conventions have seconds.",
    when=starts_with(SCOPE, "strands"),
    durations=(Duration(FIRST_CHUNK, "gen_ai.server.time_to_first_token"),),
    not_providers=("strands-agents",),
    log_scopes=("strands",),
    metrics=(r"strands\..*",),
)

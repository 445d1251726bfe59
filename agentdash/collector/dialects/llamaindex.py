"""LlamaIndex, as OpenInference instruments it."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import contains, matches
from agentdash.collector.ottl.values import NAME, SCOPE

LLAMAINDEX = Dialect(
    "llamaindex", "LlamaIndex",
    "Spans of streams end when the stream begins: their calls are counted, and not timed.",
    when=contains(SCOPE, "llama_index"),
    untimed=(matches(NAME, r"\.a?stream_\w+$"),),
    first_chunk_events=("First Token Stream Event",),
)

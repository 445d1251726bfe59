"""Vercel AI SDK 5 and 6; version 7 speaks the conventions."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, Duration, UsageText
from agentdash.collector.ottl.conditions import all_of, equals, is_nil, matches, present, starts_with
from agentdash.collector.ottl.values import NAME, attr
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    FIRST_CHUNK,
    MODEL,
    OPERATION,
    PROVIDER,
    TOOL,
    TOTAL_TOKENS,
)
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

_OLD = is_nil(attr(OPERATION))
_FIVE = all_of(is_nil(attr("ai.usage.inputTokenDetails.cacheReadTokens")), is_nil(attr("ai.usage.inputTokenDetails.noCacheTokens")))

VERCEL = Dialect(
    "vercel", "Vercel AI SDK 5, 6",
    "No operation names; usage on the outer and the inner span; an agent is a function's id.",
    signs=(present(attr("ai.operationId")), present(attr("ai.model.id")), starts_with(NAME, "ai.")),
    names=(
        (ASKED_MODEL, "ai.model.id"),
        (MODEL, "ai.response.model"),
        (TOOL, "ai.toolCall.name"),
        (AGENT, "ai.telemetry.functionId"),
        (PROVIDER, "ai.model.provider"),
        (INPUT.attribute, "ai.usage.tokens"),
        (INPUT.attribute, "ai.usage.inputTokens"),
        (INPUT.attribute, "ai.usage.promptTokens"),
        (OUTPUT.attribute, "ai.usage.outputTokens"),
        (OUTPUT.attribute, "ai.usage.completionTokens"),
        (CACHE_READ.attribute, "ai.usage.inputTokenDetails.cacheReadTokens"),
        (CACHE_READ.attribute, "ai.usage.cachedInputTokens"),
        (CACHE_WRITE.attribute, "ai.usage.inputTokenDetails.cacheWriteTokens"),
        (REASONING.attribute, "ai.usage.reasoningTokens"),
        (TOTAL_TOKENS, "ai.usage.totalTokens"),
    ),
    durations=(Duration(FIRST_CHUNK, "ai.response.msToFirstChunk"),),
    # Version 5 says cached tokens of answers that are not streamed nowhere else.
    usage_texts=(UsageText("ai.response.providerMetadata", ("anthropic.usage", "bedrock.usage", "google.usageMetadata", "vertex.usageMetadata")),),
    calls=(
        Call("chat", all_of(_OLD, matches(NAME, r"^ai\.(generate|stream)(Text|Object)\.do(Generate|Stream)$"))),
        Call("embeddings", all_of(_OLD, matches(NAME, r"^ai\.embed(Many)?\.doEmbed$"))),
    ),
    tools=(all_of(_OLD, equals(NAME, "ai.toolCall")),),
    runs=(all_of(_OLD, matches(NAME, r"^ai\.(generate|stream)(Text|Object)$")),),
    steps=(matches(NAME, r"^ai\.\w+$"),),
    # Version 5 hands on what the provider says; 6 makes it one and tells details.
    excludes_cached=(all_of(matches(attr("ai.model.provider"), "(?i)anthropic|bedrock"), _FIVE),),
    excludes_reasoning=(all_of(matches(attr("ai.model.provider"), "(?i)google|gemini|vertex"), _FIVE),),
    first_chunk_events=("ai.stream.firstChunk",),
    kept=(
        r"ai\.(operationId|model\.(id|provider)|response\.(model|id|finishReason|msToFirstChunk|msToFinish)|usage\..*|"
        r"telemetry\.functionId|toolCall\.(name|id)|settings\.maxRetries)",
    ),
)

"""OpenTelemetry's own GenAI conventions, all versions; others write parts of them too, so they hold on every AI span."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Dialect, Duration, Failure
from agentdash.collector.ottl.conditions import ALWAYS, equals, matches, present
from agentdash.collector.ottl.values import attr
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    CONVERSATION,
    FIRST_CHUNK,
    HTTP_STATUS,
    OPERATION,
    PROVIDER,
    TOOL,
    TOTAL_TOKENS,
)
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

_OPERATION = attr(OPERATION)

CONVENTIONS = Dialect(
    "conventions", "OpenTelemetry GenAI conventions",
    "1.26 to 1.41 and semantic-conventions-genai; older and newer names, and those of Mastra and Pydantic AI for the same numbers.",
    signs=tuple(present(attr(name)) for name in (OPERATION, "gen_ai.system", PROVIDER, ASKED_MODEL)),
    when=ALWAYS,
    names=(
        (PROVIDER, "gen_ai.system"),
        (INPUT.attribute, "gen_ai.usage.prompt_tokens"),
        (OUTPUT.attribute, "gen_ai.usage.completion_tokens"),
        (CACHE_READ.attribute, "gen_ai.usage.cache_read_input_tokens"),
        (CACHE_READ.attribute, "gen_ai.usage.details.cache_read_tokens"),
        (CACHE_READ.attribute, "gen_ai.usage.input_tokens.cached"),
        (CACHE_WRITE.attribute, "gen_ai.usage.cache_creation.input_tokens"),
        (CACHE_WRITE.attribute, "gen_ai.usage.cache_creation_input_tokens"),
        (CACHE_WRITE.attribute, "gen_ai.usage.cache_write_input_tokens"),
        (CACHE_WRITE.attribute, "gen_ai.usage.details.cache_write_tokens"),
        (REASONING.attribute, "gen_ai.usage.reasoning_tokens"),
        (REASONING.attribute, "gen_ai.usage.details.reasoning_tokens"),
        (REASONING.attribute, "gen_ai.usage.output_tokens.reasoning"),
        *((CACHE_READ.attribute, f"gen_ai.usage.{name}") for name in (
            "cached_tokens", "cache_read_tokens", "cached_input_tokens", "input_cached_tokens", "prompt_tokens_details.cached_tokens",
            "input_tokens_details.cached_tokens", "input_token_details.cache_read", "cache_hit_tokens", "prompt_cache_hit_tokens")),
        *((CACHE_WRITE.attribute, f"gen_ai.usage.{name}") for name in (
            "cache_write_tokens", "cache_creation_tokens", "input_token_details.cache_creation", "prompt_tokens_details.cache_creation_tokens")),
        *((REASONING.attribute, f"gen_ai.usage.{name}") for name in (
            "thoughts_tokens", "completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens",
            "output_token_details.reasoning")),
        (TOTAL_TOKENS, "gen_ai.usage.total_tokens"),
        (TOTAL_TOKENS, "llm.usage.total_tokens"),
        (HTTP_STATUS, "http.status_code"),
        (TOOL, "tool.name"),
        (AGENT, "agent.name"),
        (AGENT, "agent_name"),
        (CONVERSATION, "session.id"),
    ),
    durations=(
        Duration(FIRST_CHUNK, "gen_ai.client.operation.time_to_first_chunk", "s"),
        Duration(FIRST_CHUNK, "gen_ai.server.time_to_first_token", "s"),
    ),
    calls=(
        Call("chat", equals(_OPERATION, "chat")),
        Call("chat", matches(_OPERATION, "^(completion|acompletion|responses|aresponses|generate|complete)$")),
        Call("generate_content", equals(_OPERATION, "generate_content")),
        Call("text_completion", matches(_OPERATION, "^a?text_completion$")),
        Call("embeddings", matches(_OPERATION, "^(embeddings|a?embedding|embed)$")),
    ),
    tools=(equals(_OPERATION, "execute_tool"),),
    runs=(matches(_OPERATION, "^invoke_(agent|workflow)$"),),
    failures=(Failure("tool_error", equals(attr("gen_ai.tool.status"), "error")),),
    kept=(
        r"gen_ai\.(operation\.name|provider\.name|system|conversation\.id|output\.type|data_source\.id|is_streaming)",
        r"gen_ai\.request\.(model|stream|max_tokens|temperature|top_p|top_k|seed|frequency_penalty|presence_penalty|choice\.count|reasoning\.level|is_stream|type)",
        r"gen_ai\.response\.(model|id|finish_reasons|time_to_first_chunk)", r"gen_ai\.usage\..*",
        r"gen_ai\.agent\.(name|id|version)", r"gen_ai\.tool\.(name|type|call\.id|status)", r"gen_ai\.workflow\.name",
        r"gen_ai\.task\.(name|id|parent\.id|status)", r"gen_ai\.(evaluation|server|token|openai\.api_base|embeddings)\..*",
        r"openai\.(api|response|request)\..*", r"aws\.bedrock\.[a-z_.]*(id|latency|region)[a-z_.]*", r"azure\.resource_provider\.namespace",
        r"tool\.name", r"agent\.name", r"agent_name",
    ),
    kept_in_events=(r"gen_ai\.(operation|provider|request\.model|response\.model|usage).*",),
    log_scopes=("opentelemetry.instrumentation",),
    metrics=(r"(gen_ai|llm)\..*",),
)

"""The telemetry sources: which series each dialect keeps a signal in.

``derived`` are the series agentdash's Collector configuration makes from spans (the default). The others are what SDKs
export by themselves, for people who run a Collector of their own: ``semconv`` (GenAI conventions to 1.41),
``semconv_next`` (semantic-conventions-genai, autumn 2026), ``claude_code``. ``traces`` has no series: TraceQL only.
"""

from __future__ import annotations

from agentdash.query.promql import Matcher, equals, one_of, present
from agentdash.signals.signal import Series
from agentdash.vocabulary import labels

METRIC_SOURCES = ("derived", "semconv_next", "semconv", "claude_code")
"""In the order of preference: for one service the first that has a signal is used."""
TRACES = "traces"

CALL_OPERATIONS = ("chat", "generate_content", "text_completion", "embeddings")
TOKEN_TYPES = ("input", "cache_read", "cache_write", "output", "reasoning")

FAILED = equals(labels.FAILED, "true")
TIMED = equals(labels.TIMED, "true")
SDK_FAILED = present(labels.ERROR_TYPE)
SDK_SUCCEEDED = equals(labels.ERROR_TYPE, "")

DURATION = "gen_ai_client_operation_duration_seconds"
FIRST_CHUNK = "gen_ai_client_operation_time_to_first_chunk_seconds"
TOOL_DURATION = "gen_ai_execute_tool_duration_seconds"
RUN_DURATION = "gen_ai_invoke_agent_duration_seconds"
WITHOUT_USAGE = "agentdash_calls_without_usage_total"
WITHOUT_MODEL = "agentdash_calls_without_model_total"

_NEXT = "gen_ai_client_inference_duration_seconds"
_NEXT_EMBEDDINGS = "gen_ai_client_embeddings_duration_seconds"
_CLAUDE_LABELS = ((labels.MODEL, "model"), (labels.ASKED_MODEL, "model"), (labels.AGENT, "agent_name"))
_CLAUDE_TYPES = {
    "input": ("input", "cacheRead", "cacheCreation"), "cache_read": ("cacheRead",),
    "cache_write": ("cacheCreation",), "output": ("output",),
}


def token_metric(token_type: str) -> str:
    """The canonical counter of a token type: ``gen_ai_usage_input_tokens_total`` (the Gigapipe post's names)."""
    return f"gen_ai_usage_{token_type}_tokens_total"


def calls(suffix: str, derived: tuple[Matcher, ...], sdk: tuple[Matcher, ...]) -> dict[str, tuple[Series, ...]]:
    """Series of calls to models; ``suffix`` is ``_count`` or ``_bucket``."""
    model_calls = one_of(labels.OPERATION, CALL_OPERATIONS)
    return {
        "derived": (Series(DURATION + suffix, derived),),
        "semconv": (Series(DURATION + suffix, (*sdk, model_calls)),),
        "semconv_next": (Series(_NEXT + suffix, sdk), Series(_NEXT_EMBEDDINGS + suffix, sdk)),
    }


def first_chunk() -> dict[str, tuple[Series, ...]]:
    """Series of the time to the first token or chunk of a streamed answer."""
    return {
        "derived": (Series(f"{FIRST_CHUNK}_bucket"),),
        "semconv": (Series(f"{FIRST_CHUNK}_bucket"),),
        "semconv_next": (Series("gen_ai_client_inference_time_to_first_chunk_seconds_bucket"),),
    }


def work(metric: str, suffix: str, derived: tuple[Matcher, ...], sdk: tuple[Matcher, ...]) -> dict[str, tuple[Series, ...]]:
    """Series of tool runs or agent runs, which all dialects name alike."""
    return {
        "derived": (Series(metric + suffix, derived),),
        "semconv": (Series(metric + suffix, sdk),),
        "semconv_next": (Series(metric + suffix, sdk),),
    }


def tokens(token_type: str) -> dict[str, tuple[Series, ...]]:
    """Series of one token type. SDK metrics of the older conventions know only input and output."""
    found: dict[str, tuple[Series, ...]] = {"derived": (Series(token_metric(token_type)),)}
    if token_type in {"input", "output"}:
        found["semconv"] = (
            Series("gen_ai_client_token_usage_sum", (equals("gen_ai_token_type", token_type),)),
        )
    name = {"cache_read": "cache_read_input", "cache_write": "cache_write_input", "reasoning": "reasoning_output"}
    found["semconv_next"] = (
        Series(f"gen_ai_client_inference_usage_{name.get(token_type, token_type)}_tokens_total"),
    )
    if token_type in _CLAUDE_TYPES:
        found["claude_code"] = (
            Series("claude_code_token_usage_tokens_total", (one_of("type", _CLAUDE_TYPES[token_type]),), _CLAUDE_LABELS),
        )
    return found

"""The telemetry sources: which series each dialect keeps a signal in.

``derived`` are the series agentdash's Collector configuration makes from spans (the default). The others are what SDKs
export by themselves, for people who run a Collector of their own: ``semconv`` (GenAI conventions to 1.41),
``semconv_next`` (semantic-conventions-genai, autumn 2026), ``claude_code``. ``traces`` has no series: TraceQL only.
"""

from __future__ import annotations

from agentdash.query.promql import Matcher, equals, one_of, present
from agentdash.signals.series import Series
from agentdash.signals.spans import OPERATIONS
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, TokenType

METRIC_SOURCES = ("derived", "semconv_next", "semconv", "claude_code")
"""In the order of preference: for one service the first that has a signal is used."""
TRACES = "traces"


FAILED = equals(labels.FAILED, "true")
SUCCEEDED = equals(labels.FAILED, "false")
TIMED = equals(labels.TIMED, "true")
SDK_FAILED = present(labels.ERROR_TYPE)
SDK_SUCCEEDED = equals(labels.ERROR_TYPE, "")

DURATION = "gen_ai_client_operation_duration_seconds"
FIRST_CHUNK = "gen_ai_client_operation_time_to_first_chunk_seconds"
TOOL_DURATION = "gen_ai_execute_tool_duration_seconds"
RUN_DURATION = "gen_ai_invoke_agent_duration_seconds"
UNTIMED_RUNS = "agentdash_untimed_runs_total"
"""Of programs whose runs only log events tell, which have a beginning and no end."""
WITHOUT_USAGE = "agentdash_calls_without_usage_total"
WITHOUT_MODEL = "agentdash_calls_without_model_total"
UNCLEAR = "agentdash_unclear_spans_total"
CARRIED = "agentdash_carried_calls_total"

_NEXT = "gen_ai_client_inference_duration_seconds"
_NEXT_EMBEDDINGS = "gen_ai_client_embeddings_duration_seconds"
CLAUDE_LABELS = ((labels.MODEL, "model"), (labels.ASKED_MODEL, "model"), (labels.AGENT, "agent_name"))
_CLAUDE_TYPES = {INPUT: ("input", "cacheRead", "cacheCreation"), CACHE_READ: ("cacheRead",), CACHE_WRITE: ("cacheCreation",), OUTPUT: ("output",)}


def calls(suffix: str, derived: tuple[Matcher, ...], sdk: tuple[Matcher, ...]) -> dict[str, tuple[Series, ...]]:
    """Series of calls to models; ``suffix`` is ``_count`` or ``_bucket``."""
    model_calls = one_of(labels.OPERATION, OPERATIONS["call"])
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


def work(metric: str, suffix: str, derived: tuple[Matcher, ...] = (), sdk: tuple[Matcher, ...] = ()) -> dict[str, tuple[Series, ...]]:
    """Series of tool runs or agent runs, which all dialects name alike."""
    return {
        "derived": (Series(metric + suffix, derived),),
        "semconv": (Series(metric + suffix, sdk),),
        "semconv_next": (Series(metric + suffix, sdk),),
    }


def runs() -> dict[str, tuple[Series, ...]]:
    """Series of agent runs, timed or not."""
    found = work(RUN_DURATION, "_count")
    return {**found, "derived": (*found["derived"], Series(UNTIMED_RUNS))}


def failed_work(metric: str) -> dict[str, tuple[Series, ...]]:
    """Series of tool runs or agent runs that failed."""
    return work(metric, "_count", (FAILED,), (SDK_FAILED,))


def tokens(one: TokenType) -> dict[str, tuple[Series, ...]]:
    """Series of one token type. SDK metrics of the older conventions know only input and output."""
    found: dict[str, tuple[Series, ...]] = {"derived": (Series(one.metric),)}
    if one in (INPUT, OUTPUT):
        found["semconv"] = (Series("gen_ai_client_token_usage_sum", (equals("gen_ai_token_type", one.name),)),)
    # The conventions' counters are called after the attributes of spans: gen_ai.usage.cache_read.input_tokens.
    usage = one.attribute.removeprefix("gen_ai.usage.").replace(".", "_")
    found["semconv_next"] = (Series(f"gen_ai_client_inference_usage_{usage}_total"),)
    if one in _CLAUDE_TYPES:
        found["claude_code"] = (Series("claude_code_token_usage_tokens_total", (one_of("type", _CLAUDE_TYPES[one]),), CLAUDE_LABELS),)
    return found

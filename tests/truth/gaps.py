"""Cells that the telemetry cannot make true: why, how that was seen, and what to do about it.

A gap that has become true fails the truth test as stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """What is missing, how that was seen in the recording, and the remedy for people who run such a program."""

    why: str
    remedy: str


_TOKENS = ("input_tokens", "cache_read_tokens", "output_tokens", "input_tokens_by_model", "output_tokens_by_model", "tokens_by_model",
           "cost", "cost_by_model")
_FIRST_TOKEN = ("first_token_p50", "first_token_p95")

_HAYSTACK_TOKENS = Gap(
    "No span of Haystack's own tracing carries a model or tokens (0 of 150); without content tracing they are in no attribute at all.",
    "Add the provider's instrumentation, e.g. opentelemetry-instrumentation-genai-openai: its spans are the calls then.")
_AGENTS_TOKENS = Gap(
    "The spans of chat-completions models carry neither usage nor a model that answered (24 calls); those of the Responses API "
    "are complete (106 calls).",
    "Use the Responses API, or add the provider's instrumentation below.")
_LLAMAINDEX_EMBEDDINGS = Gap(
    "Embedding spans carry no tokens (24 calls, 955 tokens), and count as calls without usage.",
    "Add the embedding provider's instrumentation below.")
_COPILOT_FIRST_CHUNK = Gap(
    "`gen_ai.response.time_to_first_chunk` is nearly the whole call (P50 0.67 s where the server sent the first chunk after 0.31 s).",
    "None on this side; read it as the latency.")


def _gaps() -> Iterator[tuple[str, tuple[str, ...], Gap]]:
    yield "haystack_native", (*_TOKENS, "calls_without_usage"), _HAYSTACK_TOKENS
    yield "haystack_native", _FIRST_TOKEN, Gap("No span tells of a first chunk (14 streams).", _HAYSTACK_TOKENS.remedy)
    yield "agents_traceloop", (*_TOKENS, "calls_without_usage"), _AGENTS_TOKENS
    yield "agents_traceloop", _FIRST_TOKEN, Gap("No span tells of a first chunk (8 streams), and there are no metrics.", _AGENTS_TOKENS.remedy)
    yield "llamaindex_openinference", ("input_tokens_by_model", "tokens_by_model", "cost_by_model", "calls_without_usage"), _LLAMAINDEX_EMBEDDINGS
    yield "llamaindex_openinference", ("p95", "p95_stat"), Gap(
        "Spans of streams end when the stream begins (68 calls), so only the 78 others are timed; the first one took 1.4 s longer in "
        "the program than at the server.",
        "Add the provider's instrumentation below: its spans end with the stream.")
    yield "llamaindex_openinference", ("first_token_p95",), Gap(
        "For Claude the event comes with the first text, later than the first chunk (0.86 to 1.28 s, the first chunks 0.51 to 0.78 s).",
        "Add the provider's instrumentation below.")
    yield "crewai_traceloop_plus_openai", ("tool_runs", "failed_tool_runs"), Gap(
        "There is no span for a tool (0 of 34 runs).", "Put spans named by the conventions (`execute_tool`) around your tools.")
    yield "claude_code", ("errors_by_kind",), Gap(
        "Attempts that Claude Code repeats by itself leave only their number (`attempt`): 11 failures are counted, as `retried`.",
        "None; failures that end a call carry their kind.")
    yield "claude_code", ("tool_runs", "failed_tool_runs"), Gap(
        "A refused `Write` leaves neither span nor log event (5 of 93 runs, all failed).", "None.")
    yield "copilot_cli102", ("errors_by_kind",), Gap(
        "Every failed attempt says `ModelCallError` without an HTTP status: 11 failures are counted, as `other`.", "None.")
    yield "copilot_cli102", _FIRST_TOKEN, _COPILOT_FIRST_CHUNK
    yield "langchain_traceloop", _FIRST_TOKEN, Gap(
        "Streams of OpenAI models tell no first chunk (4 of 9); Claude's do, by the Anthropic SDK's own spans.",
        "Use opentelemetry-instrumentation-genai-langchain, which reports it.")


NOT_REPORTED: dict[tuple[str, str], Gap] = {(name, cell): gap for name, cells, gap in _gaps() for cell in cells}

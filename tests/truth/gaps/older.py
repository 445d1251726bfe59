"""The first thirteen recordings."""

from __future__ import annotations

from tests.truth.gaps.gap import BY_MODEL, COST, FIRST_TOKEN, TOKENS, TOOLS, Found, gap

_PROVIDERS = "Add the provider's instrumentation, e.g. opentelemetry-instrumentation-genai-openai: its spans are the calls then."
_BELOW = "Add the provider's instrumentation below: its spans end with the stream."
_RESPONSES = "Use the Responses API, or add the provider's instrumentation below."


def gaps() -> Found:
    """Cells that they cannot tell."""
    yield from gap("haystack_native", (*TOKENS, *COST, "calls_without_usage"), (
        "No span of Haystack's own tracing carries a model or tokens (0 of 150); without content tracing they are in no attribute at all."), _PROVIDERS)
    yield from gap("haystack_native", dict.fromkeys(FIRST_TOKEN, "none"), "No span tells of a first chunk (14 streams).", _PROVIDERS)
    yield from gap("agents_traceloop", (*TOKENS, *COST, "calls_without_usage"), (
        "The spans of chat-completions models carry neither usage nor a model that answered (24 calls); those of the Responses API "
        "are complete (106 calls)."), _RESPONSES)
    yield from gap("agents_traceloop", dict.fromkeys(FIRST_TOKEN, "none"),
                   "No span tells of a first chunk (8 streams), and there are no metrics.", _RESPONSES)
    yield from gap("llamaindex_openinference", (*BY_MODEL, "calls_without_usage"),
                   "Embedding spans carry no tokens (24 calls, 955 tokens), and count as calls without usage.",
                   "Add the embedding provider's instrumentation below.")
    yield from gap("crewai_traceloop_plus_openai", dict.fromkeys(TOOLS, 0.0), "There is no span for a tool (0 of 34 runs).",
                   "Put spans named by the conventions (`execute_tool`) around your tools.")
    yield from gap("claude_code", {"errors_by_kind": {"retried": 11}}, (
        "Attempts that Claude Code repeats by itself leave only their number (`attempt`): 11 failures are counted, as `retried`."),
        "None; failures that end a call carry their kind.")
    yield from gap("claude_code", {"tool_runs": 88, "failed_tool_runs": 9},
                   "A refused `Write` leaves neither span nor log event (5 of 93 runs, all failed).", "None.")
    yield from gap("copilot_cli102", {"errors_by_kind": {"other": 11}},
                   "Every failed attempt says `ModelCallError` without an HTTP status: 11 failures are counted, as `other`.", "None.")
    yield from gap("langchain_traceloop", ("first_token_p50",),
                   "Streams of OpenAI models tell no first chunk (4 of 9); Claude's do, by the Anthropic SDK's own spans.",
                   "Use opentelemetry-instrumentation-genai-langchain, which reports it.")

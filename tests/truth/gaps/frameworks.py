"""Frameworks and their instrumentations, in Python and JavaScript."""

from __future__ import annotations

from tests.truth.gaps.gap import FIRST_TOKEN, RUNS, TOOLS, Found, gap

_PROVIDERS = "Add the provider's instrumentation, e.g. opentelemetry-instrumentation-genai-openai: its spans are the calls then."
_SPANS = "Put spans named by the conventions (`invoke_agent`, `execute_tool`) around your agents and tools."
_NO_FIRST_TOKEN = dict.fromkeys(FIRST_TOKEN, "none")
_NOTHING_BY_MODEL = dict.fromkeys(("input_tokens_by_model", "output_tokens_by_model", "tokens_by_model", "cost_by_model"), "none")
_NO_TOKENS = {"input_tokens": 0.0, "cache_read_tokens": 0.0, "output_tokens": 0.0, "cost": 0.0, **_NOTHING_BY_MODEL}


def gaps() -> Found:
    """Cells that they cannot tell."""
    yield from _python()
    yield from _openinference()
    yield from _javascript()
    yield from _own_spans()


def _python() -> Found:
    yield from gap("bedrock_openllmetry", {
        "input_tokens": 274_045, "cache_read_tokens": 85_760, "cache_write_tokens": 22_144,
        "input_tokens_by_model": {"claude-haiku-4-5": 127_086, "claude-sonnet-4-5": 113_104, "nova-lite": 33_855},
        "tokens_by_model": {"claude-haiku-4-5": 134_347, "claude-sonnet-4-5": 117_920, "nova-lite": 38_662},
    }, "The spans of `invoke_model` (7 of 112) have no cached tokens: 1,825 read and 2,637 written are in no attribute.", "Use the Converse API.")
    yield from gap("bedrock_openllmetry", ("cost_by_model",), (
        "As the cached tokens; and Nova's cache writes, which the book gives no price of their own, are a matter of 0.0004 USD."), "Use the Converse API.")
    yield from gap("bedrock_openllmetry", _NO_FIRST_TOKEN, "No span and no metric tells of a first chunk (17 streams).", "None.")
    yield from gap("google_genai", {
        "calls": 97, "error_ratio": 12 / 97, "input_tokens": 143_914, "cache_read_tokens": 25_892, "output_tokens": 15_037, "reasoning_tokens": 5_345,
        "input_tokens_by_model": {"gemini-2.5-flash": 143_914}, "output_tokens_by_model": {"gemini-2.5-flash": 15_037},
        "tokens_by_model": {"gemini-2.5-flash": 158_951}, "cost": 0.0737759, "cost_by_model": {"gemini-2.5-flash": 0.0737759},
    }, "Calls inside automatic function calling (56 of 153) are on no span, no metric and in no log event: only the last one of each chain is.",
        "Turn automatic function calling off, or call tools by a framework that makes spans.")
    yield from gap("google_genai", dict.fromkeys(RUNS, 0.0), "There is no span of an agent (43 runs).", _SPANS)
    yield from gap("haystack2_traceloop", {**_NO_TOKENS, "calls_without_usage": 140}, (
        "No attribute carries a model or tokens; pipelines without an agent (44 calls) have them inside the text of their output."), _PROVIDERS)
    yield from gap("haystack2_traceloop", _NO_FIRST_TOKEN, "No span tells of a first chunk (8 streams).", _PROVIDERS)
    yield from gap("haystack2_traceloop", {"failed_tool_runs": 0.0},
                   "Tools that failed (7 of 60) hand their error to the model: the component's span ends well, and says nothing of it.", "None.")
    yield from gap("semantic_kernel", {
        "calls": 129, "error_ratio": 15 / 129, "input_tokens_by_model": {"gpt-4.1-mini": 27_988, "gpt-4o": 142_569},
        "tokens_by_model": {"gpt-4.1-mini": 32_186, "gpt-4o": 152_839},
    }, "Embeddings leave no span (2 calls, 151 tokens).", _PROVIDERS)
    yield from gap("semantic_kernel", {"cache_read_tokens": 0.0, "cost": 0.477034, "cost_by_model": {"gpt-4.1-mini": 0.017912, "gpt-4o": 0.459122}},
                   "No attribute carries cached tokens (41,728 of 170,708 input tokens), so that they cost as much as others.", _PROVIDERS)
    yield from gap("semantic_kernel", _NO_FIRST_TOKEN, "No span and no metric tells of a first chunk (15 streams).", _PROVIDERS)
    yield from gap("strands", {"reasoning_tokens": 0.0}, "No attribute carries reasoning tokens (359).", "None.")
    yield from gap("openlit_1.45", FIRST_TOKEN, (
        "Spans and metric say 0.0005 s for every stream (29): the time until the SDK's call returned, not until the first chunk came."), "None.")
    yield from gap("langgraph_langsmith_otel", ("first_token_p50",),
                   "Streams of OpenAI models tell no first chunk (9 of 24); Claude's do, by the Anthropic SDK's own spans.", "None.")
    yield from gap("litellm_otel", ("runs", "failed_runs"), "Of 39 runs 24 have a span: LiteLLM's own are those of calls, and the program had none around the others.", _SPANS)
    yield from gap("litellm_otel", dict.fromkeys(TOOLS, 0.0), "There is no span of a tool (47 runs).", _SPANS)
    yield from gap("litellm_otel", _NO_FIRST_TOKEN,
                   "No span tells of a first chunk (29 streams); the metric's bounds are of 5 s, all of it lies in one bucket.", "None.")
    embeddings = {"gpt-4o": 0.257158, "gpt-4o-mini": 0.0030042, "gpt-5-mini": 0.0054039, "claude-sonnet-4-5": 0.172696}
    yield from gap("mlflow_autolog", {
        "input_tokens_by_model": {"claude-sonnet-4-5": 52_301, "gpt-4o": 91_299, "gpt-4o-mini": 13_928, "gpt-5-mini": 13_718},
        "tokens_by_model": {"claude-sonnet-4-5": 56_030, "gpt-4o": 97_150, "gpt-4o-mini": 15_933, "gpt-5-mini": 15_310},
        "cost_by_model": embeddings, "calls_without_usage": 10,
    }, "Spans of embeddings have no usage (6 calls, 357 tokens), and count as calls without usage.", "None.")
    yield from gap("mlflow_autolog", {"reasoning_tokens": 0.0}, "The usage that MLflow writes has no reasoning tokens (633).", "None.")


def _openinference() -> Found:
    yield from gap("agno_openinference", {"reasoning_tokens": 0.0}, "No attribute carries reasoning tokens (755).", "None.")
    yield from gap("agno_openinference", ("first_token_p50",),
                   "Streams of OpenAI models tell no first chunk (8 of 27); Claude's do, by the Anthropic SDK's own spans.", "None.")
    yield from gap("dspy_openinference", {**_NO_TOKENS, "cache_write_tokens": 0.0, "calls_without_usage": 145},
                   "No attribute carries tokens (0 of 316,503).", _PROVIDERS)
    yield from gap("smolagents_openinference", {"cache_read_tokens": 44_672, "reasoning_tokens": 757,
                                                "cost_by_model": {"gpt-4o": 0.310585, "gpt-4o-mini": 0.0246723}}, (
        "Of calls that are streamed (26 of 126) nothing carries cached or reasoning tokens (12,032 of 56,704, and 127 of 884); of others the text "
        "of the answer does."), _PROVIDERS)
    yield from gap("smolagents_openinference", _NO_FIRST_TOKEN, "No span tells of a first chunk (26 streams).", _PROVIDERS)
    yield from gap("openai_agents_openinference", _NO_FIRST_TOKEN, "No span tells of a first chunk (17 streams).", "None.")


def _javascript() -> Found:
    yield from gap("langchainjs_openinference", {
        "calls": 137, "errors": 16, "error_ratio": 16 / 137, "errors_by_kind": {"rate_limit": 5, "server_error": 5, "invalid_request": 3, "overloaded": 3},
        "input_tokens_by_model": {"gpt-4.1-mini": 56_339, "gpt-4o": 84_413, "gpt-4o-mini": 58_891},
        "tokens_by_model": {"gpt-4.1-mini": 58_953, "gpt-4o": 90_372, "gpt-4o-mini": 64_663},
        "cost_by_model": {"gpt-4.1-mini": 0.021534, "gpt-4o": 0.251262, "gpt-4o-mini": 0.0113945},
    }, "Embeddings leave no span (4 calls, 2 of them failed).", _PROVIDERS)
    yield from gap("langchainjs_openinference", _NO_FIRST_TOKEN, "No span tells of a first chunk (33 streams).", _PROVIDERS)
    yield from gap("genkit_anthropic", _NO_FIRST_TOKEN, "No span tells of a first chunk (14 streams).", "None.")


def _own_spans() -> Found:
    why = "Agents and tools are spans of the program's own, or none: no attribute says what they are ({})."
    yield from gap("bedrock_openllmetry", (*RUNS, *TOOLS), why.format("35 spans `policy_agent` and `docs_agent`, none of the 40 tool runs"), _SPANS)
    yield from gap("litellm_proxy_gateway", (*RUNS, *TOOLS), why.format("32 spans `order_agent` and `claude_agent`, none of the 43 tool runs"), _SPANS)
    yield from gap("logfire_openai_anthropic", (*RUNS, *TOOLS), why.format("20 spans `helper`, 35 spans `tool {name}`"), _SPANS)

"""What SDKs' own metrics do not hold of the recordings, and how much of the truth they do."""

from __future__ import annotations

GAPS: dict[tuple[str, str], tuple[str, float]] = {
    ("openai_traceloop", "calls"): ("the Responses API is on no metric", 0.951),
    ("openai_traceloop", "input_tokens"): ("the Responses API is on no metric", 0.946),
    ("openai_traceloop", "output_tokens"): ("the Responses API is on no metric", 0.920),
    ("langchain_traceloop", "calls"): ("failures are on no metric", 0.863),
    ("langchain_traceloop", "errors"): ("failures are on no metric", 0.0),
    ("langchain_traceloop", "input_tokens"): ("cached tokens of Anthropic models only where streamed", 0.651),
    ("claude_code", "calls"): ("no metric counts requests", 0.0),
    ("claude_code", "errors"): ("no metric counts requests", 0.0),
}

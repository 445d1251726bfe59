"""Programs in which several spans tell of one call, and the same programs with only one of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from tests.telemetry import recordings, spans
from tests.telemetry.recordings import Recording
from tests.truth.variants import attribute, variant

ANTHROPIC_SDK = "com.anthropic.sdk.python"
_OPENAI = "opentelemetry.instrumentation.openai.v1"
_BELOW = 1_000_000
"""Nanoseconds by which a span inside another one begins later and ends earlier."""


def _inner(outer: dict[str, Any], name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """The span that an instrumentation further down makes of the same call."""
    inner = copy.deepcopy(outer)
    inner |= {"spanId": spans.span_id(), "parentSpanId": outer["spanId"], "name": name, "kind": spans.CLIENT,
              "startTimeUnixNano": str(int(outer["startTimeUnixNano"]) + _BELOW), "endTimeUnixNano": str(int(outer["endTimeUnixNano"]) - _BELOW),
              "attributes": spans.attributes(attributes)}
    return inner


def _usage(outer: dict[str, Any], names: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {target: int(found) for target, source in names if (found := attribute(outer, source)) is not None}


def _openai_below_langchain(span: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    if span["name"] == "ChatOpenAI.chat":
        names = ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.cache_read.input_tokens")
        model = attribute(span, "gen_ai.response.model") or attribute(span, "gen_ai.request.model")
        yield _OPENAI, _inner(span, "openai.chat", {
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": attribute(span, "gen_ai.request.model") or model,
            "gen_ai.response.model": model, **_usage(span, ((name, name) for name in names))})


def _openai_below_llamaindex(span: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    if span["name"].startswith("OpenAI.") and span["name"].removeprefix("OpenAI.") in {"chat", "achat", "stream_chat", "astream_chat"}:
        usage = (("gen_ai.usage.input_tokens", "llm.token_count.prompt"), ("gen_ai.usage.output_tokens", "llm.token_count.completion"),
                 ("gen_ai.usage.cache_read.input_tokens", "llm.token_count.prompt_details.cache_read"))
        yield _OPENAI, _inner(span, "openai.chat", {
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": attribute(span, "llm.model_name"),
            "gen_ai.response.model": attribute(span, "llm.model_name"), **_usage(span, usage)})


def _openllmetry_below_genai(span: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    if attribute(span, "gen_ai.operation.name") in {"chat", "embeddings"}:
        inner = _inner(span, "openai.chat", {})
        inner["attributes"] = copy.deepcopy(span["attributes"])
        yield _OPENAI, inner


VARIANTS: dict[str, dict[str, Any]] = {
    "anthropic_traceloop/sdk": {"keep": lambda scope, span: "instrumentation.anthropic" not in scope},
    "anthropic_traceloop/instrumentation": {"keep": lambda scope, span: scope != ANTHROPIC_SDK},
    "langchain_traceloop/instrumentation": {"keep": lambda scope, span: scope != ANTHROPIC_SDK},
    "langchain_traceloop/openai-below": {"add": _openai_below_langchain},
    "llamaindex_openinference/innermost": {"keep": lambda scope, span: span["name"] not in {"OpenAI.predict", "OpenAIEmbedding.get_query_embedding"}},
    "llamaindex_openinference/openai-below": {"add": _openai_below_llamaindex},
    "openai_genai/openllmetry-below": {"add": _openllmetry_below_genai},
    "copilot_cli102/no-agents": {"keep": lambda scope, span: not span["name"].startswith("invoke_agent")},
}
"""Service name to what is left out or added. The part before the slash is the recording whose truth holds."""


def variants() -> list[Recording]:
    """All of them."""
    return [variant(recordings.load(name.split("/")[0]), name, **changes) for name, changes in VARIANTS.items()]

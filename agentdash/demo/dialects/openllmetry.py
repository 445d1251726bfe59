"""OpenLLMetry's instrumentation of Anthropic (opentelemetry-instrumentation-anthropic 0.62.4), and beside it the spans that Anthropic's SDK
makes of the same requests (anthropic 2.12): each call has two, and is one."""

from __future__ import annotations

import json
from collections.abc import Iterator

from agentdash.demo.dialects import genai
from agentdash.demo.span import CLIENT, ERROR, OK, Span, Value, exception
from agentdash.demo.work import Call, Run

SDK = genai.SDK

_CALLS = ("opentelemetry.instrumentation.anthropic", "0.62.4")
_OWN = ("com.anthropic.sdk.python", "2.12.0")
_ASKED = json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Where is the invoice of October?"}]}])
_KINDS = {429: "rate_limit_error", 529: "overloaded_error", 500: "api_error", 400: "invalid_request_error"}


def spans(run: Run) -> Iterator[Span]:
    """The spans of a run."""
    top = genai.agent(run)
    for begin, step in run.timed():
        if isinstance(step, Call):
            yield _sdk(step, begin, top)
            yield _call(step, begin, top)
        else:
            yield genai.tool(step, begin, top)
    yield top


def _call(step: Call, begin: float, top: Span) -> Span:
    attributes: dict[str, Value] = {
        "gen_ai.provider.name": "anthropic", "gen_ai.operation.name": "chat", "gen_ai.request.model": step.asked, "gen_ai.request.max_tokens": 512,
        "gen_ai.input.messages": _ASKED,
    }
    end = begin + step.seconds
    if step.failure is not None:
        attributes["error.type"] = step.failure.name
        return Span("anthropic.chat", _CALLS, begin, end, attributes, CLIENT, ERROR, step.failure.message,
                    (exception(f"anthropic.{step.failure.name}", step.failure.message, end),), top, step)
    attributes |= {"gen_ai.response.model": step.answered, "gen_ai.response.finish_reasons": ["stop"]}
    if step.usage is not None:
        attributes |= {
            "gen_ai.usage.input_tokens": step.usage.input, "gen_ai.usage.output_tokens": step.usage.output,
            "gen_ai.usage.total_tokens": step.usage.input + step.usage.output,
            "gen_ai.usage.cache_read.input_tokens": step.usage.cache_read, "gen_ai.usage.cache_creation.input_tokens": step.usage.cache_write,
        }
    return Span("anthropic.chat", _CALLS, begin, end, attributes, CLIENT, OK, parent=top, fact=step)


def _sdk(step: Call, begin: float, top: Span) -> Span:
    """The request, as the SDK below saw it."""
    attributes: dict[str, Value] = {
        "server.address": "api.anthropic.com", "server.port": 443, "gen_ai.provider.name": "anthropic", "gen_ai.operation.name": "chat",
        "gen_ai.request.model": step.asked, "gen_ai.request.max_tokens": 512, "http.request.method": "POST", "http.route": "/v1/messages",
    }
    begin, end = begin + 0.001, begin + step.seconds - 0.001
    if step.failure is not None:
        attributes |= {"http.response.status_code": step.failure.status, "error.type": _KINDS[step.failure.status]}
        return Span("anthropic.messages.create", _OWN, begin, end, attributes, CLIENT, ERROR, parent=top)
    attributes |= {"http.response.status_code": 200, "gen_ai.response.model": step.answered}
    if step.usage is not None:
        attributes |= {
            "gen_ai.usage.input_tokens": step.usage.input, "gen_ai.usage.output_tokens": step.usage.output,
            "gen_ai.usage.cache_read.input_tokens": step.usage.cache_read, "gen_ai.usage.cache_write.input_tokens": step.usage.cache_write,
        }
    return Span("anthropic.messages.create", _OWN, begin, end, attributes, CLIENT, OK, parent=top)

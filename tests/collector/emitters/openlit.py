"""OpenLIT, by version and by what it instruments."""

from __future__ import annotations

from collections.abc import Iterator

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, ERROR, Span

_OPERATION, _PROVIDER = "gen_ai.operation.name", "gen_ai.provider.name"
_ASKED, _SERVED, _AGENT = "gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.name"
_GPT, _GPT_DATED = "gpt-4o", "gpt-4o-2024-08-06"
_CLAUDE, _CLAUDE_DATED = "claude-sonnet-4-5", "claude-sonnet-4-5-20250929"


def openlit() -> Row:
    """The input of Anthropic models leaves cached tokens out; the first token is counted from when the call returned; HTTP spans stand below the calls."""
    def chat(model: str, served: str, provider: str, **more: int) -> Span:
        return Span(f"chat {model}", {_OPERATION: "chat", _PROVIDER: provider, "telemetry.sdk.name": "openlit", _ASKED: model, _SERVED: served,
                                      **usage("gen_ai.usage.", **more)}, f"openlit.instrumentation.{provider}", kind=CLIENT)

    claude = chat(_CLAUDE, _CLAUDE_DATED, "anthropic", input_tokens=101, output_tokens=40, cache_read__input_tokens=1003, cache_creation__input_tokens=207)
    claude.attributes |= {"gen_ai.server.time_to_first_token": 0.0004, "gen_ai.request.stream": True}
    gpt = chat(_GPT, _GPT_DATED, "openai", input_tokens=200, output_tokens=20, cache_read__input_tokens=100, reasoning_tokens=5)
    bad = failed(chat(_GPT, _GPT, "openai"), "Error code: 400", "openai.BadRequestError")
    bad.attributes["error.type"] = "BadRequestError"
    post = Span("POST", {"http.request.method": "POST", "http.response.status_code": 400}, "opentelemetry.instrumentation.httpx", bad, CLIENT, status=ERROR)
    return Row("openlit", "OpenLIT 1.45", (tree(claude, gpt, post, bad),), models={_CLAUDE_DATED: 1, _GPT_DATED: 1, _GPT: 1},
               errors={"invalid_request": 1}, tokens={"input": 1511, "output": 60, "cache_read": 1103, "cache_write": 207, "reasoning": 5},
               providers=("anthropic", "openai"), resource={"telemetry.sdk.name": "openlit"})


def openlit_1_36() -> Row:
    """One scope for all SDKs; streams of OpenAI models tell a guess in place of usage; a failed call has a name and no attributes."""
    scope = "openlit.otel.tracing"

    def chat(streamed: bool, **more: int) -> Span:
        return Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED, "gen_ai.request.is_stream": streamed,
                                     "gen_ai.server.time_to_first_token": 0.001 if streamed else 0.999, **usage("gen_ai.usage.", **more)}, scope, kind=CLIENT)

    good = chat(False, input_tokens=200, output_tokens=20, cache_read__input_tokens=100)
    guessed = chat(True, input_tokens=4, output_tokens=30)
    bad = failed(Span(f"chat {_GPT}", {}, scope, kind=CLIENT), "RateLimitError: Error code: 429 - Rate limit reached", "openai.RateLimitError")
    return Row("openlit_1_36", "OpenLIT 1.36", (tree(good, guessed, bad),), models={_GPT_DATED: 2, _GPT: 1}, errors={"rate_limit": 1},
               tokens={"input": 200, "output": 20, "cache_read": 100}, without_usage=1, resource={"telemetry.sdk.name": "openlit"})


def openlit_langgraph() -> Row:
    """The provider's name in place of a model that was not found; a failed graph has no operation, only a name; nodes of a graph are called agents."""
    scope, groups = "openlit.instrumentation", []
    for wrong in (False, True):
        graph = Span("invoke_workflow helper", {"gen_ai.workflow.name": "helper"}, f"{scope}.langgraph", seconds=4)
        agent = Span("invoke_agent helper", {_OPERATION: "invoke_agent", _PROVIDER: "langchain", _AGENT: "helper"}, f"{scope}.langchain", graph, seconds=4)
        node = Span("invoke_agent model", {_OPERATION: "invoke_agent", _PROVIDER: "langgraph", _AGENT: "model"}, f"{scope}.langgraph", graph, seconds=2)
        call = Span("chat anthropic", {_OPERATION: "chat", _PROVIDER: "anthropic", _ASKED: "anthropic"}, f"{scope}.langchain", agent, CLIENT)
        if wrong:
            failed(call, "Error code: 429 - Rate limit reached", "anthropic.RateLimitError")
            failed(graph, "Error code: 429 - Rate limit reached", "anthropic.RateLimitError").attributes["error.type"] = "RateLimitError"
        else:
            graph.attributes[_OPERATION] = "invoke_workflow"
            call.attributes |= {_SERVED: _CLAUDE_DATED, **usage("gen_ai.usage.", input_tokens=500, output_tokens=50, cache_read__input_tokens=300)}
        groups.append(tree(call, node, agent, graph))
    return Row("openlit_langgraph", "LangGraph through OpenLIT 1.45", tuple(groups), models={_CLAUDE_DATED: 1, "unknown": 1}, errors={"rate_limit": 1},
               tokens={"input": 500, "output": 50, "cache_read": 300}, runs={"helper": 2}, failed_runs=1, providers=("anthropic",),
               resource={"telemetry.sdk.name": "openlit"})


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (openlit, openlit_1_36, openlit_langgraph):
        yield described(make)

"""JavaScript frameworks."""

from __future__ import annotations

from collections.abc import Iterator

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, ERROR, OK, Span

_OPERATION, _PROVIDER = "gen_ai.operation.name", "gen_ai.provider.name"
_ASKED, _SERVED, _AGENT, _TOOL = "gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.name", "gen_ai.tool.name"
_GPT, _GPT_DATED = "gpt-4o", "gpt-4o-2024-08-06"


def vercel_7() -> Row:
    """The run repeats the usage; embeddings twice, nested; failures carry a status code and no error type."""
    scope = "gen_ai"
    run = Span(f"invoke_agent {_GPT}", {_OPERATION: "invoke_agent", _PROVIDER: "openai", _ASKED: _GPT, _AGENT: "helper", **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, seconds=4)
    step = Span("step 1", {_OPERATION: "agent_step"}, scope, run, seconds=3)

    def chat(parent: Span, **more: int) -> Span:
        return Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, **usage("gen_ai.usage.", **more)}, scope, parent, CLIENT)

    good = chat(step, input_tokens=100, output_tokens=10, cache_read__input_tokens=60, cache_creation__input_tokens=0)
    good.attributes[_SERVED] = _GPT_DATED
    tool = Span("execute_tool lookup", {_OPERATION: "execute_tool", _TOOL: "lookup"}, scope, step)
    outer = Span("embeddings text-embedding-3-small", {_OPERATION: "embeddings", _PROVIDER: "openai", _ASKED: "text-embedding-3-small"}, scope, seconds=2)
    inner = Span("embeddings text-embedding-3-small", {_OPERATION: "embeddings", _PROVIDER: "openai", _ASKED: "text-embedding-3-small",
                                                       **usage("gen_ai.usage.", input_tokens=9)}, scope, outer, CLIENT)
    bad_run = Span(f"invoke_agent {_GPT}", {_OPERATION: "invoke_agent", _PROVIDER: "openai", _ASKED: _GPT, _AGENT: "helper"}, scope, seconds=4, status=ERROR)
    bad_step = Span("step 1", {_OPERATION: "agent_step", "http.response.status_code": 429}, scope, bad_run, seconds=3, status=ERROR)
    bad = chat(bad_step)
    bad.status, bad.attributes["http.response.status_code"] = ERROR, 429
    return Row("vercel_7", "Vercel AI SDK 7", (tree(good, tool, step, run), tree(inner, outer), tree(bad, bad_step, bad_run)),
               models={_GPT_DATED: 1, _GPT: 1, "text-embedding-3-small": 1}, errors={"rate_limit": 1},
               tokens={"input": 109, "output": 10, "cache_read": 60}, runs={"helper": 2}, failed_runs=1, tools={"lookup": 1}, providers=("openai",))


def vercel_6() -> Row:
    """No operation names; `ai.usage.*` on the outer and the inner span; an agent is a function's id."""
    scope, function = "ai", {"ai.telemetry.functionId": "helper"}
    counts = {"ai.usage.inputTokens": 100, "ai.usage.outputTokens": 30, "ai.usage.cachedInputTokens": 60, "ai.usage.reasoningTokens": 12,
              "ai.usage.inputTokenDetails.noCacheTokens": 40, "ai.usage.inputTokenDetails.cacheReadTokens": 60,
              "ai.usage.inputTokenDetails.cacheWriteTokens": 0}

    def outer(name: str) -> Span:
        return Span(name, {**function, "ai.operationId": name, "ai.model.id": _GPT, "ai.model.provider": "openai.responses", "operation.name": f"{name} helper"},
                    scope, seconds=3)

    def inner(name: str, parent: Span) -> Span:
        return Span(name, {**function, "ai.operationId": name, "ai.model.id": _GPT, "ai.model.provider": "openai.responses",
                           "gen_ai.system": "openai.responses", _ASKED: _GPT}, scope, parent, seconds=2)

    run = outer("ai.generateText")
    run.attributes |= counts
    good = inner("ai.generateText.doGenerate", run)
    good.attributes |= {**counts, _SERVED: _GPT_DATED, "ai.response.model": _GPT_DATED, **usage("gen_ai.usage.", input_tokens=100, output_tokens=30)}
    tool = Span("ai.toolCall", {**function, "ai.operationId": "ai.toolCall", "ai.toolCall.name": "lookup", "ai.toolCall.id": "t1"}, scope, run)
    stream_run = outer("ai.streamText")
    stream = inner("ai.streamText.doStream", stream_run)
    stream.attributes |= {"ai.usage.inputTokens": 50, "ai.usage.outputTokens": 5, _SERVED: _GPT_DATED, "ai.response.msToFirstChunk": 300.5}
    embed_run, embed = outer("ai.embed"), None
    embed_run.attributes |= {"ai.model.id": "text-embedding-3-small", "ai.usage.tokens": 9}
    embed = inner("ai.embed.doEmbed", embed_run)
    embed.attributes = {**function, "ai.operationId": "ai.embed.doEmbed", "ai.model.id": "text-embedding-3-small", "ai.model.provider": "openai.embedding",
                        "ai.usage.tokens": 9}
    bad_run = failed(outer("ai.generateText"), "Rate limit reached", "AI_RetryError")
    bad = failed(inner("ai.generateText.doGenerate", bad_run), "Rate limit reached", "AI_APICallError")
    return Row("vercel_6", "Vercel AI SDK 6", (tree(good, tool, run), tree(stream, stream_run), tree(embed, embed_run), tree(bad, bad_run)),
               models={_GPT_DATED: 2, _GPT: 1, "text-embedding-3-small": 1}, errors={"rate_limit": 1},
               tokens={"input": 159, "output": 35, "cache_read": 60, "reasoning": 12}, runs={"helper": 3}, failed_runs=1, tools={"lookup": 1},
               providers=("openai",), first_chunks=1)


def openllmetry_js() -> Row:
    """Failed calls, tools and agents leave no span; parents that never arrive."""
    scope, sdk, kind = "@traceloop/instrumentation-openai", "@traceloop/node-server-sdk", "traceloop.span.kind"
    lost = Span("lost", {}, sdk)
    flow = Span("trip.workflow", {kind: "workflow", "traceloop.entity.name": "trip"}, sdk, seconds=4)
    call = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED, **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=10, total_tokens=110)}, scope, flow, CLIENT)
    orphan = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED}, scope, lost, CLIENT)
    tool = Span("lookup.tool", {kind: "tool", "traceloop.entity.name": "lookup"}, sdk, flow)
    return Row("openllmetry_js", "OpenLLMetry-JS 0.27", (tree(call, tool, flow), tree(orphan)), models={_GPT_DATED: 2},
               tokens={"input": 100, "output": 10}, runs={"trip": 1}, tools={"lookup": 1}, providers=("openai",), without_usage=1)


def langchain_js() -> Row:
    """OpenInference: agents are CHAINs; an error three levels deep is one failed call."""
    scope, kind = "@arizeai/openinference-instrumentation-langchain", "openinference.span.kind"
    run = Span("LangGraph", {kind: "CHAIN"}, scope, seconds=4)
    node = Span("agent", {kind: "CHAIN"}, scope, run, seconds=3)
    call = Span("ChatOpenAI", {kind: "LLM", "llm.model_name": _GPT, **usage(
        "llm.token_count.", prompt=100, completion=30, prompt_details__cache_read=60, completion_details__reasoning=12)}, scope, node)
    tool = Span("lookup", {kind: "TOOL", "tool.name": "lookup"}, scope, run)
    bad_run = failed(Span("LangGraph", {kind: "CHAIN"}, scope, seconds=4), "500 mock", "InternalServerError")
    bad_node = failed(Span("agent", {kind: "CHAIN"}, scope, bad_run, seconds=3), "500 mock", "InternalServerError")
    bad = failed(Span("ChatOpenAI", {kind: "LLM", "llm.model_name": _GPT}, scope, bad_node), "500 mock", "InternalServerError")
    return Row("langchain_js", "LangChain.js + OpenInference 4.1", (tree(call, node, tool, run), tree(bad, bad_node, bad_run)), models={_GPT: 2},
               errors={"server_error": 1}, tokens={"input": 100, "output": 30, "cache_read": 60, "reasoning": 12}, runs={"LangGraph": 2}, failed_runs=1,
               tools={"lookup": 1})


def mastra() -> Row:
    """A failed call has status OK and the finish reason `error`; only the run is an error."""
    scope, groups = "@mastra/otel-exporter", []
    for wrong in (False, True):
        run = Span("invoke_agent Helper", {_OPERATION: "invoke_agent", _AGENT: "Helper"}, scope, seconds=4)
        generation = Span("model_generation", {_OPERATION: "model_generation", _ASKED: _GPT}, scope, run, seconds=3)
        step = Span("agent_step", {_OPERATION: "agent_step"}, scope, generation, seconds=3)
        call = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai.responses", _ASKED: _GPT, _SERVED: _GPT if wrong else _GPT_DATED,
                                     "gen_ai.response.finish_reasons": ["error"] if wrong else ["stop"], **({} if wrong else usage(
            "gen_ai.usage.", input_tokens=100, output_tokens=30, cache_read__input_tokens=60, reasoning_tokens=12))}, scope, step, CLIENT, status=OK)
        chunk = Span("model_chunk", {_OPERATION: "model_chunk"}, scope, call, seconds=0.1)
        tool = Span("execute_tool lookup", {_OPERATION: "execute_tool", _TOOL: "lookup"}, scope, run)
        if wrong:
            run.status, run.attributes["error.type"] = ERROR, "unknown"
        groups.append(tree(chunk, call, step, generation, tool, run))
    return Row("mastra", "Mastra 1.71", tuple(groups), models={_GPT_DATED: 1, _GPT: 1}, errors={"other": 1},
               tokens={"input": 100, "output": 30, "cache_read": 60, "reasoning": 12}, runs={"Helper": 2}, failed_runs=1, tools={"lookup": 2}, first_chunks=2,
               providers=("openai",))


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (vercel_7, vercel_6, openllmetry_js, langchain_js, mastra):
        yield described(make)

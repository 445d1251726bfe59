"""JavaScript frameworks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, ERROR, OK, Span

_OPERATION, _PROVIDER = "gen_ai.operation.name", "gen_ai.provider.name"
_ASKED, _SERVED, _AGENT, _TOOL = "gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.name", "gen_ai.tool.name"
_GPT, _GPT_DATED = "gpt-4o", "gpt-4o-2024-08-06"


def vercel_7() -> Row:
    """The run repeats the usage; embeddings twice, nested; failures carry a status code and no error type; a stream that breaks in a later step
    leaves its run without an error."""
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
    stream_run = Span(f"invoke_agent {_GPT}", {_OPERATION: "invoke_agent", _PROVIDER: "openai", _ASKED: _GPT, _AGENT: "helper"}, scope, seconds=6)
    began, broken = (Span(f"step {n}", {_OPERATION: "agent_step"}, scope, stream_run, seconds=seconds) for n, seconds in ((1, 5), (2, 2)))
    first, last = chat(began, input_tokens=100, output_tokens=10), chat(broken)
    first.attributes[_SERVED] = _GPT_DATED
    for one in (last, broken):
        failed(one, "Cannot connect to API: other side closed", "AI_APICallError")
    return Row("vercel_7", "Vercel AI SDK 7", (
        tree(good, tool, step, run), tree(inner, outer), tree(bad, bad_step, bad_run), tree(first, began, last, broken, stream_run)),
               models={_GPT_DATED: 2, _GPT: 2, "text-embedding-3-small": 1}, errors={"rate_limit": 1, "connection": 1},
               tokens={"input": 209, "output": 20, "cache_read": 60}, runs={"helper": 3}, failed_runs=2, tools={"lookup": 1}, providers=("openai",))


def vercel_5() -> Row:
    """Answers that are not streamed tell cached tokens only inside the provider's own metadata, and Claude's input leaves them out."""
    scope, claude = "ai", "claude-haiku-4-5"
    function = {"ai.telemetry.functionId": "helper", "ai.model.id": claude, "ai.model.provider": "anthropic.messages"}
    run = Span("ai.generateText", {**function, "ai.operationId": "ai.generateText", "ai.usage.promptTokens": 40, "ai.usage.completionTokens": 10}, scope, seconds=3)
    call = Span("ai.generateText.doGenerate", {
        **function, "ai.operationId": "ai.generateText.doGenerate", "gen_ai.system": "anthropic.messages", _ASKED: claude, _SERVED: "claude-haiku-4-5-20251001",
        "ai.usage.promptTokens": 40, "ai.usage.completionTokens": 10, **usage("gen_ai.usage.", input_tokens=40, output_tokens=10),
        "ai.response.providerMetadata": json.dumps({"anthropic": {"usage": {
            "input_tokens": 40, "output_tokens": 10, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 60,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}}, "cacheCreationInputTokens": 0, "stopSequence": None}})},
        scope, run, seconds=2)
    return Row("vercel_5", "Vercel AI SDK 5", (tree(call, run),), models={"claude-haiku-4-5-20251001": 1}, tokens={"input": 100, "output": 10, "cache_read": 60},
               runs={"helper": 1}, providers=("anthropic",))


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


def vercel_openinference() -> Row:
    """OpenInference's span processor hands a tool's failure to the calls and the run that end after it: a span that failed itself has an exception."""
    scope, kind = "ai", "openinference.span.kind"
    function = {"ai.telemetry.functionId": "helper", "ai.model.id": _GPT, "ai.model.provider": "openai.responses"}
    run = failed(Span("ai.generateText helper", {**function, "ai.operationId": "ai.generateText", kind: "AGENT"}, scope, seconds=5), "lookup is broken")

    def call(asked: str, **counts: int) -> Span:
        return Span("ai.generateText.doGenerate helper", {
            **function, "ai.operationId": "ai.generateText.doGenerate", kind: "LLM", "gen_ai.system": "openai.responses", _ASKED: _GPT, _SERVED: _GPT_DATED,
            "ai.response.finishReason": asked, **usage("gen_ai.usage.", **counts), **usage("ai.usage.", inputTokens=100, inputTokenDetails__noCacheTokens=100)},
                    scope, run, status=OK)

    first, last = call("tool-calls", input_tokens=100, output_tokens=10), failed(call("stop", input_tokens=100, output_tokens=20), "lookup is broken")
    tool = failed(Span("ai.toolCall helper", {**function, "ai.operationId": "ai.toolCall", kind: "TOOL", "ai.toolCall.name": "lookup"}, scope, run),
                  "lookup is broken", "Error")
    bad_run = failed(Span("ai.generateText helper", {**function, "ai.operationId": "ai.generateText", kind: "AGENT"}, scope, seconds=3), "Rate limit reached",
                     "AI_APICallError")
    bad = failed(Span("ai.generateText.doGenerate helper", {**function, "ai.operationId": "ai.generateText.doGenerate", kind: "LLM", _ASKED: _GPT}, scope,
                      bad_run), "Rate limit reached", "AI_APICallError")
    return Row("vercel_openinference", "Vercel AI SDK 6 + OpenInference", (tree(first, tool, last, run), tree(bad, bad_run)), models={_GPT_DATED: 2, _GPT: 1},
               errors={"rate_limit": 1}, tokens={"input": 200, "output": 30}, runs={"helper": 2}, failed_runs=1, tools={"lookup": 1}, failed_tools=1,
               providers=("openai",))


def openllmetry_js() -> Row:
    """Failed calls, tools and agents leave no span; parents that never arrive; Claude's input leaves cached tokens out."""
    scope, sdk, kind = "@traceloop/instrumentation-openai", "@traceloop/node-server-sdk", "traceloop.span.kind"
    lost = Span("lost", {}, sdk)
    flow = Span("trip.workflow", {kind: "workflow", "traceloop.entity.name": "trip"}, sdk, seconds=4)
    call = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED, **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=10, total_tokens=110)}, scope, flow, CLIENT)
    orphan = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED}, scope, lost, CLIENT)
    tool = Span("lookup.tool", {kind: "tool", "traceloop.entity.name": "lookup"}, sdk, flow)
    claude = Span("chat claude-haiku-4-5", {
        _OPERATION: "chat", _PROVIDER: "anthropic", _ASKED: "claude-haiku-4-5", _SERVED: "claude-haiku-4-5-20251001", **usage(
            "gen_ai.usage.", input_tokens=80, output_tokens=12, total_tokens=92, cache_read__input_tokens=20, cache_creation__input_tokens=0)},
        "@traceloop/instrumentation-anthropic", flow, CLIENT)
    return Row("openllmetry_js", "OpenLLMetry-JS 0.27", (tree(call, claude, tool, flow), tree(orphan)), models={_GPT_DATED: 2, "claude-haiku-4-5-20251001": 1},
               tokens={"input": 200, "output": 22, "cache_read": 20}, runs={"trip": 1}, tools={"lookup": 1}, providers=("openai", "anthropic"), without_usage=1)


def langchain_js() -> Row:
    """OpenInference: agents are CHAINs; an error three levels deep is one failed call; cache writes stand inside the answer alone."""
    scope, kind = "@arizeai/openinference-instrumentation-langchain", "openinference.span.kind"
    run = Span("LangGraph", {kind: "CHAIN"}, scope, seconds=4)
    node = Span("agent", {kind: "CHAIN"}, scope, run, seconds=3)
    call = Span("ChatOpenAI", {kind: "LLM", "llm.model_name": _GPT, **usage(
        "llm.token_count.", prompt=100, completion=30, prompt_details__cache_read=60, completion_details__reasoning=12)}, scope, node)
    answer = {"generations": [[{"message": {"kwargs": {"usage_metadata": {"input_tokens": 90, "input_token_details": {"cache_creation": 30, "cache_read": 0}}}}}]]}
    claude = Span("ChatAnthropic", {kind: "LLM", "llm.model_name": "claude-haiku-4-5", "output.value": json.dumps(answer, separators=(",", ":")), **usage(
        "llm.token_count.", prompt=90, completion=10)}, scope, node)
    tool = Span("lookup", {kind: "TOOL", "tool.name": "lookup"}, scope, run)
    bad_run = failed(Span("LangGraph", {kind: "CHAIN"}, scope, seconds=4), "500 mock", "InternalServerError")
    bad_node = failed(Span("agent", {kind: "CHAIN"}, scope, bad_run, seconds=3), "500 mock", "InternalServerError")
    bad = failed(Span("ChatOpenAI", {kind: "LLM", "llm.model_name": _GPT}, scope, bad_node), "500 mock", "InternalServerError")
    return Row("langchain_js", "LangChain.js + OpenInference 4.1", (tree(call, claude, node, tool, run), tree(bad, bad_node, bad_run)),
               models={_GPT: 2, "claude-haiku-4-5": 1}, errors={"server_error": 1},
               tokens={"input": 190, "output": 40, "cache_read": 60, "cache_write": 30, "reasoning": 12}, runs={"LangGraph": 2}, failed_runs=1,
               tools={"lookup": 1})


def langchain_js_twice() -> Row:
    """LangChain's and OpenAI's instrumentation tell of the same calls, the latter each in a trace of its own."""
    scope, kind = "@arizeai/openinference-instrumentation-", "openinference.span.kind"
    counts = usage("llm.token_count.", prompt=100, completion=30, total=130)
    run = Span("LangGraph", {kind: "CHAIN", "metadata": '{"ls_integration":"langgraph"}'}, scope + "langchain", seconds=4)
    call = Span("ChatOpenAI", {kind: "LLM", "llm.model_name": _GPT, **counts}, scope + "langchain", run, seconds=1.2)
    again = Span("OpenAI Chat Completions", {kind: "LLM", "llm.system": "openai", "llm.model_name": _GPT_DATED, **counts}, scope + "openai", status=OK,
                 seconds=1.2015)
    return Row("langchain_js_twice", "LangChain.js + OpenInference of OpenAI", (tree(again, call, run),), models={_GPT: 1},
               tokens={"input": 100, "output": 30}, runs={"LangGraph": 1})


def openai_agents_js() -> Row:
    """The span around a run is missing where the run failed; handoffs are tools with a name; an agent that was handed over to names who did."""
    scope, kind, node = "@arizeai/openinference-instrumentation-openai-agents", "openinference.span.kind", "graph.node.id"

    def agent(name: str, flow: Span, **more: str) -> Span:
        return Span(name, {kind: "AGENT", "llm.system": "openai", node: name, **more}, scope, flow, seconds=3)

    def call(turn: Span, **counts: int) -> Span:
        return Span("response", {kind: "LLM", "llm.system": "openai", "llm.provider": "openai", "llm.model_name": _GPT_DATED, **usage(
            "llm.token_count.", **counts)}, scope, turn)

    root = Span("Agent workflow", {kind: "AGENT", "llm.system": "openai"}, scope, seconds=5)
    flow = Span("Agent workflow", {kind: "CHAIN", "llm.system": "openai"}, scope, root, seconds=5)
    triage, billing = agent("triage", flow), agent("billing", flow, **{"graph.node.parent_id": "triage"})
    turns = [Span("turn", {kind: "CHAIN", "llm.system": "openai"}, scope, one, seconds=2) for one in (triage, billing)]
    hand = Span("handoff to billing", {kind: "TOOL", "tool.name": "handoff_to_billing"}, scope, turns[0])
    tool = Span("lookup", {kind: "TOOL", "tool.name": "lookup"}, scope, turns[1])
    calls = [call(turns[0], prompt=100, completion=10, prompt_details__cache_read=60), call(turns[1], prompt=50, completion=20, completion_details__reasoning=12)]
    bad_flow = failed(Span("Agent workflow", {kind: "CHAIN"}, scope, seconds=4), 'Error in agent run: {"error":"Error: 429 Rate limit reached"}')
    bad_agent = failed(agent("triage", bad_flow), 'Error in agent run: {"error":"Error: 429 Rate limit reached"}')
    bad = failed(Span("response", {kind: "LLM", "llm.system": "openai", "llm.provider": "openai"}, scope, bad_agent), "429 Rate limit reached")
    return Row("openai_agents_js", "OpenAI Agents SDK for JavaScript + OpenInference", (
        tree(calls[0], hand, turns[0], triage, calls[1], tool, turns[1], billing, flow, root), tree(bad, bad_agent, bad_flow)),
               models={_GPT_DATED: 2, "unknown": 1}, errors={"rate_limit": 1}, tokens={"input": 150, "output": 30, "cache_read": 60, "reasoning": 12},
               runs={"triage": 2}, failed_runs=1, tools={"lookup": 1}, providers=("openai",))


def langfuse_js() -> Row:
    """Cached tokens and reasoning beside input and output, told by the total; failures are texts; LangChain's callback types a graph as a span."""
    scope, what = "langfuse-sdk", "langfuse.observation."
    graph, inside = {what + "metadata.ls_integration": "langgraph"}, {what + "metadata.langgraph_node": "agent"}

    def generation(parent: Span | None, served: str, **counts: int) -> Span:
        return Span("OpenAI.responses", {what + "type": "generation", what + "model.name": served, **({what + "usage_details": json.dumps(counts)} if counts else {})},
                    scope, parent)

    run = Span("helper", {what + "type": "agent"}, scope, seconds=4)
    good = generation(run, _GPT_DATED, input=40, output=18, total=130, input_cached_tokens=60, output_reasoning_tokens=12)
    tool = Span("lookup", {what + "type": "tool"}, scope, run)
    flow = Span("planner", {what + "type": "span", **graph}, scope, seconds=4)
    node = Span("agent", {what + "type": "span", **graph, **inside}, scope, flow, seconds=3)
    chat = generation(node, _GPT_DATED, input=100, output=30, total=130, input_cache_read=0, output_reasoning=0)
    chat.attributes |= {what + "metadata.ls_integration": "langchain_chat_model", **inside}
    bad = generation(None, _GPT)
    bad.attributes |= {what + "level": "ERROR", what + "status_message": "RateLimitCapacityError: 429 Rate limit reached\n\nTroubleshooting URL: https://docs"}
    return Row("langfuse_js", "Langfuse JavaScript SDK 5", (tree(good, tool, run), tree(chat, node, flow), tree(bad)), models={_GPT_DATED: 2, _GPT: 1},
               errors={"rate_limit": 1}, tokens={"input": 200, "output": 60, "cache_read": 60, "reasoning": 12}, runs={"helper": 1, "planner": 1},
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


def mastra_openinference() -> Row:
    """In OpenInference's names a generation, its steps and the chunks of its answers are all LLM, and failures have status OK; a workflow's agents are
    parts of it."""
    scope, kind, what = "@mastra/otel-exporter", "openinference.span.kind", "mastra.span.type"

    def generation(parent: Span, **counts: int) -> tuple[Span, ...]:
        whole = Span(f"chat {_GPT}", {kind: "LLM", what: "model_generation", "llm.provider": "openai.responses", "llm.model_name": _GPT_DATED, "agent.name": "helper",
                                      **usage("llm.token_count.", **counts)}, scope, parent, CLIENT, seconds=3, status=OK)
        step = Span("model_step helper", {kind: "LLM", what: "model_step"}, scope, whole, seconds=2, status=OK)
        asked = Span("model_inference helper", {kind: "CHAIN", what: "model_inference"}, scope, step, status=OK)
        return Span("model_chunk helper", {kind: "LLM", what: "model_chunk"}, scope, asked, seconds=0, status=OK), asked, step, whole

    flow = Span("invoke_workflow draft", {kind: "CHAIN", what: "workflow_run"}, scope, seconds=6)
    part = Span("workflow_step draft", {kind: "CHAIN", what: "workflow_step"}, scope, flow, seconds=5)
    run = Span("invoke_agent helper", {kind: "AGENT", what: "agent_run", "agent.name": "helper"}, scope, part, seconds=4)
    bad_run = failed(Span("invoke_agent helper", {kind: "AGENT", what: "agent_run", "agent.name": "helper"}, scope, seconds=4), "Rate limit reached", "Error")
    return Row("mastra_openinference", "Mastra 1.71 to Arize", (
        tree(generation(run, prompt=100, completion=30, total=130, prompt_details__cache_read=60, completion_details__reasoning=12), run, part, flow),
        tree(generation(bad_run), bad_run)),
               models={_GPT_DATED: 2}, errors={"rate_limit": 1}, tokens={"input": 100, "output": 30, "cache_read": 60, "reasoning": 12},
               runs={"draft": 1, "helper": 1}, failed_runs=1, providers=("openai",))


def mastra_0() -> Row:
    """All calls of a generation are one span, which holds the tools' time; Claude's input leaves cached tokens out; an agent's name is its id."""
    scope, what, claude = "@mastra/otel", "mastra.span.type", "claude-haiku-4-5"
    run = Span("agent.helper", {_OPERATION: "agent.run", what: "agent_run", "agent.id": "helper", "gen_ai.agent.id": "helper"}, scope, seconds=4, status=OK)
    whole = Span(f"chat {claude}", {_OPERATION: "chat", what: "model_generation", _ASKED: claude, "gen_ai.system": "anthropic.messages",
                                    "gen_ai.response.finish_reasons": "stop", **usage(
        "gen_ai.usage.", input_tokens=80, output_tokens=10, total_tokens=90, cached_input_tokens=20)}, scope, run, CLIENT, seconds=3, status=OK)
    step = Span("step: 0", {_OPERATION: "model.step", what: "model_step"}, scope, whole, seconds=2, status=OK)
    chunk = Span("chunk: 'text'", {_OPERATION: "model.chunk", what: "model_chunk"}, scope, step, CLIENT, status=OK)
    tool = Span("tool.execute lookup", {_OPERATION: "tool.execute", what: "tool_call", _TOOL: "lookup"}, scope, step)
    return Row("mastra_0", "Mastra 0.24", (tree(chunk, tool, step, whole, run),), models={claude: 1}, tokens={"input": 100, "output": 10, "cache_read": 20},
               runs={"helper": 1}, tools={"lookup": 1}, providers=("anthropic",))


def genkit_openai() -> Row:
    """OpenAI's cached tokens stand only in its raw answer, inside the output."""
    scope = "genkit-tracer"

    def action(subtype: str, name: str, parent: Span | None = None, **more: str) -> Span:
        return Span(name, {"genkit:type": "action", "genkit:metadata:subtype": subtype, "genkit:name": name, **more}, scope, parent, seconds=2)

    flow = action("flow", "helper")
    raw = {"prompt_tokens": 100, "completion_tokens": 30, "total_tokens": 130, "prompt_tokens_details": {"cached_tokens": 60}}
    output = {"finishReason": "stop", "usage": {"inputTokens": 100, "outputTokens": 30, "totalTokens": 130}, "raw": {"id": "chatcmpl-1", "usage": raw}}
    call = action("model", f"openai/{_GPT}", flow, **{"genkit:output": json.dumps(output, separators=(",", ":"))})
    return Row("genkit_openai", "Genkit + OpenAI's plugin", (tree(call, action("tool", "lookup", flow), flow),), models={_GPT: 1},
               tokens={"input": 100, "output": 30, "cache_read": 60}, runs={"helper": 1}, tools={"lookup": 1}, providers=("openai",))


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (vercel_7, vercel_6, vercel_5, vercel_openinference, openllmetry_js, langchain_js, langchain_js_twice, openai_agents_js, langfuse_js, mastra,
                 mastra_openinference, mastra_0, genkit_openai):
        yield described(make)

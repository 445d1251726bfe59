"""Python frameworks by OpenInference's and OpenLLMetry's instrumentations, as they were in November 2026."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, OK, Span

_KIND, _GPT, _GPT_DATED = "openinference.span.kind", "gpt-4o", "gpt-4o-2024-08-06"
_HAIKU = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"
_FLOW = "Flow_30c9124e-48c5-4492-be91-ede752aa6c67"


def _call(name: str, scope: str, parent: Span | None = None, seconds: float = 1.0, model: str | None = _GPT, more: dict[str, Any] | None = None,
          **counts: int) -> Span:
    return Span(name, {_KIND: "LLM", **({"llm.model_name": model} if model else {}), **usage("llm.token_count.", **counts), **(more or {})},
                f"openinference.instrumentation.{scope}", parent, seconds=seconds, status=OK)


def bedrock() -> Row:
    """Cached tokens are folded into the input since 0.1.59, and were beside it before; the total is the API's, and has them."""
    def converse(model: str = _HAIKU, **counts: int) -> Span:
        return _call("bedrock.converse", "bedrock", model=model, more={"llm.provider": "aws"}, **counts)

    folded = converse(prompt=1719, completion=330, total=2049, prompt_details__cache_read=512, prompt_details__cache_write=573)
    beside = converse(prompt=100, completion=10, total=750, prompt_details__cache_read=640, prompt_details__cache_write=0)
    plain = converse("amazon.nova-lite-v1:0", prompt=200, completion=20, total=220, prompt_details__cache_read=0, prompt_details__cache_write=0)
    invoked = _call("bedrock.invoke_model", "bedrock", model=_HAIKU, more={"llm.provider": "aws", "llm.system": "anthropic"},
                    prompt=1161, completion=207, prompt_details__cache_write=387)
    return Row("openinference_bedrock", "Amazon Bedrock + OpenInference 0.1.61", (tree(folded, beside, plain, invoked),),
               models={_HAIKU: 3, "amazon.nova-lite-v1:0": 1},
               tokens={"input": 1719 + 740 + 200 + 1161, "output": 567, "cache_read": 512 + 640, "cache_write": 573 + 387}, providers=("aws",))


def langchain_and_openai() -> Row:
    """LangChain's spans are no context: the OpenAI instrumentation's are traces of their own, of failed calls without a model."""
    scope = "openinference.instrumentation.langchain"
    graph = Span("desk", {_KIND: "CHAIN", "metadata": '{"ls_integration": "langgraph"}'}, scope, seconds=6)
    node = Span("weather", {_KIND: "CHAIN", "metadata": '{"ls_integration": "langgraph", "langgraph_node": "weather"}'}, scope, graph, seconds=5)
    agent = Span("weather_agent", {_KIND: "AGENT", "metadata": '{"lc_agent_name": "weather_agent", "langgraph_node": "weather"}'}, scope, node, seconds=4)
    step = Span("model", {_KIND: "CHAIN", "metadata": '{"langgraph_node": "model"}'}, scope, agent, seconds=3)
    by = {"llm.provider": "openai"}
    seen = [_call("ChatOpenAI", "langchain", step, more=by, prompt=100, completion=10, prompt_details__cache_read=64),
            failed(_call("ChatOpenAI", "langchain", step, more=by), "OpenAIRateLimitError('Error code: 429')", "openai.RateLimitError"),
            _call("ChatOpenAI", "langchain", step, more=by)]
    asked = {"llm.system": "openai", "llm.invocation_parameters": '{"model": "gpt-4o", "stream": false}'}
    inner = [_call("ChatCompletion", "openai", None, 0.9, _GPT_DATED, asked, prompt=100, completion=10, prompt_details__cache_read=64),
             failed(_call("ChatCompletion", "openai", None, 0.9, None, asked), "Error code: 429", "openai.RateLimitError"),
             _call("ChatCompletion", "openai", None, 0.9, _GPT_DATED, asked)]
    alone = failed(_call("ChatCompletion", "openai", None, 2.0, None, asked), "Error code: 500", "openai.InternalServerError")
    return Row("openinference_langchain_openai", "LangChain 1 and OpenAI + OpenInference", (tree(inner, seen, step, agent, node, graph), tree(alone)),
               models={_GPT: 4}, errors={"rate_limit": 1, "server_error": 1}, tokens={"input": 100, "output": 10, "cache_read": 64},
               runs={"desk": 1}, without_usage=1, providers=("openai",))


def autogen() -> Row:
    """AutoGen's own spans stand beside them; a team is a run, with spans of messages between it and its agents."""
    scope, core, runtime = "openinference.instrumentation.autogen_agentchat", "autogen-core", "autogen SingleThreadedAgentRuntime"

    def agent(name: str, parent: Span | None = None) -> tuple[Span, Span]:
        told = {"gen_ai.operation.name": "invoke_agent", "gen_ai.system": "autogen", "gen_ai.agent.name": name}
        own = Span(f"invoke_agent {name}", told, core, parent, CLIENT, 4.0)
        return own, Span(f"{name}.on_messages_stream", {_KIND: "AGENT", "graph.node.id": name}, scope, own, seconds=3.9)

    team = Span("RoundRobinGroupChat.run_stream", {_KIND: "CHAIN", "team_id": "1", "participant_names": ["writer"]}, scope, seconds=6)
    sent = Span("autogen process writer", {"messaging.operation": "process"}, runtime, team, seconds=5)
    writer, inside = agent("writer", sent)
    alone, below = agent("helper")
    tool = Span("helper.search", {_KIND: "TOOL", "tool.name": "search"}, scope, below)
    again = Span("execute_tool search", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search", "gen_ai.system": "autogen"}, core, tool)
    made = Span("create_agent helper", {"gen_ai.operation.name": "create_agent", "gen_ai.system": "autogen", "gen_ai.agent.name": "helper"}, core)
    client = "OpenAIChatCompletionClient.create"
    return Row("openinference_autogen", "AutoGen AgentChat 0.7 + OpenInference", (tree(
        _call(client, "autogen_agentchat", inside, prompt=100, completion=10, total=110), inside, writer, sent, team, made,
        _call(client, "autogen_agentchat", below, prompt=200, completion=20, total=220), again, tool,
        _call(client + "_stream", "autogen_agentchat", below, prompt=0, completion=0, total=0), below, alone),),
        models={_GPT: 3}, tokens={"input": 300, "output": 30}, runs={"RoundRobinGroupChat": 1, "helper": 1}, tools={"search": 1}, without_usage=1)


def crewai_flow() -> Row:
    """A flow is the run, its crews are parts of it; its name is unique where the program gave it none."""
    scope = "openinference.instrumentation.crewai"
    flow = Span(f"{_FLOW}.kickoff", {_KIND: "CHAIN"}, scope, seconds=6)
    method = Span(f"{_FLOW}.first", {_KIND: "CHAIN"}, scope, flow, seconds=5)
    crew = Span("plan_crew.kickoff", {_KIND: "CHAIN"}, scope, method, seconds=4)
    agent = Span("Planner._execute_core", {_KIND: "AGENT"}, scope, crew, seconds=3)
    return Row("openinference_crewai_flow", "CrewAI 1.15, a flow + OpenInference", (tree(
        _call("ChatCompletion", "openai", agent, prompt=100, completion=10), agent, crew, method, flow),),
        models={_GPT: 1}, tokens={"input": 100, "output": 10}, runs={"Flow": 1})


def claude_agent_sdk() -> Row:
    """Runs alone tell of usage, and leave their context to the run after them."""
    scope = "openinference.instrumentation.claude_agent_sdk"

    def query(parent: Span | None, seconds: float, **counts: int) -> Span:
        return Span("ClaudeAgentSDK.query", {_KIND: "AGENT", "llm.model_name": "claude-haiku-4-5", "llm.provider": "anthropic",
                                             **usage("llm.token_count.", **counts)}, scope, parent, seconds=seconds, status=OK)

    first = query(None, 1.0, prompt=1000, completion=10, total=1010, prompt_details__cache_read=512, prompt_details__cache_write=0)
    broken = failed(query(first, 0.5), "API Error", "ProcessError")
    tool = Span("mcp__desk__search", {_KIND: "TOOL", "tool.name": "search"}, scope, first, seconds=0.5)
    later = query(first, 0.5, prompt=500, completion=5, total=505)
    return Row("openinference_claude_agent_sdk", "Claude Agent SDK + OpenInference", (tree(tool, first), tree(broken, later)),
               models={"claude-haiku-4-5": 2}, tokens={"input": 1500, "output": 15, "cache_read": 512}, runs={"ClaudeAgentSDK.query": 3}, failed_runs=1,
               tools={"search": 1}, providers=("anthropic",))


def answers() -> Row:
    """Cached and reasoning tokens are in the text of the answer alone: Mistral, Haystack, smolagents."""
    json = ('{"id":"1","choices":[{"message":{"content":"\\"prompt_tokens_details\\":{\\"cached_tokens\\":9}"}}],"usage":{"prompt_tokens":100,'
            '"prompt_tokens_details":{"audio_tokens":0,"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":0}}}')
    shown = "_meta={'usage': {'prompt_tokens_details': {'audio_tokens': 0, 'cached_tokens': 32}, 'completion_tokens_details': {'reasoning_tokens': 4}}}"
    objects = "CompletionUsage(prompt_tokens_details=PromptTokensDetails(audio_tokens=0, cached_tokens=16))"
    calls = [_call(name, scope, more={"output.value": text}, prompt=100, completion=10, total=110) for name, scope, text in (
        ("MistralClient.chat", "mistralai", json), ("OpenAIChatGenerator.run", "haystack", shown), ("OpenAIModel.generate", "smolagents", objects))]
    return Row("openinference_answers", "Mistral, Haystack 3, smolagents + OpenInference", (tree(*calls),), models={_GPT: 3},
               tokens={"input": 300, "output": 30, "cache_read": 112, "reasoning": 4})


def langchain_anthropic() -> Row:
    """Beside Anthropic's SDK; of a stream LangChain's span may have the output alone."""
    sdk, wire = "com.anthropic.sdk.python", {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-haiku-4-5"}
    more = {"llm.provider": "anthropic"}
    return Row("openinference_langchain_anthropic", "LangChain 1 + OpenInference, beside Anthropic's SDK", (tree(
        _call("ChatAnthropic", "langchain", None, 1.0, "claude-haiku-4-5", more, prompt=0, completion=20),
        Span("anthropic.messages.create", {**wire, **usage("gen_ai.usage.", input_tokens=200, output_tokens=20)}, sdk, kind=CLIENT, seconds=0.9, status=OK),
        _call("ChatAnthropic", "langchain", None, 1.0, "claude-haiku-4-5", more, prompt=100, completion=10),
        Span("anthropic.messages.create", {**wire, **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, sdk, kind=CLIENT, seconds=0.9, status=OK)),),
        models={"claude-haiku-4-5": 2}, tokens={"input": 300, "output": 30}, providers=("anthropic",))


def llamaindex_openllmetry() -> Row:
    """Tools are tasks of the agent, failed ones by their text; what begins a trace is a workflow; a failed run leaves no span."""
    scope, kind, said = "opentelemetry.instrumentation.llamaindex", "traceloop.span.kind", "traceloop.entity.output"
    run = Span("FunctionAgent.workflow", {kind: "workflow", "traceloop.entity.name": "FunctionAgent.workflow"}, scope, seconds=4)

    def task(**more: str) -> Span:
        return Span("BaseWorkflowAgent.task", {kind: "task", **{name.replace("__", "."): text for name, text in more.items()}}, scope, run)

    asks = task()
    call = Span("openai.chat", {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": _GPT, "gen_ai.response.model": _GPT_DATED,
        **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, "opentelemetry.instrumentation.openai.v1", asks, CLIENT)
    good = task(tool__name="search", traceloop__entity__output='{"tool_name": "search", "tool_output": {"raw_output": "ok", "is_error": false}}')
    inner = Span("FunctionTool.task", {kind: "task", said: '{"tool_name": "search", "is_error": false}'}, scope, good, seconds=0.9)
    bad = task(tool__name="search", traceloop__entity__output='{"tool_name": "search", "tool_output": {"raw_output": "boom", "is_error": true}}')
    split = Span("SentenceSplitter.workflow", {kind: "workflow", "traceloop.entity.name": "SentenceSplitter.workflow"}, scope)
    return Row("llamaindex_openllmetry", "LlamaIndex 0.14, OpenLLMetry 0.62", (tree(call, asks, inner, good, bad, run, split),), models={_GPT_DATED: 1},
               tokens={"input": 100, "output": 10}, runs={"FunctionAgent": 1}, tools={"search": 2}, failed_tools=1, providers=("openai",))


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (bedrock, langchain_and_openai, autogen, crewai_flow, claude_agent_sdk, answers, langchain_anthropic,
                 llamaindex_openllmetry):
        yield described(make)

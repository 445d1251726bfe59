"""Python frameworks by OpenInference's instrumentations, as they were in November 2026."""

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
    seen = [_call("ChatOpenAI", "langchain", step, prompt=100, completion=10, prompt_details__cache_read=64),
            failed(_call("ChatOpenAI", "langchain", step), "OpenAIRateLimitError('Error code: 429')", "openai.RateLimitError"),
            _call("ChatOpenAI", "langchain", step)]
    asked = {"llm.system": "openai", "llm.invocation_parameters": '{"model": "gpt-4o", "stream": false}'}
    inner = [_call("ChatCompletion", "openai", None, 0.9, _GPT_DATED, asked, prompt=100, completion=10, prompt_details__cache_read=64),
             failed(_call("ChatCompletion", "openai", None, 0.9, None, asked), "Error code: 429", "openai.RateLimitError"),
             _call("ChatCompletion", "openai", None, 0.9, _GPT_DATED, asked)]
    alone = failed(_call("ChatCompletion", "openai", None, 2.0, None, asked), "Error code: 500", "openai.InternalServerError")
    return Row("openinference_langchain_openai", "LangChain 1 and OpenAI + OpenInference", (tree(inner, seen, step, agent, node, graph), tree(alone)),
               models={_GPT: 4}, errors={"rate_limit": 1, "server_error": 1}, tokens={"input": 100, "output": 10, "cache_read": 64},
               runs={"desk": 1}, without_usage=1)


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


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (bedrock, langchain_and_openai, autogen, crewai_flow):
        yield described(make)

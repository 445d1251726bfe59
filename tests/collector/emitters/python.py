"""Python frameworks."""

from __future__ import annotations

from collections.abc import Iterator

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, ERROR, OK, SERVER, Span

_OPERATION, _PROVIDER = "gen_ai.operation.name", "gen_ai.provider.name"
_ASKED, _SERVED, _AGENT, _TOOL = "gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.name", "gen_ai.tool.name"
_GPT, _GPT_DATED = "gpt-4o", "gpt-4o-2024-08-06"
_CLAUDE, _CLAUDE_DATED = "claude-sonnet-4-5", "claude-sonnet-4-5-20250929"


def strands() -> Row:
    """Every number under two names, the run repeats them, the time to first token in milliseconds, no error types."""
    scope, system = "strands.telemetry.tracer", {"gen_ai.system": "strands-agents"}
    run = Span("invoke_agent helper", {**system, _OPERATION: "invoke_agent", _AGENT: "helper", _ASKED: _CLAUDE, **usage(
        "gen_ai.usage.", input_tokens=300, prompt_tokens=300, output_tokens=30, completion_tokens=30, total_tokens=330,
        cache_read_input_tokens=100)}, scope, seconds=4)
    cycle = Span("execute_event_loop_cycle", {"event_loop.cycle_id": "1"}, scope, run, seconds=3)

    def chat(**more: int) -> Span:
        return Span("chat", {**system, _OPERATION: "chat", _ASKED: _CLAUDE, **usage("gen_ai.usage.", **more)}, scope, cycle)

    told = chat(input_tokens=200, prompt_tokens=200, output_tokens=20, completion_tokens=20, cache_read__input_tokens=100, cache_read_input_tokens=100)
    told.attributes["gen_ai.server.time_to_first_token"] = 250
    tool = Span("execute_tool search", {**system, _OPERATION: "execute_tool", _TOOL: "search", "gen_ai.tool.status": "success"}, scope, cycle)
    broken = Span("execute_tool search", {**system, _OPERATION: "execute_tool", _TOOL: "search", "gen_ai.tool.status": "error"}, scope, cycle)
    throttled = failed(chat(), "ThrottlingException: Too many tokens", "strands.types.exceptions.ModelThrottledException")
    return Row("strands", "Strands 1.62", (tree(told, chat(input_tokens=100, prompt_tokens=100, output_tokens=10, completion_tokens=10),
                                                tool, broken, throttled, cycle, run),),
               models={_CLAUDE: 3}, errors={"rate_limit": 1}, tokens={"input": 300, "output": 30, "cache_read": 100}, runs={"helper": 1},
               tools={"search": 2}, failed_tools=1, providers=("unknown",), first_chunks=1)


def google_adk() -> Row:
    """The workflow is the run; handing over to another agent is no tool; a call that was stopped because its neighbour failed is no failure; a model behind LiteLLM keeps its prefix."""
    scope = "gcp.vertex.agent"
    run = Span("invoke_workflow trip", {_OPERATION: "invoke_workflow", "gen_ai.workflow.name": "trip"}, scope, seconds=5)
    agent = Span("invoke_agent planner", {_OPERATION: "invoke_agent", _AGENT: "planner"}, scope, run, seconds=4)

    def call(model: str, provider: str, **more: int) -> Span:
        return Span(f"generate_content {model}", {_OPERATION: "generate_content", _PROVIDER: provider, _ASKED: model, **usage(
            "gen_ai.usage.", **more)}, scope, agent)

    good = call("gemini-2.5-flash", "gcp.gemini", input_tokens=200, output_tokens=50, cache_read__input_tokens=20, reasoning__output_tokens=30)
    lite = call("openai/gpt-4o", "openai", input_tokens=100, output_tokens=10)
    bad = failed(call("gemini-2.5-flash", "gcp.gemini"), "429 RESOURCE_EXHAUSTED", "google.genai.errors.ClientError")
    tool = Span("execute_tool lookup", {_OPERATION: "execute_tool", _TOOL: "lookup", "error.type": "ValueError"}, scope, agent, status=ERROR)
    handed = Span("execute_tool transfer_to_agent", {_OPERATION: "execute_tool", _TOOL: "transfer_to_agent"}, scope, agent)
    # Two agents side by side: one fails, the other's call is stopped with it.
    beside = Span("invoke_agent writer", {_OPERATION: "invoke_agent", _AGENT: "writer"}, scope, run, seconds=1)
    stopped = call("openai/gpt-4o", "openai")
    stopped.parent = beside
    for span in (agent, run):
        failed(span, "ClientError: 429 RESOURCE_EXHAUSTED")
    return Row("google_adk", "Google ADK 2.13", (tree(good, lite, bad, tool, handed, stopped, agent, beside, run),),
               models={"gemini-2.5-flash": 2, "gpt-4o": 2}, errors={"rate_limit": 1}, without_usage=1, failed_runs=1,
               tokens={"input": 300, "output": 60, "cache_read": 20, "reasoning": 30}, runs={"trip": 1}, tools={"lookup": 1}, failed_tools=1,
               providers=("gcp.gemini", "openai"))


def google_adk_1() -> Row:
    """ADK 1.x: an invocation is the run, `call_llm` the call; later there is another span below it, which knows less of the tokens."""
    scope = "gcp.vertex.agent"
    run = Span("invocation", {}, scope, seconds=4)
    agent = Span("invoke_agent planner", {_OPERATION: "invoke_agent", _AGENT: "planner"}, scope, run, seconds=3)
    call = Span("call_llm", {"gen_ai.system": "gcp.vertex.agent", _ASKED: "gemini-2.0-flash", "gcp.vertex.agent.session_id": "s",
                             **usage("gen_ai.usage.", input_tokens=80, output_tokens=8)}, scope, agent)
    later = Span("call_llm", {"gen_ai.system": "gcp.vertex.agent", _ASKED: "gemini-2.5-flash", "gcp.vertex.agent.llm_response": (
        '{"content":{"role":"model"},"usage_metadata":{"cached_content_token_count":50,"candidates_token_count":20,"prompt_token_count":100,'
        '"thoughts_token_count":30,"total_token_count":150}}'), **usage("gen_ai.usage.", input_tokens=100, output_tokens=20,
                                                                       experimental__reasoning_tokens=30)}, scope, agent)
    inner = Span("generate_content gemini-2.5-flash", {"gen_ai.system": "gemini", _OPERATION: "generate_content", _ASKED: "gemini-2.5-flash",
                                                       **usage("gen_ai.usage.", input_tokens=100, output_tokens=20)}, scope, later, seconds=0.9)
    return Row("google_adk_1", "Google ADK 1.x", (tree(call, inner, later, agent, run),), models={"gemini-2.0-flash": 1, "gemini-2.5-flash": 1},
               tokens={"input": 180, "output": 58, "cache_read": 50, "reasoning": 30}, runs={"planner": 1})


def agent_framework() -> Row:
    """Failures of every kind have one name and no model; the run repeats the usage under a provider of its own; a workflow is a run, with steps around its agents."""
    scope = "agent_framework"
    run = Span("invoke_agent Helper", {_OPERATION: "invoke_agent", _PROVIDER: "microsoft.agent_framework", _AGENT: "Helper",
                                       **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, seconds=3)
    good = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED,
                                 **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, run)
    bad = Span("chat unknown", {_OPERATION: "chat", _PROVIDER: "openai", "error.type": "ChatClientException"}, scope, run, status=ERROR)
    tool = Span("execute_tool lookup", {_OPERATION: "execute_tool", _TOOL: "lookup"}, scope, run)
    flow = Span("workflow.run", {"workflow.id": "1", "workflow.name": "two_steps"}, scope, seconds=5)
    inside = []
    for name in ("Planner", "Writer"):
        step = Span(f"executor.process {name}", {"executor.id": name, "executor.type": "AgentExecutor"}, scope, flow, seconds=2)
        agent = Span(f"invoke_agent {name}", {_OPERATION: "invoke_agent", _PROVIDER: "microsoft.agent_framework", _AGENT: name}, scope, step, seconds=2)
        inside += [Span(f"chat {_GPT}", {**good.attributes}, scope, agent), agent, step]
    return Row("agent_framework", "Microsoft Agent Framework 1.23", (tree(good, tool, bad, run, *inside, flow),), models={_GPT_DATED: 3, "unknown": 1},
               errors={"other": 1}, tokens={"input": 300, "output": 30}, runs={"Helper": 1, "two_steps": 1}, tools={"lookup": 1}, providers=("openai",))


def smolagents() -> Row:
    """OpenInference: the tool's own name is an attribute, the final answer is no tool, a failed run leaves no span."""
    scope, kind = "openinference.instrumentation.smolagents", "openinference.span.kind"
    run = Span("CodeAgent.run", {kind: "AGENT", **usage("llm.token_count.", prompt=300, completion=30, total=330)}, scope, seconds=5)
    step = Span("Step 1", {kind: "CHAIN"}, scope, run, seconds=4)

    def call(name: str, prompt: int, completion: int, parent: Span) -> Span:
        return Span(name, {kind: "LLM", "llm.model_name": _GPT, **usage("llm.token_count.", prompt=prompt, completion=completion)}, scope, parent)

    lost = Span("CodeAgent.run", {}, scope)
    later = Span("CodeAgent.run", {kind: "AGENT"}, scope, lost, seconds=3)
    bad = failed(Span("OpenAIModel.generate", {kind: "LLM"}, scope, later), "Error code: 500 - mock", "openai.InternalServerError")
    return Row("smolagents", "smolagents 1.26 + OpenInference 0.1.43", (
        tree(call("OpenAIModel.generate", 200, 20, step), call("OpenAIModel.generate_stream", 100, 10, step),
             Span("SimpleTool", {kind: "TOOL", "tool.name": "search"}, scope, step),
             Span("FinalAnswerTool", {kind: "TOOL", "tool.name": "final_answer"}, scope, step), step, run),
        tree(bad, later)),
        models={_GPT: 2, "unknown": 1}, errors={"server_error": 1}, tokens={"input": 300, "output": 30}, runs={"CodeAgent": 2}, failed_runs=1,
        tools={"search": 1})


def litellm_callback() -> Row:
    """The raw request below is the same call again; a stream without usage says 0."""
    scope = "litellm"
    one = Span("litellm_request", {_OPERATION: "acompletion", "gen_ai.system": "openai", _ASKED: _GPT, _SERVED: _GPT_DATED,
                                   **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope)
    raw = Span("raw_gen_ai_request", {"gen_ai.system": "openai", "llm.openai.usage": "CompletionUsage(…)"}, scope, one)
    stream = Span("litellm_request", {_OPERATION: "chat", "gen_ai.system": "openai", _ASKED: _GPT, _SERVED: _GPT,
                                      **usage("gen_ai.usage.", input_tokens=0, output_tokens=0)}, scope)
    bad = Span("litellm_request", {_OPERATION: "chat", "gen_ai.system": "openai", _ASKED: _GPT, "error.type": "RateLimitError",
                                   "error.code": "429"}, scope, status=ERROR)
    return Row("litellm_callback", "LiteLLM 1.106, callback otel", (tree(raw, one, stream, bad),), models={_GPT_DATED: 1, _GPT: 2},
               errors={"rate_limit": 1}, tokens={"input": 100, "output": 10}, providers=("openai",), without_usage=1)


def pydantic_ai() -> Row:
    """The run holds sums under names of its own; cache writes in the older spelling."""
    scope = "pydantic-ai"
    run = Span("invoke_agent weather_agent", {_OPERATION: "invoke_agent", _AGENT: "weather_agent", "model_name": _CLAUDE, **usage(
        "gen_ai.aggregated_usage.", input_tokens=1311, output_tokens=40)}, scope, seconds=4)

    def chat(model: str, provider: str, **more: int) -> Span:
        return Span(f"chat {model}", {_OPERATION: "chat", _PROVIDER: provider, "gen_ai.system": provider, _ASKED: model, _AGENT: "weather_agent",
                                      **usage("gen_ai.usage.", **more)}, scope, run)

    good = chat(_CLAUDE, "anthropic", input_tokens=1311, output_tokens=40, cache_read__input_tokens=1003,
                cache_creation__input_tokens=207, details__cache_write_tokens=207, details__cache_read_tokens=1003)
    good.attributes[_SERVED] = _CLAUDE_DATED
    native = Span("anthropic.messages.create", {_OPERATION: "chat", _PROVIDER: "anthropic", _ASKED: _CLAUDE, _SERVED: _CLAUDE_DATED, **usage(
        "gen_ai.usage.", input_tokens=1311, output_tokens=40, cache_read__input_tokens=1003, cache_write__input_tokens=207)},
        "com.anthropic.sdk.python", good, CLIENT, 0.9, OK)
    openai = chat(_GPT, "openai", input_tokens=100, output_tokens=10, details__reasoning_tokens=4)
    bad = failed(chat(_GPT, "openai"), "status_code: 429, model_name: gpt-4o, body: {'message': 'mock'}", "pydantic_ai.exceptions.ModelHTTPError")
    tool = Span("execute_tool get_weather", {_OPERATION: "execute_tool", _TOOL: "get_weather"}, scope, run)
    return Row("pydantic_ai", "Pydantic AI 2.68 with Anthropic's SDK below", (tree(native, good, openai, bad, tool, run),),
               models={_CLAUDE_DATED: 1, _GPT: 2}, errors={"rate_limit": 1},
               tokens={"input": 1411, "output": 50, "cache_read": 1003, "cache_write": 207, "reasoning": 4}, runs={"weather_agent": 1},
               tools={"get_weather": 1}, providers=("anthropic", "openai"))


def google_genai() -> Row:
    """Errors are HTTP codes; thoughts are part of the output."""
    scope = "opentelemetry.instrumentation.google_genai"
    good = Span("generate_content gemini-2.5-flash", {_OPERATION: "generate_content", _PROVIDER: "gemini", _ASKED: "gemini-2.5-flash",
                                                      _SERVED: "gemini-2.5-flash", "gen_ai.response.time_to_first_chunk": 0.2, **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=50, cache_read__input_tokens=10, reasoning__output_tokens=20)}, scope, kind=CLIENT)
    tool = Span("execute_tool get_weather", {_OPERATION: "execute_tool", _TOOL: "get_weather"}, scope, good)
    bad = Span("generate_content gemini-2.5-flash", {_OPERATION: "generate_content", _PROVIDER: "gemini", _ASKED: "gemini-2.5-flash",
                                                     "error.type": "429"}, scope, kind=CLIENT, status=ERROR)
    late = Span("generate_content gemini-2.5-flash", {_OPERATION: "generate_content", _PROVIDER: "gemini", _ASKED: "gemini-2.5-flash",
                                                      "error.type": "httpx.ReadTimeout"}, scope, kind=CLIENT, status=ERROR)
    return Row("google_genai", "google-genai 2.34, OpenTelemetry's instrumentation 1.3b0", (tree(tool, good, bad, late),),
               models={"gemini-2.5-flash": 3}, errors={"rate_limit": 1, "timeout": 1},
               tokens={"input": 100, "output": 50, "cache_read": 10, "reasoning": 20}, tools={"get_weather": 1}, providers=("gemini",), first_chunks=1)


def genai_langchain() -> Row:
    """Agents and graphs are runs, a chain of runnables is none."""
    scope = "opentelemetry.instrumentation.genai.langchain"

    def call(parent: Span, model: str = _GPT, served: str = _GPT_DATED, provider: str = "openai", **more: int) -> Span:
        return Span(f"chat {model}", {_OPERATION: "chat", _PROVIDER: provider, _ASKED: model, _SERVED: served, **usage(
            "gen_ai.usage.", **more)}, scope, parent, CLIENT)

    agent = Span("invoke_agent weather_agent", {_OPERATION: "invoke_agent", _AGENT: "weather_agent"}, scope, seconds=4)
    tool = Span("execute_tool get_weather", {_OPERATION: "execute_tool", _TOOL: "get_weather", _AGENT: "weather_agent"}, scope, agent)
    graph = Span("invoke_workflow planner_graph", {_OPERATION: "invoke_workflow", "gen_ai.workflow.name": "planner_graph"}, scope, seconds=3)
    chain = Span("invoke_workflow RunnableSequence", {_OPERATION: "invoke_workflow", "gen_ai.workflow.name": "RunnableSequence"}, scope, seconds=3)
    bad = call(graph)
    bad.status, bad.attributes["error.type"] = ERROR, "langchain_openai.chat_models.base.OpenAIRateLimitError"
    del bad.attributes[_SERVED]
    graph.status, graph.attributes["error.type"] = ERROR, "langchain_openai.chat_models.base.OpenAIRateLimitError"
    claude = call(chain, _CLAUDE, _CLAUDE_DATED, "anthropic", input_tokens=500, output_tokens=50, cache_write__input_tokens=300)
    native = Span("anthropic.messages.create", {**claude.attributes}, "com.anthropic.sdk.python", claude, CLIENT, 0.9, OK)
    return Row("genai_langchain", "LangChain 1.4, OpenTelemetry's instrumentation 1.3b0", (
        tree(call(agent, input_tokens=100, output_tokens=10), tool, agent), tree(bad, graph), tree(native, claude, chain)),
        models={_GPT_DATED: 1, _GPT: 1, _CLAUDE_DATED: 1}, errors={"rate_limit": 1}, tokens={"input": 600, "output": 60, "cache_write": 300},
        runs={"weather_agent": 1, "planner_graph": 1}, failed_runs=1, tools={"get_weather": 1}, providers=("anthropic", "openai"))


def genai_anthropic() -> Row:
    """The SDK's own span is the child of the instrumentation's."""
    scope = "opentelemetry.instrumentation.genai.anthropic"
    exports = []
    for error, native_error, code in ((None, None, 200), ("anthropic.RateLimitError", "rate_limit_error", 429)):
        counts = {} if error else usage("gen_ai.usage.", input_tokens=1311, output_tokens=41, cache_read__input_tokens=1003, cache_write__input_tokens=207)
        common = {_OPERATION: "chat", _PROVIDER: "anthropic", _ASKED: _CLAUDE, **counts, **({} if error else {_SERVED: _CLAUDE_DATED})}
        outer = Span(f"chat {_CLAUDE}", {**common, **({"error.type": error} if error else {})}, scope, kind=CLIENT, status=ERROR if error else 0)
        inner = Span("anthropic.messages.create", {**common, "http.response.status_code": code, **({"error.type": native_error} if native_error else {})},
                     "com.anthropic.sdk.python", outer, CLIENT, 0.9, ERROR if error else OK)
        exports.append(tree(inner, outer))
    return Row("genai_anthropic", "Anthropic 2.12, OpenTelemetry's instrumentation 1.3b0", tuple(exports), models={_CLAUDE_DATED: 1, _CLAUDE: 1},
               errors={"rate_limit": 1}, tokens={"input": 1311, "output": 41, "cache_read": 1003, "cache_write": 207}, providers=("anthropic",))


def openai_v2() -> Row:
    """The older instrumentation: `gen_ai.system`, neither cached nor reasoning tokens."""
    scope, common = "opentelemetry.instrumentation.openai_v2", {_OPERATION: "chat", "gen_ai.system": "openai", _ASKED: _GPT}
    good = Span(f"chat {_GPT}", {**common, _SERVED: _GPT_DATED, **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, kind=CLIENT)
    embeddings = Span("embeddings text-embedding-3-small", {_OPERATION: "embeddings", "gen_ai.system": "openai", _ASKED: "text-embedding-3-small",
                                                            **usage("gen_ai.usage.", input_tokens=7)}, scope, kind=CLIENT)
    bad = Span(f"chat {_GPT}", {**common, "error.type": "APITimeoutError"}, scope, kind=CLIENT, status=ERROR, message="Request timed out.")
    cut = Span(f"chat {_GPT}", {**common, "error.type": "APIConnectionError"}, scope, kind=CLIENT, status=ERROR, message="Connection error.")
    return Row("openai_v2", "openai 3.54, OpenTelemetry's older instrumentation 2.4b0", (tree(good, embeddings, bad, cut),),
               models={_GPT_DATED: 1, _GPT: 2, "text-embedding-3-small": 1}, errors={"timeout": 1, "connection": 1},
               tokens={"input": 107, "output": 10}, providers=("openai",))


def agents_v2() -> Row:
    """The root is a server span that stays OK; agents inside are parts of the run; spans without an operation are none."""
    scope = "opentelemetry.instrumentation.openai_agents"
    root = Span("Agent workflow", {_OPERATION: "invoke_agent", _PROVIDER: "openai", "gen_ai.system": "openai", _AGENT: "OpenAI Agent"}, scope,
                kind=SERVER, seconds=5, status=OK)
    lost = Span("unknown", {_PROVIDER: "openai", "gen_ai.system": "openai"}, scope, root, CLIENT, 4)
    agent = Span("invoke_agent Weather Agent", {_OPERATION: "invoke_agent", _PROVIDER: "openai", _AGENT: "Weather Agent"}, scope, lost, CLIENT, 4)
    call = Span(f"chat {_GPT_DATED}", {_OPERATION: "chat", _PROVIDER: "openai", "gen_ai.system": "openai", _ASKED: _GPT_DATED, _AGENT: "OpenAI Agent",
                                       **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, agent, CLIENT)
    tool = Span("execute_tool get_weather", {_OPERATION: "execute_tool", _PROVIDER: "openai", _TOOL: "get_weather"}, scope, agent)
    bad = Span(f"chat {_GPT_DATED}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT_DATED}, scope, agent, CLIENT, status=ERROR,
               message="Error code: 503 - service unavailable")
    agent.status, agent.message = ERROR, "Error"
    return Row("agents_v2", "OpenAI Agents 0.24, instrumentation agents-v2 0.1", (tree(call, tool, bad, agent, lost, root),),
               models={_GPT_DATED: 2}, errors={"overloaded": 1}, tokens={"input": 100, "output": 10}, runs={"OpenAI Agent": 1}, failed_runs=1,
               tools={"get_weather": 1}, providers=("openai",))


def genai_openai_agents() -> Row:
    """Runs and tools by one instrumentation, calls by the other; the workflow of a failed run is UNSET."""
    scope, openai = "opentelemetry.instrumentation.genai.openai_agents", "opentelemetry.instrumentation.genai.openai"
    groups = []
    for wrong in (False, True):
        run = Span("invoke_workflow Agent workflow", {_OPERATION: "invoke_workflow", "gen_ai.workflow.name": "Agent workflow"}, scope, seconds=5)
        agent = Span("invoke_agent Weather Agent", {_OPERATION: "invoke_agent", _PROVIDER: "openai", _AGENT: "Weather Agent"}, scope, run, seconds=4)
        call = Span("chat gpt-4.1", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: "gpt-4.1", "openai.api.type": "responses"}, openai, agent, CLIENT)
        tool = Span("execute_tool get_weather", {_OPERATION: "execute_tool", _TOOL: "get_weather"}, scope, agent)
        if wrong:
            call.status, call.attributes["error.type"] = ERROR, "openai.InternalServerError"
            for span in (agent, tool):
                span.status, span.attributes["error.type"] = ERROR, "_OTHER"
        else:
            call.attributes |= {_SERVED: "gpt-4.1-2025-04-14", **usage("gen_ai.usage.", input_tokens=100, output_tokens=30, reasoning__output_tokens=12)}
        groups.append(tree(call, tool, agent, run))
    return Row("genai_openai_agents", "OpenAI Agents 0.24, OpenTelemetry's instrumentations 1.3b0", tuple(groups),
               models={"gpt-4.1-2025-04-14": 1, "gpt-4.1": 1}, errors={"server_error": 1}, tokens={"input": 100, "output": 30, "reasoning": 12},
               runs={"Agent workflow": 2}, failed_runs=1, tools={"get_weather": 2}, failed_tools=1, providers=("openai",))


def openinference_agents() -> Row:
    """OpenAI Agents through OpenInference: every level is an AGENT."""
    scope, kind = "openinference.instrumentation.openai_agents", "openinference.span.kind"
    run = Span("Agent workflow", {kind: "AGENT"}, scope, seconds=4)
    agent = Span("Weather Agent", {kind: "AGENT", "graph.node.id": "Weather Agent"}, scope, run, seconds=3)
    call = Span("response", {kind: "LLM", "llm.system": "openai", "llm.provider": "openai", "llm.model_name": _GPT_DATED, **usage(
        "llm.token_count.", prompt=100, completion=10, prompt_details__cache_read=50, completion_details__reasoning=3)}, scope, agent)
    tool = Span("get_weather", {kind: "TOOL", "tool.name": "get_weather"}, scope, agent)
    return Row("openinference_agents", "OpenAI Agents + OpenInference", (tree(call, tool, agent, run),), models={_GPT_DATED: 1},
               tokens={"input": 100, "output": 10, "cache_read": 50, "reasoning": 3}, runs={"Agent workflow": 1}, tools={"get_weather": 1},
               providers=("openai",))


def traceloop_sdk() -> Row:
    """Decorators without operation names: the workflow is the run, its agent a part of it."""
    scope, openai, kind, entity = "traceloop.tracer", "opentelemetry.instrumentation.openai.v1", "traceloop.span.kind", "traceloop.entity.name"
    flow = Span("trip_workflow.workflow", {kind: "workflow", entity: "trip_workflow", "traceloop.workflow.name": "trip_workflow"}, scope, seconds=6)
    task = Span("plan.task", {kind: "task", entity: "plan", "traceloop.workflow.name": "trip_workflow"}, scope, flow, seconds=2)
    agent = Span("weather_agent.agent", {kind: "agent", entity: "weather_agent", "traceloop.workflow.name": "weather_agent"}, scope, flow, seconds=3)
    alone = failed(Span("weather_agent.agent", {kind: "agent", entity: "weather_agent", "traceloop.workflow.name": "weather_agent"}, scope, seconds=3),
                   "boom", "ValueError")

    def call(parent: Span, **more: int) -> Span:
        return Span("openai.chat", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, _SERVED: _GPT_DATED, "traceloop.workflow.name": "trip_workflow",
                                    **usage("gen_ai.usage.", **more)}, openai, parent, CLIENT)

    tool = failed(Span("get_weather.tool", {kind: "tool", entity: "get_weather"}, scope, agent), "boom", "ValueError")
    return Row("traceloop_sdk", "traceloop-sdk 0.62", (
        tree(call(task, input_tokens=100, output_tokens=10), task, call(agent, input_tokens=200, output_tokens=20, cache_read_input_tokens=64),
             tool, agent, flow), tree(alone)),
        models={_GPT_DATED: 2}, tokens={"input": 300, "output": 30, "cache_read": 64}, runs={"trip_workflow": 1, "weather_agent": 1}, failed_runs=1,
        tools={"get_weather": 1}, failed_tools=1, providers=("openai",))


def crewai_openinference() -> Row:
    """CrewAI through OpenInference: the crew's kick-off is the run, its agents are parts of it."""
    scope, kind = "openinference.instrumentation.crewai", "openinference.span.kind"
    run = Span("Crew_1.kickoff", {kind: "CHAIN"}, scope, seconds=5)
    agent = Span("Researcher._execute_core", {kind: "AGENT", "graph.node.id": "Researcher"}, scope, run, seconds=4)
    call = Span("completion", {kind: "LLM", "llm.model_name": _GPT, **usage("llm.token_count.", prompt=100, completion=10)},
                "openinference.instrumentation.litellm", agent)
    tool = failed(Span("search.run", {kind: "TOOL", "tool.name": "search"}, scope, agent), "boom", "ValueError")
    return Row("crewai_openinference", "CrewAI + OpenInference", (tree(call, tool, agent, run),), models={_GPT: 1},
               tokens={"input": 100, "output": 10}, runs={"Crew_1": 1}, tools={"search": 1}, failed_tools=1)


def mlflow_agents() -> Row:
    """An agent's graph is a chain named by the program; LangChain's metadata tell it from its steps."""
    scope = "mlflow.tracing.provider"

    def span(name: str, kind: str, parent: Span | None = None, seconds: float = 1, **more: str) -> Span:
        return Span(name, {"mlflow.spanType": f'"{kind}"', **{key.replace("__", "."): value for key, value in more.items()}}, scope, parent, seconds=seconds)

    graph = '{"ls_integration": "langchain_create_agent", "lc_agent_name": "weather_agent"'
    run = span("weather_agent", "CHAIN", seconds=5, metadata=graph + "}")
    node = span("model", "CHAIN", run, 2, metadata=graph + ', "langgraph_node": "model"}')
    good = span("ChatOpenAI", "CHAT_MODEL", node, mlflow__llm__model=f'"{_GPT}"', mlflow__llm__provider='"openai"',
                mlflow__chat__tokenUsage='{"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}')
    tools = span("tools", "CHAIN", run, 2, metadata=graph + ', "langgraph_node": "tools"}')
    tool = span("get_weather", "TOOL", tools)
    return Row("mlflow_agents", "MLflow 3.17, LangChain's agents", (tree(good, node, tool, tools, run),), models={_GPT: 1}, tokens={"input": 100, "output": 10},
               runs={"weather_agent": 1}, tools={"get_weather": 1}, providers=("openai",))


def livekit() -> Row:
    """A session is a conversation, each of its turns a run; the attempt below a call names its model, too."""
    scope = "livekit-agents"
    session = Span("agent_session", {_OPERATION: "invoke_workflow", "gen_ai.workflow.name": "agent_session"}, scope, seconds=9)
    create = Span("start_agent_activity", {_OPERATION: "create_agent", _AGENT: "desk", _ASKED: _GPT}, scope, session)

    def turn() -> Span:
        return Span("agent_turn", {_OPERATION: "invoke_agent", _AGENT: "desk", "lk.interrupted": False}, scope, session, seconds=4)

    def request(parent: Span, **more: object) -> tuple[Span, ...]:
        node = Span("llm_node", {_ASKED: _GPT, _PROVIDER: "openai"}, scope, parent, seconds=2)
        call = Span("llm_request", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, "gen_ai.request.stream": True, **more}, scope, node, seconds=2)
        attempt = Span("llm_request_run", {_PROVIDER: "openai", _ASKED: _GPT, "lk.retry_count": 0}, scope, call, seconds=2)
        return attempt, call, node

    first, second = turn(), turn()
    good = request(first, **{_SERVED: _GPT, "gen_ai.response.time_to_first_chunk": 0.3, **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=10, cache_read__input_tokens=40, input_cached_tokens=40)})
    tool = Span("function_tool", {_OPERATION: "execute_tool", _TOOL: "search", "lk.function_tool.is_error": True, "error.type": "tool_error"}, scope, first)
    bad = tuple(failed(one, "Error code: 429 - Rate limit reached") for one in request(second, **{"error.type": "429"}))
    failed(second, "Error code: 429 - Rate limit reached")
    return Row("livekit", "LiveKit Agents 1.8", (tree(create, *good, tool, first, *bad, second, session),), models={_GPT: 2}, errors={"rate_limit": 1},
               tokens={"input": 100, "output": 10, "cache_read": 40}, runs={"desk": 2}, failed_runs=1, tools={"search": 1}, failed_tools=1,
               providers=("openai",), first_chunks=1)


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (strands, google_adk, google_adk_1, agent_framework, smolagents, litellm_callback, livekit, mlflow_agents, pydantic_ai,
                 google_genai, genai_langchain, genai_anthropic, openai_v2, agents_v2, genai_openai_agents, openinference_agents, traceloop_sdk,
                 crewai_openinference):
        yield described(make)



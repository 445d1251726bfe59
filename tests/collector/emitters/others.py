"""Coding agents, clouds, the Model Context Protocol, and the conventions through their versions."""

from __future__ import annotations

from collections.abc import Iterator

from tests.collector.emitters.row import Row, described, failed, tree, usage
from tests.telemetry.spans import CLIENT, ERROR, SERVER, Span

_OPERATION, _PROVIDER = "gen_ai.operation.name", "gen_ai.provider.name"
_ASKED, _SERVED, _AGENT, _TOOL = "gen_ai.request.model", "gen_ai.response.model", "gen_ai.agent.name", "gen_ai.tool.name"
_GPT, _GPT_DATED = "gpt-4o", "gpt-4o-2024-08-06"


def claude_code() -> Row:
    """All attempts inside one span; cached tokens left out of the input; a tool's failure on its execution."""
    scope = "com.anthropic.claude_code.tracing"
    run = Span("claude_code.interaction", {_OPERATION: "invoke_agent", _PROVIDER: "anthropic", "span.type": "interaction"}, scope, seconds=9)

    def request(**more: object) -> Span:
        return Span("claude_code.llm_request", {"model": "claude-haiku-4-5", "gen_ai.system": "anthropic", _PROVIDER: "anthropic",
                                                _ASKED: "claude-haiku-4-5", **more}, scope, run, seconds=2)

    good = request(input_tokens=100, output_tokens=20, cache_read_tokens=1000, cache_creation_tokens=200, success=True, attempt=1, ttft_ms=400)
    again = request(input_tokens=10, output_tokens=2, cache_read_tokens=0, cache_creation_tokens=0, success=True, attempt=4, ttft_ms=200)
    again.events = tuple(("gen_ai.request.attempt", {"attempt": number, "at": 0.3 * number}) for number in (1, 2, 3, 4))
    never = request(success=False, attempt=3, status_code=529, error_class="server_overload", error="Overloaded")
    never.status = ERROR
    tool = Span("claude_code.tool", {_OPERATION: "execute_tool", _TOOL: "Bash", "tool_name": "Bash", "tool_use_id": "u1"}, scope, run, seconds=1)
    blocked = Span("claude_code.tool.blocked_on_user", {"decision": "accept", "source": "config"}, scope, tool, seconds=0.1)
    execution = Span("claude_code.tool.execution", {"tool_use_id": "u1", "success": False, "error.type": "tool_error", "error_class": "ShellError"},
                     scope, tool, seconds=0.5, status=ERROR)
    denied = Span("claude_code.tool", {_OPERATION: "execute_tool", _TOOL: "Write", "tool_name": "Write", "tool_use_id": "u2"}, scope, run)
    return Row("claude_code_requests", "Claude Code: retries, a request that failed for good, tools", (
        tree(good, again, never, blocked, execution, tool, denied, run),),
        models={"claude-haiku-4-5": 8}, errors={"retried": 5, "overloaded": 1},
        tokens={"input": 1310, "output": 22, "cache_read": 1000, "cache_write": 200}, runs={"claude-code": 1}, tools={"Bash": 1, "Write": 1},
        failed_tools=1, providers=("anthropic",), first_chunks=2)


def copilot_sdk() -> Row:
    """The run repeats the usage; a sub-agent works inside a tool."""
    scope = "github.copilot"
    run = Span("invoke_agent", {_OPERATION: "invoke_agent", "github.copilot.turn_count": 2, **usage("gen_ai.usage.", input_tokens=300, output_tokens=30)},
               scope, seconds=6)

    def chat(parent: Span, **more: int) -> Span:
        return Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "openai", _ASKED: _GPT, **usage("gen_ai.usage.", **more)}, scope, parent, CLIENT)

    good = chat(run, input_tokens=200, output_tokens=20, cache_read__input_tokens=128)
    good.attributes[_SERVED] = _GPT_DATED
    tool = Span("execute_tool task", {_OPERATION: "execute_tool", _TOOL: "task"}, scope, run, seconds=3)
    below = Span("invoke_agent researcher", {_OPERATION: "invoke_agent", _AGENT: "researcher", **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)},
                 scope, tool, seconds=2)
    inner = chat(below, input_tokens=100, output_tokens=10)
    inner.attributes[_SERVED] = _GPT_DATED
    bad = chat(run)
    bad.status, bad.attributes["error.type"] = ERROR, "ModelCallError"
    broken = Span("execute_tool lookup", {_OPERATION: "execute_tool", _TOOL: "lookup", "error.type": "ToolError"}, scope, run, status=ERROR)
    return Row("copilot_sdk", "GitHub Copilot SDK: a sub-agent", (tree(good, inner, below, tool, bad, broken, run),), models={_GPT_DATED: 2, _GPT: 1},
               errors={"other": 1}, tokens={"input": 300, "output": 30, "cache_read": 128}, runs={"github-copilot": 1}, tools={"task": 1, "lookup": 1},
               failed_tools=1, providers=("openai",))


def bedrock() -> Row:
    """Model ids with vendor and version."""
    scope, model = "opentelemetry.instrumentation.botocore.bedrock-runtime", "anthropic.claude-3-5-sonnet-20241022-v2:0"
    common = {_OPERATION: "chat", "gen_ai.system": "aws.bedrock", _ASKED: model, "rpc.system": "aws-api"}
    good = Span(f"chat {model}", {**common, **usage("gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, kind=CLIENT)
    bad = Span(f"chat {model}", {**common, "error.type": "ThrottlingException"}, scope, kind=CLIENT, status=ERROR)
    profile = Span("chat us.amazon.nova-pro-v1:0", {_OPERATION: "chat", "gen_ai.system": "aws.bedrock", _ASKED: "us.amazon.nova-pro-v1:0",
                                                    **usage("gen_ai.usage.", input_tokens=7, output_tokens=3)}, scope, kind=CLIENT)
    return Row("bedrock", "Amazon Bedrock, OpenTelemetry's botocore instrumentation", (tree(good, bad, profile),),
               models={model: 2, "us.amazon.nova-pro-v1:0": 1}, errors={"rate_limit": 1}, tokens={"input": 107, "output": 13}, providers=("aws.bedrock",))


def azure() -> Row:
    """The provider's older and newer names; a deployment's own name in place of a model."""
    scope = "azure.ai.inference"
    old = Span(f"chat {_GPT}", {_OPERATION: "chat", "gen_ai.system": "az.ai.inference", _ASKED: "my-deployment", _SERVED: _GPT_DATED, **usage(
        "gen_ai.usage.", input_tokens=100, output_tokens=10)}, scope, kind=CLIENT)
    new = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "azure.ai.openai", _ASKED: _GPT, _SERVED: _GPT_DATED, **usage(
        "gen_ai.usage.", input_tokens=50, output_tokens=5, cache_read__input_tokens=20)}, scope, kind=CLIENT)
    bad = Span(f"chat {_GPT}", {_OPERATION: "chat", _PROVIDER: "azure.ai.openai", _ASKED: _GPT, "error.type": "content_filter"}, scope, kind=CLIENT, status=ERROR)
    return Row("azure", "Azure AI inference and Azure OpenAI", (tree(old, new, bad),), models={_GPT_DATED: 2, _GPT: 1}, errors={"content_filter": 1},
               tokens={"input": 150, "output": 15, "cache_read": 20}, providers=("azure.ai.inference", "azure.ai.openai"))


def mcp() -> Row:
    """A tool's call is seen by client and server, and perhaps by the agent around it: one run of the tool."""
    scope, call = "mcp", {"mcp.method.name": "tools/call", _TOOL: "add"}
    agent = Span("execute_tool add", {_OPERATION: "execute_tool", _TOOL: "add"}, "my-agent", seconds=3)
    client = Span("tools/call add", {**call, _OPERATION: "execute_tool"}, scope, agent, CLIENT, 2)
    server = Span("tools/call add", {**call, _OPERATION: "execute_tool"}, scope, client, SERVER, 1)
    alone = Span("tools/call add", {**call, "error.type": "tool_error"}, scope, kind=CLIENT, status=ERROR)
    listing = Span("tools/list", {"mcp.method.name": "tools/list"}, scope, kind=CLIENT)
    return Row("mcp", "Model Context Protocol", (tree(server, client, agent), tree(alone), tree(listing)), models={}, tools={"add": 2}, failed_tools=1)


def conventions() -> Row:
    """One call per version of the conventions: every spelling of every token type; four ways to fail."""
    scope = "by-hand"

    def call(operation: str = "chat", **more: object) -> Span:
        return Span(f"{operation} {_GPT}", {_OPERATION: operation, _PROVIDER: "openai", _ASKED: _GPT, **more}, scope, kind=CLIENT)

    v26 = Span("chat", {_OPERATION: "chat", "gen_ai.system": "openai", _ASKED: _GPT, **usage("gen_ai.usage.", prompt_tokens=10, completion_tokens=1)}, scope)
    v27 = Span("chat", {_OPERATION: "text_completion", "gen_ai.system": "openai", _ASKED: _GPT, **usage("gen_ai.usage.", input_tokens=10, output_tokens=1)}, scope)
    v40 = call(**usage("gen_ai.usage.", input_tokens=10, output_tokens=1, cache_read__input_tokens=3, cache_creation__input_tokens=2))
    v41 = call(**usage("gen_ai.usage.", input_tokens=10, output_tokens=1, cache_read__input_tokens=3, cache_write__input_tokens=2, reasoning__output_tokens=1))
    content = call("generate_content", **usage("gen_ai.usage.", input_tokens=10, output_tokens=1))
    embeddings = call("embeddings", **usage("gen_ai.usage.", input_tokens=10))
    by_status = failed(call(), "something broke")
    by_type = call(**{"error.type": "rate_limit_exceeded"})
    by_code = call(**{"http.response.status_code": 503})
    by_reason = call(**{"gen_ai.response.finish_reasons": ["error"]})
    retrieval = Span("retrieval docs", {_OPERATION: "retrieval", "gen_ai.data_source.id": "docs"}, scope)
    plan = Span("plan", {_OPERATION: "plan", _AGENT: "a"}, scope)
    create = Span("create_agent a", {_OPERATION: "create_agent", _AGENT: "a", _ASKED: _GPT}, scope)
    return Row("conventions", "GenAI conventions 1.26 to 1.41 and semantic-conventions-genai", (
        tree(v26, v27, v40, v41, content, embeddings, by_status, by_type, by_code, by_reason, retrieval, plan, create),),
        models={_GPT: 10}, errors={"other": 2, "rate_limit": 1, "overloaded": 1},
        tokens={"input": 60, "output": 5, "cache_read": 6, "cache_write": 4, "reasoning": 1}, providers=("openai",))


def rows() -> Iterator[Row]:
    """All of them."""
    for make in (claude_code, copilot_sdk, bedrock, azure, mcp, conventions):
        yield described(make)

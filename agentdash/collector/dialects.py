"""What each framework calls the same thing: one row per dialect, read from the emitters' own sources.

A row says which of its attributes mean what (``names``), which of its spans are calls to models, tool runs or agent runs
(``calls``, ``tools``, ``runs``: OTTL conditions), which of these are not (``not_runs``), and what else has to be put right.
"""

from __future__ import annotations

from dataclasses import dataclass

from agentdash.collector.ottl import attr, either, literal, matches, put, where

OPERATION = attr("gen_ai.operation.name")
NAME = "span.name"
SCOPE = "instrumentation_scope.name"
KIND = attr("openinference.span.kind")
TRACELOOP = attr("traceloop.span.kind")

INPUT = "gen_ai.usage.input_tokens"
CACHE_READ = "gen_ai.usage.cache_read.input_tokens"
CACHE_WRITE = "gen_ai.usage.cache_write.input_tokens"
OUTPUT = "gen_ai.usage.output_tokens"
REASONING = "gen_ai.usage.reasoning.output_tokens"
FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"


@dataclass(frozen=True)
class Dialect:
    """How one framework or convention writes its spans."""

    name: str
    names: tuple[tuple[str, str], ...] = ()
    calls: tuple[tuple[str, str], ...] = ()
    tools: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    not_calls: tuple[str, ...] = ()
    not_runs: tuple[str, ...] = ()
    not_tools: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


_METHOD = literal(r"\.(run|arun|chat|achat|stream_chat|astream_chat|kickoff(_async)?|_?execute_core)$")


def _milliseconds(source: str, *conditions: str) -> str:
    return where(f"set({attr(FIRST_CHUNK)}, Double({attr(source)}) / 1000.0)",
                 f"{attr(FIRST_CHUNK)} == nil", f"{attr(source)} != nil", *conditions)


def _inclusive(*conditions: str) -> list[str]:
    """Adds cached tokens to an input count that leaves them out."""
    return [
        where(f"set({attr(INPUT)}, Int({attr(INPUT)}) + Int({attr(part)}))",
              f"{attr(INPUT)} != nil", f"{attr(part)} != nil", *conditions)
        for part in (CACHE_READ, CACHE_WRITE)
    ]


SEMCONV = Dialect(
    "OpenTelemetry GenAI conventions 1.27 to 1.41 and semantic-conventions-genai, OpenLLMetry, Pydantic AI, Mastra, Strands",
    names=(
        ("gen_ai.provider.name", "gen_ai.system"),
        (INPUT, "gen_ai.usage.prompt_tokens"),
        (OUTPUT, "gen_ai.usage.completion_tokens"),
        (CACHE_READ, "gen_ai.usage.cache_read_input_tokens"),
        (CACHE_READ, "gen_ai.usage.details.cache_read_tokens"),
        (CACHE_READ, "gen_ai.usage.input_tokens.cached"),
        (CACHE_WRITE, "gen_ai.usage.cache_creation.input_tokens"),
        (CACHE_WRITE, "gen_ai.usage.cache_creation_input_tokens"),
        (CACHE_WRITE, "gen_ai.usage.cache_write_input_tokens"),
        (CACHE_WRITE, "gen_ai.usage.details.cache_write_tokens"),
        (REASONING, "gen_ai.usage.reasoning_tokens"),
        (REASONING, "gen_ai.usage.details.reasoning_tokens"),
        (REASONING, "gen_ai.usage.output_tokens.reasoning"),
        ("gen_ai.tool.name", "tool.name"),
        ("gen_ai.agent.name", "agent.name"),
        ("gen_ai.agent.name", "agent_name"),
        ("gen_ai.conversation.id", "session.id"),
    ),
    calls=(
        ("chat", f'{OPERATION} == "chat"'),
        ("chat", matches(OPERATION, "^(completion|acompletion|responses|aresponses|generate|complete)$")),
        ("generate_content", f'{OPERATION} == "generate_content"'),
        ("text_completion", matches(OPERATION, "^a?text_completion$")),
        ("embeddings", matches(OPERATION, "^(embeddings|a?embedding|embed)$")),
    ),
    tools=(f'{OPERATION} == "execute_tool"',),
    runs=(matches(OPERATION, "^invoke_(agent|workflow)$"),),
    not_calls=(f'{NAME} == "raw_gen_ai_request"',),
    last=(
        _milliseconds("gen_ai.server.time_to_first_token", matches(SCOPE, "^strands")),
        where(f"set({attr(FIRST_CHUNK)}, Double({attr('gen_ai.server.time_to_first_token')}))",
              f"{attr(FIRST_CHUNK)} == nil", f"{attr('gen_ai.server.time_to_first_token')} != nil"),
    ),
)

OPENLLMETRY = Dialect(
    "OpenLLMetry (Traceloop), Python and JavaScript, also before operation names",
    names=(
        ("gen_ai.agent.name", "traceloop.association.properties.lc_agent_name"),
        ("gen_ai.agent.name", "traceloop.workflow.name"),
        ("gen_ai.provider.name", "traceloop.association.properties.ls_provider"),
    ),
    calls=(
        ("chat", f'{OPERATION} == nil and {attr("llm.request.type")} == "chat"'),
        ("text_completion", f'{OPERATION} == nil and {attr("llm.request.type")} == "completion"'),
        ("embeddings", f'{OPERATION} == nil and {attr("llm.request.type")} == "embedding"'),
    ),
    tools=(f'{OPERATION} == nil and {TRACELOOP} == "tool"',),
    runs=(f'{OPERATION} == nil and {TRACELOOP} == "agent"', f'{OPERATION} == nil and {TRACELOOP} == "workflow"'),
    first=(
        where(f"set({attr('gen_ai.tool.name')}, {attr('traceloop.entity.name')})",
              f"{attr('gen_ai.tool.name')} == nil", f'{TRACELOOP} == "tool"', f"{attr('traceloop.entity.name')} != nil"),
        where(f"set({attr('gen_ai.agent.name')}, {attr('traceloop.entity.name')})",
              f"{attr('gen_ai.agent.name')} == nil", matches(TRACELOOP, "^(agent|workflow)$"),
              f"{attr('traceloop.entity.name')} != nil"),
    ),
)

LANGCHAIN = Dialect(
    "LangChain and LangGraph through OpenLLMetry: chains are marked as agents too",
    not_runs=(
        f'{matches(SCOPE, "instrumentation.*langchain")} and '
        + matches(attr("gen_ai.agent.name"), "^(Runnable|Chat|Structured|Prompt|StrOutput|JsonOutput)"),
        f'{matches(SCOPE, "instrumentation.*langchain")} and '
        + matches(attr("gen_ai.workflow.name"), "^(Runnable|Chat|Structured|Prompt|StrOutput|JsonOutput)"),
    ),
)

CREWAI = Dialect(
    "CrewAI through OpenLLMetry: crew, task and agent spans all say invoke_agent; the crew is the run",
    not_runs=(f'{matches(SCOPE, "crewai")} and {matches(TRACELOOP, "^(task|agent)$")}',),
    first=(
        where(f"set({attr('gen_ai.agent.name')}, {attr('crewai.crew.name')})",
              f"{attr('gen_ai.agent.name')} == nil", f"{attr('crewai.crew.name')} != nil"),
        # The span's name is the task's description: a prompt, and without bound.
        where('set(span.name, "crewai.task")', matches(SCOPE, "crewai"), f'{TRACELOOP} == "task"'),
    ),
)

_OPENAI_AGENTS = matches(SCOPE, r"^opentelemetry\.instrumentation\..*openai_agents")

OPENAI_AGENTS = Dialect(
    "OpenAI Agents SDK through OpenLLMetry or OpenTelemetry: a workflow of agents that hand over is one run",
    runs=(f'{_OPENAI_AGENTS} and (span.kind == SPAN_KIND_SERVER or {TRACELOOP} == "workflow")',),
    not_runs=(
        f'{_OPENAI_AGENTS} and span.kind != SPAN_KIND_SERVER and '
        f'({TRACELOOP} == nil or {TRACELOOP} != "workflow") and ({OPERATION} == nil or {OPERATION} != "invoke_workflow")',
    ),
)

OPENINFERENCE = Dialect(
    "OpenInference: LlamaIndex, smolagents, LangChain.js, CrewAI, DSPy …",
    names=(
        ("gen_ai.request.model", "llm.request.model_name"),
        ("gen_ai.request.model", "llm.model_name"),
        ("gen_ai.request.model", "embedding.model_name"),
        ("gen_ai.response.model", "llm.response.model_name"),
        ("gen_ai.provider.name", "llm.provider"),
        ("gen_ai.provider.name", "llm.system"),
        (INPUT, "llm.token_count.prompt"),
        (OUTPUT, "llm.token_count.completion"),
        (CACHE_READ, "llm.token_count.prompt_details.cache_read"),
        (CACHE_READ, "llm.token_count.prompt_details.cache_input"),
        (CACHE_WRITE, "llm.token_count.prompt_details.cache_write"),
        (REASONING, "llm.token_count.completion_details.reasoning"),
    ),
    calls=(
        ("chat", f'{OPERATION} == nil and {KIND} == "LLM"'),
        ("embeddings", f'{OPERATION} == nil and {KIND} == "EMBEDDING"'),
    ),
    tools=(f'{OPERATION} == nil and {KIND} == "TOOL"',),
    runs=(
        f'{OPERATION} == nil and {KIND} == "AGENT"',
        f'{OPERATION} == nil and {KIND} == "CHAIN" and '
        + matches(NAME, r"^(\w*Agent|AgentWorkflow|AgentRunner)\.(run|arun|chat|achat|stream_chat|astream_chat)$"),
        f'{OPERATION} == nil and {KIND} == "CHAIN" and ' + matches(NAME, r"(\.kickoff(_async)?|^LangGraph|^AgentExecutor)$"),
    ),
    not_calls=(matches(NAME, r"\._prepare_chat_with_tools$"),),
    not_tools=(
        f'{KIND} == "TOOL" and ' + either((matches(NAME, "FinalAnswerTool"), f'{attr("tool.name")} == "final_answer"')),
    ),
    last=(
        # LlamaIndex, smolagents and LangChain.js put the agent's own name in no attribute.
        where(f"set({attr('gen_ai.agent.name')}, {NAME})", f"{attr('gen_ai.agent.name')} == nil",
              f'{attr("agentdash.kind")} == "run"', f"{KIND} != nil"),
        where(f'replace_pattern({attr("gen_ai.agent.name")}, {_METHOD}, "")',
              f'{attr("agentdash.kind")} == "run"', f"{KIND} != nil"),
    ),
)

CLAUDE_CODE = Dialect(
    "Claude Code: bare attribute names, cached tokens left out of the input",
    names=(("gen_ai.request.model", "model"), ("error.type", "error_class"),
           ("http.response.status_code", "status_code")),
    calls=(("chat", f'{NAME} == "claude_code.llm_request"'),),
    first=(
        *(where(f"set({attr(target)}, {attr(source)})", f'{NAME} == "claude_code.llm_request"',
                f"{attr(target)} == nil", f"{attr(source)} != nil")
          for target, source in ((INPUT, "input_tokens"), (OUTPUT, "output_tokens"), (CACHE_READ, "cache_read_tokens"),
                                 (CACHE_WRITE, "cache_creation_tokens"))),
        *_inclusive(f'{NAME} == "claude_code.llm_request"', f"{attr('input_tokens')} != nil"),
        _milliseconds("ttft_ms", f'{NAME} == "claude_code.llm_request"'),
        put("error.type", "_OTHER", f'{NAME} == "claude_code.llm_request"', f"{attr('success')} == false",
            f"{attr('error.type')} == nil"),
        put("gen_ai.agent.name", "claude-code", f"{attr('gen_ai.agent.name')} == nil", matches(NAME, r"^claude_code\.")),
    ),
)

COPILOT = Dialect(
    "GitHub Copilot CLI and SDK",
    last=(put("gen_ai.agent.name", "github-copilot", f"{attr('gen_ai.agent.name')} == nil", f'{SCOPE} == "github.copilot"'),),
)

HAYSTACK = Dialect(
    "Haystack's own tracing: neither models nor tokens",
    names=(("gen_ai.tool.name", "haystack.tool.name"),),
    calls=(
        ("chat", f'{NAME} == "haystack.agent.step.llm"'),
        ("chat", f'{NAME} == "haystack.component.run" and ' + matches(attr("haystack.component.type"), "Generator$")),
        ("embeddings", f'{NAME} == "haystack.component.run" and ' + matches(attr("haystack.component.type"), "Embedder$")),
    ),
    tools=(f'{NAME} == "haystack.agent.step.tool"',),
    runs=(f'{NAME} == "haystack.agent.run"',),
    first=(
        put("error.type", "tool_error", f"{attr('haystack.tool.error')} == true"),
        put("gen_ai.agent.name", "haystack.Agent", f'{NAME} == "haystack.agent.run"', f"{attr('gen_ai.agent.name')} == nil"),
    ),
)

GOOGLE_ADK = Dialect(
    "Google's Agent Development Kit: an invocation (a workflow since 2.0) is the run, the agents in it are parts of it",
    calls=(("generate_content", f'{OPERATION} == nil and {NAME} == "call_llm"'),),
    tools=(f'{OPERATION} == nil and {SCOPE} == "gcp.vertex.agent" and ' + matches(NAME, "^execute_tool "),),
    last=(where('delete_key(span.attributes, "gen_ai.provider.name")', f'{attr("gen_ai.provider.name")} == "gcp.vertex.agent"'),),
)

VERCEL_6 = Dialect(
    "Vercel AI SDK 5 and 6: no operation names; usage on the outer and the inner span",
    names=(
        ("gen_ai.request.model", "ai.model.id"),
        ("gen_ai.response.model", "ai.response.model"),
        ("gen_ai.tool.name", "ai.toolCall.name"),
        ("gen_ai.agent.name", "ai.telemetry.functionId"),
        ("gen_ai.provider.name", "ai.model.provider"),
        (INPUT, "ai.usage.inputTokens"),
        (INPUT, "ai.usage.promptTokens"),
        (OUTPUT, "ai.usage.outputTokens"),
        (OUTPUT, "ai.usage.completionTokens"),
        (CACHE_READ, "ai.usage.inputTokenDetails.cacheReadTokens"),
        (CACHE_READ, "ai.usage.cachedInputTokens"),
        (CACHE_WRITE, "ai.usage.inputTokenDetails.cacheWriteTokens"),
        (REASONING, "ai.usage.reasoningTokens"),
    ),
    calls=(
        ("chat", f"{OPERATION} == nil and " + matches(NAME, r"^ai\.(generate|stream)(Text|Object)\.do(Generate|Stream)$")),
        ("embeddings", f"{OPERATION} == nil and " + matches(NAME, r"^ai\.embed(Many)?\.doEmbed$")),
    ),
    tools=(f'{OPERATION} == nil and {NAME} == "ai.toolCall"',),
    runs=(f"{OPERATION} == nil and " + matches(NAME, r"^ai\.(generate|stream)(Text|Object)$"),),
    first=(
        where(f"set({attr(INPUT)}, {attr('ai.usage.tokens')})", f"{attr(INPUT)} == nil", f"{attr('ai.usage.tokens')} != nil",
              matches(NAME, r"^ai\.embed")),
        _milliseconds("ai.response.msToFirstChunk"),
    ),
)

OPENLIT = Dialect(
    "OpenLIT: the input of Anthropic models leaves cached tokens out",
    last=tuple(_inclusive(f'{attr("gen_ai.provider.name")} == "anthropic"',
                          either((matches(SCOPE, "^openlit"), 'resource.attributes["telemetry.sdk.name"] == "openlit"')))),
)

MCP = Dialect(
    "Model Context Protocol, client side (the server's span is the same run seen from the other end)",
    tools=(f'{attr("mcp.method.name")} == "tools/call" and span.kind != SPAN_KIND_SERVER',),
    not_tools=(f'{attr("mcp.method.name")} != nil and span.kind == SPAN_KIND_SERVER',),
)

DIALECTS = (SEMCONV, OPENINFERENCE, CLAUDE_CODE, HAYSTACK, VERCEL_6, OPENLLMETRY, LANGCHAIN, CREWAI, OPENAI_AGENTS, COPILOT,
            GOOGLE_ADK, OPENLIT, MCP)

AI_SPAN = (
    *(f"{attr(name)} != nil" for name in (
        "gen_ai.operation.name", "gen_ai.system", "gen_ai.provider.name", "gen_ai.request.model", "openinference.span.kind",
        "traceloop.span.kind", "llm.request.type", "ai.operationId", "mcp.method.name", "ai.model.id")),
    matches(NAME, r"^(claude_code|haystack|ai)\."),
    matches(SCOPE, "openai_agents|crewai"),
)
"""Conditions under which a span is looked at at all; every other span passes untouched."""

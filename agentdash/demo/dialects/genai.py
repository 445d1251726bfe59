"""OpenTelemetry's own instrumentation of OpenAI (opentelemetry-instrumentation-genai-openai 1.3b0), agents and tools by the conventions."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.demo.span import CLIENT, ERROR, Span, Value, exception
from agentdash.demo.work import Call, Run, ToolRun

SDK: dict[str, Value] = {"telemetry.sdk.language": "python", "telemetry.sdk.name": "opentelemetry", "telemetry.sdk.version": "1.45.2"}

_CALLS = ("opentelemetry.instrumentation.genai.openai", "1.3b0")
PROGRAM = ("demo.agents", "")
"""The scope of spans that the program itself makes."""


def spans(run: Run) -> Iterator[Span]:
    """The spans of a run."""
    top = agent(run)
    for begin, step in run.timed():
        yield _call(step, begin, top) if isinstance(step, Call) else tool(step, begin, top)
    yield top


def agent(run: Run) -> Span:
    """A run, as the conventions have it."""
    attributes: dict[str, Value] = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": run.agent}
    name = f"invoke_agent {run.agent}"
    if run.failure is None:
        return Span(name, PROGRAM, run.begin, run.end, attributes, fact=run)
    kind = f"{run.steps[-1].provider}.{run.failure.name}" if isinstance(run.steps[-1], Call) else run.failure.name
    return Span(name, PROGRAM, run.begin, run.end, attributes, status=ERROR, message=f"{run.failure.name}: {run.failure.message}",
                events=(exception(kind, run.failure.message, run.end),), fact=run)


def tool(step: ToolRun, begin: float, top: Span) -> Span:
    """A tool's run, as the conventions have it."""
    end = begin + step.seconds
    attributes: dict[str, Value] = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": step.tool, "gen_ai.tool.type": "function"}
    if not step.failure:
        return Span(f"execute_tool {step.tool}", PROGRAM, begin, end, attributes, parent=top, fact=step)
    return Span(f"execute_tool {step.tool}", PROGRAM, begin, end, attributes, status=ERROR, message=f"RuntimeError: {step.failure}",
                events=(exception("RuntimeError", step.failure, end),), parent=top, fact=step)


def _call(step: Call, begin: float, top: Span) -> Span:
    attributes: dict[str, Value] = {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": step.asked,
        "server.address": "api.openai.com", "server.port": 443,
    }
    if step.first_chunk is not None:
        attributes["gen_ai.request.stream"] = True
    if step.failure is not None:
        attributes["error.type"] = f"openai.{step.failure.name}"
        return Span(f"chat {step.asked}", _CALLS, begin, begin + step.seconds, attributes, CLIENT, ERROR, step.failure.message, parent=top, fact=step)
    attributes |= {"gen_ai.response.finish_reasons": ["stop"], "gen_ai.response.model": step.answered}
    if step.usage is not None:
        attributes |= {"gen_ai.usage.input_tokens": step.usage.input, "gen_ai.usage.output_tokens": step.usage.output}
        if step.usage.cache_read:
            attributes["gen_ai.usage.cache_read.input_tokens"] = step.usage.cache_read
        if step.usage.reasoning:
            attributes["gen_ai.usage.reasoning.output_tokens"] = step.usage.reasoning
    if step.first_chunk is not None:
        attributes["gen_ai.response.time_to_first_chunk"] = step.first_chunk
    return Span(f"chat {step.asked}", _CALLS, begin, begin + step.seconds, attributes, CLIENT, parent=top, fact=step)

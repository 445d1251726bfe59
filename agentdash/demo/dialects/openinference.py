"""OpenInference's instrumentation of Agno (openinference-instrumentation-agno 1.0.15)."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.demo.dialects import genai
from agentdash.demo.span import ERROR, OK, Span, Value, exception
from agentdash.demo.work import Call, Run, ToolRun

SDK = genai.SDK

_SCOPE = ("openinference.instrumentation.agno", "1.0.15")
_ERROR = "agno.exceptions.ModelProviderError"


def spans(run: Run) -> Iterator[Span]:
    """The spans of a run."""
    top = _agent(run)
    for begin, step in run.timed():
        yield _call(step, begin, top) if isinstance(step, Call) else _tool(step, begin, top)
    yield top


def _agent(run: Run) -> Span:
    attributes: dict[str, Value] = {
        "input.value": "What is new in the field?", "graph.node.name": run.agent, "agent.name": run.agent, "agno.agent.id": run.agent,
        "agno.agent": run.agent, "openinference.span.kind": "AGENT",
    }
    name = f"{run.agent}.run"
    if run.failure is None:
        return Span(name, _SCOPE, run.begin, run.end, attributes, status=OK, fact=run)
    return Span(name, _SCOPE, run.begin, run.end, attributes, status=ERROR, message=f"ModelProviderError: {run.failure.message}",
                events=(exception(_ERROR, run.failure.message, run.end),), fact=run)


def _tool(step: ToolRun, begin: float, top: Span) -> Span:
    attributes: dict[str, Value] = {
        "input.mime_type": "application/json", "input.value": '{"query": "open items"}', "tool.name": step.tool, "tool.description": step.tool,
        "output.value": step.failure or "2 documents", "output.mime_type": "text/plain", "openinference.span.kind": "TOOL",
    }
    return Span(step.tool, _SCOPE, begin, begin + step.seconds, attributes, status=ERROR if step.failure else OK, message=step.failure,
                parent=top, fact=step)


def _call(step: Call, begin: float, top: Span) -> Span:
    attributes: dict[str, Value] = {
        "input.mime_type": "application/json", "input.value": '{"messages": [{"role": "user", "content": "What is new in the field?"}]}',
        "llm.model_name": step.asked, "llm.provider": "OpenAI", "llm.system": "openai", "openinference.span.kind": "LLM",
    }
    end = begin + step.seconds
    if step.failure is not None:
        return Span("OpenAIChat.invoke", _SCOPE, begin, end, attributes, status=ERROR, message=f"ModelProviderError: {step.failure.message}",
                    events=(exception(_ERROR, step.failure.message, end),), parent=top, fact=step)
    attributes |= {"output.mime_type": "application/json", "output.value": '[{"role": "assistant", "content": "Nothing that matters."}]'}
    if step.usage is not None:
        attributes |= {"llm.token_count.prompt": step.usage.input, "llm.token_count.completion": step.usage.output,
                       "llm.token_count.total": step.usage.input + step.usage.output}
        if step.usage.cache_read:
            attributes["llm.token_count.prompt_details.cache_read"] = step.usage.cache_read
    return Span("OpenAIChat.invoke", _SCOPE, begin, end, attributes, status=OK, parent=top, fact=step)

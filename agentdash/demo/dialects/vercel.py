"""Vercel's AI SDK 6 with `experimental_telemetry` on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agentdash.demo.span import ERROR, Event, Span, Value, exception
from agentdash.demo.work import Call, Run, ToolRun

SDK: dict[str, Value] = {"telemetry.sdk.language": "nodejs", "telemetry.sdk.name": "opentelemetry", "telemetry.sdk.version": "2.2.0"}

_SCOPE = ("ai", "")
_ERROR = "AI_APICallError"


def spans(run: Run) -> Iterator[Span]:
    """The spans of a run."""
    last = [step for step in run.steps if isinstance(step, Call)][-1]
    verb = "streamText" if last.first_chunk is not None else "generateText"
    attributes = _operation(f"ai.{verb}", run.agent) | _model(last) | {"ai.prompt": '{"prompt":"Is it in stock?"}'}
    if run.failure is None:
        attributes |= {"ai.response.finishReason": "stop", "ai.response.text": "It is."} | _sums(run)
    top = Span(f"ai.{verb}", _SCOPE, run.begin, run.end, attributes, fact=run)
    if run.failure is not None:
        top = replace(top, status=ERROR, message=run.failure.message, events=(exception(_ERROR, run.failure.message, run.end),))
    for begin, step in run.timed():
        yield _call(step, begin, run.agent, verb, top) if isinstance(step, Call) else _tool(step, begin, run.agent, top)
    yield top


def _operation(operation: str, agent: str) -> dict[str, Value]:
    return {"operation.name": f"{operation} {agent}", "resource.name": agent, "ai.operationId": operation, "ai.telemetry.functionId": agent}


def _model(step: Call) -> dict[str, Value]:
    return {"ai.model.provider": "openai.responses", "ai.model.id": step.asked, "ai.settings.maxRetries": 2}


def _usage(input: int, output: int, cached: int, reasoning: int) -> dict[str, Value]:
    return {
        "ai.usage.inputTokens": input, "ai.usage.inputTokenDetails.noCacheTokens": input - cached, "ai.usage.inputTokenDetails.cacheReadTokens": cached,
        "ai.usage.outputTokens": output, "ai.usage.outputTokenDetails.textTokens": output - reasoning,
        "ai.usage.outputTokenDetails.reasoningTokens": reasoning, "ai.usage.totalTokens": input + output,
        "ai.usage.reasoningTokens": reasoning, "ai.usage.cachedInputTokens": cached,
    }


def _sums(run: Run) -> dict[str, Value]:
    used = [step.usage for step in run.steps if isinstance(step, Call) and step.usage is not None]
    return _usage(sum(one.input for one in used), sum(one.output for one in used), sum(one.cache_read for one in used), sum(one.reasoning for one in used))


def _tool(step: ToolRun, begin: float, agent: str, top: Span) -> Span:
    end = begin + step.seconds
    attributes = _operation("ai.toolCall", agent) | {"ai.toolCall.name": step.tool, "ai.toolCall.args": '{"query":"shoes"}'}
    if step.failure:
        return Span("ai.toolCall", _SCOPE, begin, end, attributes, status=ERROR, message=step.failure, events=(exception("Error", step.failure, end),),
                    parent=top, fact=step)
    return Span("ai.toolCall", _SCOPE, begin, end, attributes | {"ai.toolCall.result": '"12 left"'}, parent=top, fact=step)


def _call(step: Call, begin: float, agent: str, verb: str, top: Span) -> Span:
    end = begin + step.seconds
    name = f"ai.{verb}.{'doStream' if verb == 'streamText' else 'doGenerate'}"
    attributes = _operation(name, agent) | _model(step) | {
        "ai.prompt.messages": '[{"role":"user","content":[{"type":"text","text":"Is it in stock?"}]}]',
        "gen_ai.system": "openai.responses", "gen_ai.request.model": step.asked,
    }
    if step.failure is not None:
        return Span(name, _SCOPE, begin, end, attributes, status=ERROR, message=step.failure.message,
                    events=(exception(_ERROR, step.failure.message, end),), parent=top, fact=step)
    attributes |= {"ai.response.finishReason": "stop", "ai.response.model": step.answered, "ai.response.text": "It is."}
    if step.usage is not None:
        attributes |= _usage(step.usage.input, step.usage.output, step.usage.cache_read, step.usage.reasoning)
        attributes |= {"gen_ai.response.finish_reasons": ["stop"], "gen_ai.response.model": step.answered,
                       "gen_ai.usage.input_tokens": step.usage.input, "gen_ai.usage.output_tokens": step.usage.output}
    events: tuple[Event, ...] = ()
    if verb == "streamText":
        first = step.first_chunk if step.first_chunk is not None else step.seconds / 3
        attributes |= {"ai.response.msToFirstChunk": first * 1000, "ai.response.msToFinish": step.seconds * 1000}
        events = (Event("ai.stream.firstChunk", begin + first, {"ai.response.msToFirstChunk": first * 1000}), Event("ai.stream.finish", end, {}))
    return Span(name, _SCOPE, begin, end, attributes, events=events, parent=top, fact=step)

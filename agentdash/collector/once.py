"""Each call, tool run and agent run is counted once, however many spans tell of it.

The Collector looks at about a second of one process's spans at a time; the spans that tell of one call end, and are exported,
together. Within that window:

* a call span that has a call span as its child is a wrapper around it; the innermost one is the call;
* the Anthropic SDK's own spans see every request of their process; an instrumentation's spans for the same provider,
  beside them and often in another trace, are the same calls again;
* an agent run below another agent run, a tool or a call is a part of it; a tool run below a tool run likewise;
* what Claude Code's tools waited for a person is taken off their time, and counted as waiting;
* failures that a framework notes only further down (Claude Code's tool execution, the OpenAI Agents SDK's agents) are
  noted on the span that is counted.
"""

from __future__ import annotations

from agentdash.collector import failures
from agentdash.collector.dialects import NAME, SCOPE
from agentdash.collector.normalise import CALL_SECONDS, KIND
from agentdash.collector.ottl import attr, block, matches, put, where

_KIND = attr(KIND)
_NATIVE = r"^com\.anthropic\.sdk\."
_FORGET = r'delete_matching_keys(resource.attributes, "^agentdash\\.")'
_HAS_PARENT = "not IsRootSpan()"
_SELF, _PARENT, _TRACE = "span.span_id.string", "span.parent_span_id.string", "span.trace_id.string"
_ANTHROPIC = f'{attr("gen_ai.provider.name")} == "anthropic"'
_AGENT = attr("gen_ai.agent.name")


def _note(topic: str, identity: str) -> str:
    """A resource attribute that carries a note from one span to another for as long as the window is looked at."""
    return f'resource.attributes[Concat(["agentdash.{topic}.", {identity}], "")]'


def _mark(topic: str, identity: str, *conditions: str) -> str:
    return where(f"set({_note(topic, identity)}, true)", *conditions)


def _marked(topic: str, identity: str) -> str:
    return f"{_note(topic, identity)} == true"


def statements() -> list[dict[str, object]]:
    """Statement groups of ``transform/once``: notes first, then what follows from them."""
    counted = (f'{_KIND} == "call"', f'{_KIND} == "tool"', f'{_KIND} == "run"')
    failed = f'{attr("error.type")} != nil'
    return [
        block("span", [
            _mark("native", '"anthropic"', f'{_KIND} == "call"', matches(SCOPE, _NATIVE)),
            _mark("failed", _PARENT, f'{NAME} == "claude_code.tool.execution"', failed),
            # A tool's span includes the time in which it waited for a person; a tool that was not allowed never ran.
            _mark("waited", _PARENT, f'{_KIND} == "wait"'),
            where(f"set({_note('began', _PARENT)}, span.start_time_unix_nano)", f'{NAME} == "claude_code.tool.execution"'),
            _mark("failedtrace", _TRACE, matches(SCOPE, "openai_agents"), failed,
                  f'{attr("gen_ai.operation.name")} == "invoke_agent"'),
        ], f"{_KIND} != nil"),
        block("span", [
            # The instrumentation knows the agent that the SDK's span, its child or sibling, does not.
            *(where(f"set({_note('agent', identity)}, {_AGENT})", f'{_KIND} == "call"', _ANTHROPIC, f"{_AGENT} != nil", *more)
              for identity, more in ((_SELF, ()), (_PARENT, (_HAS_PARENT,)))),
            put(KIND, "step", f'{_KIND} == "call"', _ANTHROPIC, "not " + matches(SCOPE, _NATIVE), _marked("native", '"anthropic"')),
            put("error.type", "tool_error", f'{_KIND} == "tool"', f'{attr("error.type")} == nil', _marked("failed", _SELF)),
            where(f"set({attr(CALL_SECONDS)}, 0.0)", f'{_KIND} == "tool"', _marked("waited", _SELF)),
            where(f"set({attr(CALL_SECONDS)}, Double(span.end_time_unix_nano - {_note('began', _SELF)}) / 1000000000.0)",
                  f'{_KIND} == "tool"', f"{_note('began', _SELF)} != nil"),
            put("error.type", "_OTHER", f'{_KIND} == "run"', f'{attr("error.type")} == nil', matches(SCOPE, "openai_agents"),
                _marked("failedtrace", _TRACE)),
        ], f"{_KIND} != nil"),
        block("span", [
            where(f"set({_AGENT}, {_note('agent', _PARENT)})", f"{_AGENT} == nil", matches(SCOPE, _NATIVE),
                  f"{_note('agent', _PARENT)} != nil"),
            _mark("wraps", _PARENT, f'{_KIND} == "call"', _HAS_PARENT),
            _mark("above", _SELF),
            _mark("tool", _SELF, f'{_KIND} == "tool"'),
        ], *counted),
        block("span", [
            put(KIND, "step", f'{_KIND} == "call"', _marked("wraps", _SELF)),
            put(KIND, "step", f'{_KIND} == "run"', _HAS_PARENT, _marked("above", _PARENT)),
            put(KIND, "step", f'{_KIND} == "tool"', _HAS_PARENT, _marked("tool", _PARENT)),
        ], *counted),
        failures.classify(),
        block("resource", [_FORGET]),
    ]

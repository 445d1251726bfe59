"""Every dialect becomes one set of span attributes; each AI span learns its kind: call, tool, run, wait (for a person) or step."""

from __future__ import annotations

from agentdash.collector import dialects, failures
from agentdash.collector.dialects import CACHE_READ, CACHE_WRITE, DIALECTS, FIRST_CHUNK, INPUT, OUTPUT, REASONING
from agentdash.collector.ottl import attr, block, either, fill, literal, matches, put, where

KIND = "agentdash.kind"
CALL_SECONDS = "agentdash.seconds"
"""How long the call or tool took: the span; the last attempt where the client repeats inside one span, and without the time in
which a tool waited for a person to allow it (both Claude Code)."""
UNTIMED = "agentdash.untimed"
"""On streams whose span ends when the stream begins (OpenInference's LlamaIndex instrumentation)."""
USAGE = (INPUT, CACHE_READ, CACHE_WRITE, OUTPUT, REASONING)
_LONGEST_SPAN = "168h"
_LONGEST = 4096
"""Bytes an attribute may have; a prompt of a megabyte must not travel through every statement."""
_ASKED, _SERVED = "gen_ai.request.model", "gen_ai.response.model"
_OLD_AZURE = literal(r"^az\.ai\.")
_PROVIDER_WITH_API = literal(
    r"^(openai|anthropic|google|mistral|cohere|groq|xai)\.(chat|responses|messages|completions?|embedding|generative-ai)$")
_WAITS = 'span.name == "claude_code.tool.blocked_on_user"'
_NAMES = (_ASKED, _SERVED, "gen_ai.agent.name", "gen_ai.provider.name", "gen_ai.operation.name", "gen_ai.tool.name", "traceloop.workflow.name")
_UNQUOTABLE = literal(r'["\\\n\r]')
"""Grafana puts the values of variables into queries, between quotes."""
_ANY = f"{attr(KIND)} != nil"


def _tidy() -> dict[str, object]:
    return block("span", [
        put(KIND, "step"),
        f"truncate_all(span.attributes, {_LONGEST})",
        where("set(span.span_id, SpanID(0x0000000000000001))", 'span.span_id.string == ""'),
        where("set(span.start_time, span.end_time)", "span.start_time_unix_nano == 0"),
        where("set(span.end_time, span.start_time)", "span.end_time < span.start_time"),
        # Clocks that were never set.
        where("set(span.start_time, span.end_time)", f'span.end_time - span.start_time > Duration("{_LONGEST_SPAN}")'),
        *(where(f"set({attr(name)}, String({attr(name)}))", f"IsInt({attr(name)})") for name in _NAMES),
        *(f'replace_pattern({attr(name)}, {_UNQUOTABLE}, "_")' for name in _NAMES),
        *(where(f'delete_key(span.attributes, "{name}")', f'{attr(name)} == "" or not IsString({attr(name)})') for name in _NAMES),
    ], *dialects.AI_SPAN)


def _fill_names() -> dict[str, object]:
    return block("span", [statement for row in DIALECTS for statement in (
        *row.first, *(fill(target, source) for target, source in row.names))], _ANY)


def _kinds() -> dict[str, object]:
    operation = "gen_ai.operation.name"
    statements: list[str] = []
    for row in DIALECTS:
        for name, condition in row.calls:
            statements.append(put(KIND, "call", condition))
            statements.append(put(operation, name, condition))
        for kind, name, conditions in (("tool", "execute_tool", row.tools), ("run", "invoke_agent", row.runs)):
            for condition in conditions:
                statements.append(put(KIND, kind, condition))
                statements.append(put(operation, name, f'{attr(KIND)} == "{kind}"', f"{attr(operation)} == nil"))
    for kind, group in (("call", "not_calls"), ("tool", "not_tools"), ("run", "not_runs")):
        statements += [put(KIND, "step", f'{attr(KIND)} == "{kind}"', f"({condition})")
                       for row in DIALECTS for condition in getattr(row, group)]
    return block("span", statements, _ANY)


def _values() -> dict[str, object]:
    provider = attr("gen_ai.provider.name")
    return block("span", [
        *(statement for row in DIALECTS for statement in row.last),
        *(where(f"set({attr(name)}, Int({attr(name)}))", f"{attr(name)} != nil", f"not IsInt({attr(name)})") for name in USAGE),
        *(where(f'delete_key(span.attributes, "{name}")', either((f"{attr(name)} < 0", f"not IsInt({attr(name)})"))) for name in USAGE),
        where(f"set({provider}, ToLowerCase({provider}))", f"{provider} != nil"),
        f'replace_pattern({provider}, {_OLD_AZURE}, "azure.ai.")',
        f'replace_pattern({provider}, {_PROVIDER_WITH_API}, "$1")',
        where('delete_key(span.attributes, "gen_ai.provider.name")', matches(provider, "^(strands-agents|langchain|langgraph|crewai)$"),
              f'{attr(KIND)} == "call"'),
        where(f"set({attr(_ASKED)}, {attr(_SERVED)})", f"{attr(_ASKED)} == nil", f"{attr(_SERVED)} != nil", f'{attr(KIND)} == "call"'),
        where(f"set({attr(_SERVED)}, {attr(_ASKED)})", f"{attr(_SERVED)} == nil", f"{attr(_ASKED)} != nil", f'{attr(KIND)} == "call"'),
    ], _ANY)


def _times() -> list[dict[str, object]]:
    names = "^(gen_ai\\.content\\.completion\\.chunk|First Token Stream Event|ai\\.stream\\.firstChunk)$"
    return [
        block("span", [
            put(KIND, "wait", _WAITS),
            f"set({attr(CALL_SECONDS)}, Seconds(span.end_time - span.start_time))",
        ], f'{attr(KIND)} == "tool"', _WAITS),
        block("span", [
            f"set({attr(CALL_SECONDS)}, Seconds(span.end_time - span.start_time))",
            put(UNTIMED, True, matches("instrumentation_scope.name", "llama_index"), matches("span.name", r"\.a?stream_\w+$")),
        ], f'{attr(KIND)} == "call"'),
        block("spanevent", [
            where(f"set({attr(CALL_SECONDS)}, Seconds(span.end_time - spanevent.time))",
                  'spanevent.name == "gen_ai.request.attempt"', f'{attr(KIND)} == "call"', "spanevent.time <= span.end_time"),
            where(f"set({attr(FIRST_CHUNK)}, Seconds(spanevent.time - span.start_time))", f"{attr(FIRST_CHUNK)} == nil",
                  matches("spanevent.name", names), f'{attr(KIND)} == "call"'),
        ]),
    ]


def statements() -> list[dict[str, object]]:
    """Statement groups of ``transform/normalise``, in order."""
    environment = 'resource.attributes["deployment.environment.name"]'
    return [
        block("resource", [
            where(f'set({environment}, resource.attributes["deployment.environment"])', f"{environment} == nil",
                  'resource.attributes["deployment.environment"] != nil'),
            *(f'replace_pattern(resource.attributes["{name}"], {_UNQUOTABLE}, "_")' for name in ("service.name", "tenant.id", "deployment.environment.name")),
        ]),
        _tidy(), _fill_names(), _kinds(), _values(), *_times(), *failures.detect(),
    ]

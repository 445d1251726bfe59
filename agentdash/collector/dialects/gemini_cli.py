"""Google's Gemini CLI, and Qwen Code, which is made of it."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, LogEvent, Tally, Work
from agentdash.collector.ottl.conditions import all_of, any_of, equals, is_nil, matches, present
from agentdash.collector.ottl.statements import assign, copy
from agentdash.collector.ottl.values import METRIC, SCOPE, attr, label, log_attr
from agentdash.vocabulary import coding, kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ERROR_TYPE,
    HTTP_STATUS,
    MODEL,
    OPERATION,
    PROVIDER,
    TOOL,
    TOTAL_TOKENS,
)
from agentdash.vocabulary.labels import CHANGE, DECIDED_BY, OUTCOME
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT, REASONING

_EVENT = log_attr("event.name")
_MODELS = ((ASKED_MODEL, "model"), (ASKED_MODEL, "model_name"), (MODEL, "model"), (MODEL, "model_name"))
_TOOL = equals(attr(OPERATION), "tool_call")
_QWEN = "qwen-code"
_DECIDED = all_of(matches(_EVENT, r"^(gemini_cli|qwen-code)\.tool_call$"), present(log_attr("decision")))
_ASKED = any_of(equals(log_attr("interactive"), True), equals(log_attr("interactive"), "true"))


def _events(program: str, agent: str, *provider: tuple[str, str]) -> tuple[LogEvent, ...]:
    ours = ((AGENT, agent),)
    call = (*ours, *provider, (OPERATION, "generate_content"))
    response, error, tool, prompt = (equals(_EVENT, f"{program}.{name}") for name in ("api_response", "api_error", "tool_call", "user_prompt"))
    return (
        LogEvent(kinds.CALL, response, names=(
            *_MODELS, (INPUT.attribute, "input_token_count"), (OUTPUT.attribute, "output_token_count"),
            (CACHE_READ.attribute, "cached_content_token_count"), (REASONING.attribute, "thoughts_token_count"),
            (TOTAL_TOKENS, "total_token_count")), constants=call, milliseconds="duration_ms", reasoning_beside=True),
        LogEvent(kinds.CALL, error, names=(*_MODELS, (HTTP_STATUS, "status_code"), (ERROR_TYPE, "error_type")), constants=call,
                 milliseconds="duration_ms", failed=error),
        LogEvent(kinds.TOOL, tool, names=((TOOL, "function_name"), (ERROR_TYPE, "error_type")), constants=ours,
                 milliseconds="duration_ms", failed=any_of(equals(log_attr("success"), False), equals(log_attr("success"), "false"))),
        LogEvent(kinds.RUN, prompt, constants=ours),
    )


GEMINI_CLI = Dialect(
    "gemini_cli", "Gemini CLI",
    "Tokens and failures of tools are in log events; spans, off by default, have neither, so that events are counted and not these.",
    agent="gemini-cli",
    coding=True,
    when=equals(SCOPE, "gemini-cli"),
    # Spans of a version that describes its tools there say nothing of failures, and are told again by events.
    tools=(all_of(_TOOL, is_nil(attr("gen_ai.tool.description"))),),
    events=(*_events("gemini_cli", "gemini-cli", (PROVIDER, "gcp.gemini")), *_events(_QWEN, _QWEN)),
    in_metrics=Work(
        matches(METRIC, r"^(gemini_cli|qwen-code)\."),
        tuple(Tally(coding.LINES, metric=f"{program}.lines.changed") for program in ("gemini_cli", _QWEN)),
        (copy(label(CHANGE), label("type")), assign(label(AGENT), _QWEN, equals(SCOPE, _QWEN))),
    ),
    in_logs=Work(
        any_of(equals(SCOPE, "gemini-cli"), equals(SCOPE, _QWEN)),
        (
            # Each session tells its configuration, once.
            Tally(coding.SESSIONS, matches(_EVENT, r"^(gemini_cli|qwen-code)\.config$")),
            Tally(coding.DECISIONS, _DECIDED),
            Tally(coding.EDITS, all_of(_DECIDED, matches(log_attr(TOOL), r"^(replace|edit|write_file)$"))),
            Tally(coding.COMPACTIONS, matches(_EVENT, r"^(gemini_cli|qwen-code)\.chat_compression$")),
        ),
        (
            copy(log_attr(TOOL), log_attr("function_name")),
            # accept, auto_accept, modify; reject
            assign(log_attr(OUTCOME), coding.ACCEPT, _DECIDED),
            assign(log_attr(OUTCOME), coding.REJECT, _DECIDED, equals(log_attr("decision"), "reject")),
            # Without a terminal nobody is asked, and it says `accept` all the same.
            assign(log_attr(DECIDED_BY), coding.RULES, _DECIDED),
            assign(log_attr(DECIDED_BY), coding.PERSON, _DECIDED, _ASKED, matches(log_attr("decision"), "^(accept|modify|reject)$")),
            assign(log_attr(AGENT), _QWEN, equals(SCOPE, _QWEN)),
        ),
    ),
    in_spans=Work(equals(SCOPE, "gemini-cli")),
    log_scopes=("gemini-cli", "qwen-code"),
    kept_in_logs=(
        r"(input|output|cached_content|thoughts|tool|total)_token_count", r"(duration|routing_latency)_ms", r"status_code", r"http\.status_code",
        r"finish_reasons", r"prompt_(id|length)", r"model(_name)?", r"decision(_model|_source)?", r"function_name", r"success", r"tool_(type|name)",
        r"error_type", r"installation\.id", r"interactive", r"auth_type", r"role", r"operation", r"lines", r"mimetype", r"extension",
        r"programming_language", r"content_length", r"(approval_)?mode", r"embedding_model", r"sandbox_enabled", r"os_(platform|release)",
        r"mcp_(servers|tools)_count", r"is_docker", r"output_format",
    ),
    metrics=(r"gemini_cli\..*", r"qwen-code\..*"),
)

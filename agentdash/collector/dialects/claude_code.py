"""Claude Code."""

from __future__ import annotations

from collections.abc import Callable

from agentdash.collector.dialects.dialect import Call, Counter, Dialect, Duration, Failure, LogEvent, Tally, Work
from agentdash.collector.ottl.conditions import all_of, any_of, differs, equals, matches, present, starts_with
from agentdash.collector.ottl.statements import Statement, assign, copy
from agentdash.collector.ottl.values import METRIC, NAME, SCOPE, Path, attr, label, log_attr
from agentdash.vocabulary import coding, kinds
from agentdash.vocabulary.attributes import (
    ASKED_MODEL,
    ATTEMPTS,
    ERROR_TYPE,
    FIRST_CHUNK,
    HTTP_STATUS,
    MODEL,
    TOOL,
)
from agentdash.vocabulary.labels import CHANGE, DECIDED_BY, OUTCOME, WORKER
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT

_REQUEST = equals(NAME, "claude_code.llm_request")
_EVENT = log_attr("event.name")
_ANSWERED, _ERROR, _TOOL_RAN = (equals(_EVENT, name) for name in ("api_request", "api_error", "tool_result"))
_MODELS = ((ASKED_MODEL, "model"), (MODEL, "model"))


def _decided(get: Callable[[str], Path]) -> tuple[Statement, ...]:
    """Claude Code's words for a decision, on a point or record: what, on which tool, and whether a person was asked."""
    return (
        copy(get(OUTCOME), get("decision")),
        copy(get(TOOL), get("tool_name")),
        assign(get(DECIDED_BY), coding.RULES, present(get("source"))),
        assign(get(DECIDED_BY), coding.PERSON, matches(get("source"), "^user_")),
    )


CLAUDE_CODE = Dialect(
    "claude_code", "Claude Code",
    "Bare attribute names; cached tokens left out of the input; all attempts inside one span; a tool's span includes the time in "
    "which it waited for a person, and its failure is noted on its execution; counters of its own.",
    signs=(starts_with(NAME, "claude_code."),),
    names=(
        (ASKED_MODEL, "model"),
        (ERROR_TYPE, "error_class"),
        (HTTP_STATUS, "status_code"),
        (INPUT.attribute, "input_tokens"),
        (OUTPUT.attribute, "output_tokens"),
        (CACHE_READ.attribute, "cache_read_tokens"),
        (CACHE_WRITE.attribute, "cache_creation_tokens"),
        (ATTEMPTS, "attempt"),
    ),
    durations=(Duration(FIRST_CHUNK, "ttft_ms"),),
    agent="claude-code",
    coding=True,
    calls=(Call("chat", _REQUEST),),
    waits=(equals(NAME, "claude_code.tool.blocked_on_user"),),
    excludes_cached=(all_of(_REQUEST, present(attr("input_tokens"))),),
    attempt_events=("gen_ai.request.attempt",),
    executions=(equals(NAME, "claude_code.tool.execution"),),
    failures=(Failure("_OTHER", all_of(_REQUEST, equals(attr("success"), False))),),
    kept=(
        r"model", r"(input|output|cache_read|cache_creation)_tokens", r"(duration|ttft|first_content|interaction\.duration)_ms", r"attempt",
        r"success", r"speed", r"effort", r"status_code", r"stop_reason", r"error_class", r"request_id", r"tool_name(_safe)?", r"tool_use_id",
        r"bash_(command_class|argv0)", r"span\.type", r"decision", r"source", r"terminal\.type", r"query_source(_safe)?", r"agent_id",
        r"interaction\.sequence",
    ),
    kept_in_events=(r"attempt",),
    kept_in_logs=(
        r"event\.(timestamp|sequence)", r"prompt\.id", r"(prompt|response)_length", r"cost_usd(_micros)?",
        r"cache_creation_(5m|1h)_tokens", r"total_(attempts|retry_duration_ms|tokens|tool_uses)",
        r"tool_(source|input_size_bytes|result_size_bytes)", r"permission_mode", r"error_type", r"agent_type", r"agent\.source",
        r"is_(built_in|async)", r"final_model", r"model_swapped", r"hook_(event|name)", r"num_[a-z_]+", r"start_type", r"type",
    ),
    log_scopes=("com.anthropic.",),
    events_beside=(
        LogEvent(kinds.CALL, _ANSWERED, names=_MODELS, milliseconds="duration_ms"),
        LogEvent(kinds.CALL, _ERROR, names=(*_MODELS, (HTTP_STATUS, "status_code"), (ERROR_TYPE, "error")), milliseconds="duration_ms", failed=_ERROR),
        LogEvent(kinds.TOOL, _TOOL_RAN, names=((TOOL, "tool_name"), (ERROR_TYPE, "error_type")), milliseconds="duration_ms",
                 failed=any_of(equals(log_attr("success"), False), equals(log_attr("success"), "false"))),
    ),
    in_metrics=Work(
        starts_with(METRIC, "claude_code."),
        (
            # The list of its agents is a program of its own, which works on nothing.
            Tally(coding.SESSIONS, differs(label("start_type"), "agents_view"), metric="claude_code.session.count"),
            Tally(coding.ACTIVE, metric="claude_code.active_time.total"),
            Tally(coding.LINES, metric="claude_code.lines_of_code.count"),
            Tally(coding.COMMITS, metric="claude_code.commit.count"),
            Tally(coding.PULL_REQUESTS, metric="claude_code.pull_request.count"),
            Tally(coding.EDITS, metric="claude_code.code_edit_tool.decision"),
        ),
        (*_decided(label), copy(label(WORKER), label("type")), copy(label(CHANGE), label("type"))),
    ),
    in_logs=Work(
        starts_with(SCOPE, "com.anthropic.claude_code"),
        (
            Tally(coding.DECISIONS, equals(_EVENT, "tool_decision")),
            Tally(coding.EXHAUSTED_RETRIES, equals(_EVENT, "api_retries_exhausted")),
            Tally(coding.COMPACTIONS, equals(_EVENT, "compaction")),
        ),
        _decided(log_attr),
    ),
    in_spans=Work(starts_with(NAME, "claude_code.")),
    metrics=(r"claude_code\..*",),
    counters=(
        Counter("claude_code.token.usage", "tokens", ("type", "model", "query_source")),
        Counter("claude_code.cost.usage", "USD", ("model", "query_source")),
        Counter("claude_code.session.count"),
        Counter("claude_code.active_time.total", "s", ("type",)),
        Counter("claude_code.lines_of_code.count", "", ("type",)),
        Counter("claude_code.commit.count"),
        Counter("claude_code.pull_request.count"),
        Counter("claude_code.code_edit_tool.decision", "", ("decision", "tool_name")),
    ),
)

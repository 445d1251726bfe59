"""Claude Code."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Call, Counter, Dialect, Duration, Failure
from agentdash.collector.ottl.conditions import all_of, equals, matches, present
from agentdash.collector.ottl.values import NAME, attr
from agentdash.vocabulary.attributes import ASKED_MODEL, ATTEMPTS, ERROR_TYPE, FIRST_CHUNK, HTTP_STATUS
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT

_REQUEST = equals(NAME, "claude_code.llm_request")

CLAUDE_CODE = Dialect(
    "claude_code", "Claude Code",
    "Bare attribute names; cached tokens left out of the input; all attempts inside one span; a tool's span includes the time in "
    "which it waited for a person, and its failure is noted on its execution; counters of its own.",
    signs=(matches(NAME, r"^claude_code\."),),
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

"""OpenAI's Codex CLI (0.171), its IDE extension and its app."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect, LogEvent, Streamed, Tally, Work
from agentdash.collector.ottl.conditions import (
    all_of,
    any_of,
    at_least,
    below,
    equals,
    is_nil,
    matches,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import assign, copy
from agentdash.collector.ottl.values import METRIC, SCOPE, log_attr
from agentdash.vocabulary import coding, kinds
from agentdash.vocabulary.attributes import AGENT, ASKED_MODEL, HTTP_STATUS, MODEL, OPERATION, PROVIDER, TOOL
from agentdash.vocabulary.labels import DECIDED_BY, OUTCOME
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

_EVENT, _STATUS = log_attr("event.name"), log_attr(HTTP_STATUS)
_REQUEST, _STREAM = equals(_EVENT, "codex.api_request"), equals(_EVENT, "codex.sse_event")
_COMPLETED = all_of(_STREAM, equals(log_attr("event.kind"), "response.completed"), present(log_attr("input_token_count")))
_BROKEN = present(log_attr("error.message"))
_INSIDES = starts_with(SCOPE, "codex")
"""Spans of everything that goes on in the program, some hundreds in a run."""
_DECIDED = equals(_EVENT, "codex.tool_decision")
_OURS = ((AGENT, "codex"),)
_CALL = (*_OURS, (PROVIDER, "openai"), (OPERATION, "chat"))
_MODELS = ((ASKED_MODEL, "model"), (MODEL, "model"))

CODEX = Dialect(
    "codex", "OpenAI Codex CLI",
    "Calls, tokens and tools are log events: a run that fails exports no spans, and of the others one span has the model and another "
    "the usage. What a request ends in for good is in no event.",
    agent="codex",
    coding=True,
    signs=(_INSIDES,),
    steps=(_INSIDES,),
    events=(
        LogEvent(kinds.CALL, _COMPLETED, names=(
            *_MODELS, (INPUT.attribute, "input_token_count"), (OUTPUT.attribute, "output_token_count"),
            (CACHE_READ.attribute, "cached_token_count"), (CACHE_WRITE.attribute, "cache_write_token_count"),
            (REASONING.attribute, "reasoning_token_count")), constants=_CALL),
        # An attempt that got no stream, and one whose stream broke.
        LogEvent(kinds.CALL, all_of(_REQUEST, _BROKEN), names=_MODELS, constants=_CALL, milliseconds="duration_ms", failed=_BROKEN),
        LogEvent(kinds.CALL, all_of(_STREAM, _BROKEN), names=_MODELS, constants=_CALL, failed=_BROKEN),
        LogEvent(kinds.TOOL, equals(_EVENT, "codex.tool_result"), names=((TOOL, "tool_name"),), constants=_OURS,
                 milliseconds="duration_ms", failed=matches(log_attr("success"), "(?i)^false$")),
        LogEvent(kinds.RUN, equals(_EVENT, "codex.conversation_starts"), constants=_OURS),
    ),
    streamed=Streamed(
        "conversation.id", all_of(_REQUEST, is_nil(log_attr("error.message")), at_least(_STATUS, 200), below(_STATUS, 300)),
        any_of(_STREAM, equals(_EVENT, "codex.websocket_event")), "duration_ms", _COMPLETED, "ttft_ms"),
    in_metrics=Work(starts_with(METRIC, "codex.")),
    in_logs=Work(
        _INSIDES,
        (
            Tally(coding.SESSIONS, equals(_EVENT, "codex.conversation_starts")),
            Tally(coding.DECISIONS, _DECIDED),
            Tally(coding.EDITS, all_of(_DECIDED, equals(log_attr(TOOL), "apply_patch"))),
        ),
        (
            copy(log_attr(TOOL), log_attr("tool_name")),
            # approved, approved_for_session, …; denied, abort, timed_out
            assign(log_attr(OUTCOME), coding.REJECT, _DECIDED),
            assign(log_attr(OUTCOME), coding.ACCEPT, _DECIDED, matches(log_attr("decision"), "(?i)^approved")),
            assign(log_attr(DECIDED_BY), coding.RULES, _DECIDED),
            assign(log_attr(DECIDED_BY), coding.PERSON, _DECIDED, matches(log_attr("source"), "(?i)^user$")),
        ),
    ),
    in_spans=Work(_INSIDES),
    log_scopes=("codex",),
    kept=(
        r"busy_ns", r"idle_ns", r"target", r"codex\.[a-z_.]+", r"model(\.provided)?", r"wire_api", r"transport", r"api\.path", r"http\.method",
        r"(conversation|turn|submission)\.id", r"(thread|turn|call)_id", r"rpc\.[a-z_]+", r"tool_(name|source|spec_count)", r"outcome", r"from",
        r"stop_reason", r"app_server\.[a-z_]+", r"[a-z_]+_count", r"code\.(file\.path|line\.number|module\.name)",
    ),
    kept_in_logs=(
        r"event\.kind", r"(input|output|cached|cache_write|reasoning|tool)_token_count", r"(duration|ttft)_ms", r"attempt", r"endpoint",
        r"conversation\.id", r"app\.version", r"originator", r"terminal\.type", r"slug", r"model", r"auth_mode", r"tool_(name|namespace|result_seq)",
        r"call_id", r"decision", r"source", r"success", r"output_truncated", r"prompt_length", r"startup\.(phase|status)", r"provider_name",
        r"approval_policy", r"sandbox_policy", r"reasoning_(summary|effort)", r"auth\.[a-z_]+",
    ),
    metrics=(r"codex\..*",),
)

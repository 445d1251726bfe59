"""What people said stays out of traces and logs unless the settings ask for it.

Spans and events of AI instrumentations keep only the attributes named here, so that a framework's next way of writing a
prompt is left out too. Everything else passes with e-mail addresses and API keys masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentdash.collector.masks import masks
from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, literal, matches, where

_KEPT = (
    r"gen_ai\.(operation\.name|provider\.name|system|conversation\.id|output\.type|data_source\.id|is_streaming)",
    r"gen_ai\.request\.(model|stream|max_tokens|temperature|top_p|top_k|seed|frequency_penalty|presence_penalty|choice\.count|reasoning\.level|is_stream|type)",
    r"gen_ai\.response\.(model|id|finish_reasons|time_to_first_chunk)", r"gen_ai\.usage\..*", r"gen_ai\.aggregated_usage\..*",
    r"gen_ai\.agent\.(name|id|version)", r"gen_ai\.tool\.(name|type|call\.id|status)", r"gen_ai\.workflow\.name",
    r"gen_ai\.task\.(name|id|parent\.id|status)", r"gen_ai\.(evaluation|server|token|openai\.api_base|embeddings)\..*",
    r"openai\.(api|response|request)\..*", r"anthropic\.(request\.id|usage\..*|response\..*|message\.stop_reason|provider)",
    r"aws\.bedrock\.[a-z_.]*(id|latency|region)[a-z_.]*", r"azure\.resource_provider\.namespace",
    r"github\.copilot\.(cost|server_duration|initiator|turn_id|turn_count|interaction_id|agent\.type|error_status_code)",
    r"llm\.(model_name|provider|system|finish_reason|request\.type|is_streaming|token_count\..*|cost\..*|(request|response)\.model_name)",
    r"embedding\.model_name", r"openinference\.span\.kind", r"tool\.name", r"agent\.name", r"agent_name", r"graph\.node\.(id|name|parent_id)",
    r"traceloop\.(span\.kind|workflow\.name|entity\.(name|path)|association\.properties\.(ls_(provider|model_name|model_type|max_tokens|integration)|lc_agent_name|langgraph_(step|node)))",
    r"crewai\.(crew\.(id|name|process)|agent\.(id|role|llm|max_iter)|task\.(id|agent))",
    r"haystack\.(component\.(name|type|visits)|agent\.(max_steps|step|steps_taken)|tool\.(name|error))",
    r"ai\.(operationId|model\.(id|provider)|response\.(model|id|finishReason|msToFirstChunk|msToFinish)|usage\..*|telemetry\.functionId|toolCall\.(name|id)|settings\.maxRetries)",
    r"mcp\.(method\.name|session\.id|protocol\.version)", r"jsonrpc\..*", r"rpc\..*", r"anthropic\.mcp\.server\.name",
    r"model", r"(input|output|cache_read|cache_creation)_tokens", r"(duration|ttft|first_content|interaction\.duration)_ms", r"attempt",
    r"success", r"speed", r"effort", r"status_code", r"stop_reason", r"error_class", r"request_id", r"tool_name(_safe)?", r"tool_use_id",
    r"bash_(command_class|argv0)", r"span\.type", r"decision", r"source", r"terminal\.type", r"query_source(_safe)?", r"agent_id",
    r"interaction\.sequence", r"(session|user|enduser|tenant|organization)\.id", r"error\.type", r"error", r"server\.(address|port)",
    r"http\.(request\.method|response\.status_code|route)", r"network\..*", r"deployment\.environment(\.name)?", r"service\..*", r"host\..*",
    r"process\.exit\.code", r"agentdash\..*", r"code\.(function|filepath|lineno).*", r"thread\.(id|name)",
)
KEPT = "^(?:" + "|".join(_KEPT) + ")$"
KEPT_IN_EVENTS = r"^(?:exception\.type|attempt|gen_ai\.(operation|provider|request\.model|response\.model|usage).*|event\.name|github\.copilot\.(error_status_code|session\.usage_info\..*))$"
_KEPT_IN_LOGS = (
    r"event\.(name|timestamp|sequence)", r"prompt\.id", r"(prompt|response)_length", r"cost_usd(_micros)?",
    r"cache_creation_(5m|1h)_tokens", r"total_(attempts|retry_duration_ms|tokens|tool_uses)",
    r"tool_(source|input_size_bytes|result_size_bytes)", r"permission_mode", r"error_type", r"agent_type", r"agent\.source",
    r"is_(built_in|async)", r"final_model", r"model_swapped", r"hook_(event|name)", r"num_[a-z_]+", r"start_type", r"type",
)
KEPT_IN_LOGS = "^(?:" + "|".join((*(part for part in _KEPT if part != "error"), *_KEPT_IN_LOGS)) + ")$"

_AI_LOG = (
    'log.attributes["event.name"] != nil and ' + matches('log.attributes["event.name"]', r"^gen_ai\."),
    matches("log.event_name", r"^gen_ai\."),
    matches("instrumentation_scope.name", r"^(com\.anthropic\.|github\.copilot|opentelemetry\.instrumentation|openlit|openinference|gcp\.vertex|strands|logfire|pydantic)"),
)
_SENTENCE = r"(\S+\s+){5,}"
_ABOUT_THE_USER = literal(r"^(process\.(command|command_line|command_args|owner)|user\..*|enduser\.(name|email))$")


def _resource() -> dict[str, object]:
    """A command line quotes its prompt."""
    return block("resource", [f"delete_matching_keys(resource.attributes, {_ABOUT_THE_USER})", *masks("resource", "resource.attributes")])


def stripped(keep_content: bool, extra: Iterable[str]) -> list[dict[str, object]]:
    """Statement groups that take what people said off spans, before these are held and copied: the last of
    ``transform/normalise``. ``extra`` are attributes that the settings group by."""
    if keep_content:
        return []
    kept = KEPT.replace("^(?:", "^(?:" + "".join(re.escape(name) + "|" for name in extra), 1)
    ai = f"{attr(KIND)} != nil"
    return [
        block("spanevent", [f"keep_matching_keys(spanevent.attributes, {literal(KEPT_IN_EVENTS)})"], ai),
        block("span", [f"keep_matching_keys(span.attributes, {literal(kept)})"], ai),
    ]


def spans(keep_content: bool) -> list[dict[str, object]]:
    """Statement groups of ``transform/redact`` for traces: texts, names, keys and addresses. ``keep_content`` masks nothing
    but keys and addresses."""
    masked = [_resource(), block("span", masks("span", "span.attributes", "span.name", "span.status.message")),
              block("spanevent", masks("spanevent", "spanevent.attributes"))]
    if keep_content:
        return masked
    return [
        block("span", [
            # The text of an error quotes requests and tool arguments; its type and kind stay.
            where(f'set(span.status.message, {attr("error.type")})', 'span.status.message != ""', f'{attr("error.type")} != nil'),
            where(f'set({attr("error")}, {attr("error.type")})', f'{attr("error")} != nil', f'{attr("error.type")} != nil'),
            # A task's description as a name is a prompt, and without bound.
            where(f"set(span.name, {attr(KIND)})", matches("span.name", _SENTENCE)),
            where("set(span.name, Substring(span.name, 0, 120))", "Len(span.name) > 120"),
        ], f"{attr(KIND)} != nil"),
        *masked,
    ]


def logs(keep_content: bool) -> list[dict[str, object]]:
    """Statement groups of ``transform/redact`` for logs."""
    masked = [_resource(), block("log", masks("log", "log.attributes", "log.body"))]
    if keep_content:
        return masked
    return [
        block("log", [
            f"keep_matching_keys(log.attributes, {literal(KEPT_IN_LOGS)})",
            where('set(log.body, log.attributes["event.name"])', 'log.attributes["event.name"] != nil',
                  'not (IsString(log.body) and HasSuffix(log.body, log.attributes["event.name"]))'),
            where("set(log.body, log.event_name)", 'log.attributes["event.name"] == nil', 'log.event_name != ""'),
            where('set(log.body, "")', 'log.attributes["event.name"] == nil', 'log.event_name == ""'),
        ], *_AI_LOG),
        *masked,
    ]

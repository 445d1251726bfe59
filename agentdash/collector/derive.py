"""The canonical series, derived from the spans that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.collector.dialects import CACHE_READ, CACHE_WRITE, FIRST_CHUNK, INPUT, OUTPUT, REASONING
from agentdash.collector.failures import ERROR_KIND
from agentdash.collector.normalise import CALL_SECONDS, KIND, UNTIMED
from agentdash.collector.ottl import attr, block, either, fill, literal, put, where
from agentdash.vocabulary.labels import FALLBACK, TIMED, UNKNOWN

# The conventions' 14 bounds, the geometric middle of each pair from 0.04 to 82 s, quarters between 2.56 and 7.24 s, where the
# slowest calls of most programs are, and 120 s: with these, P50, P95 and P99 stay within 15 % of the true value one percentile
# point around on all recordings; with the 14 alone half of the P99 do not. With +Inf they are 30 buckets.
CONVENTION_BOUNDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
CALL_BOUNDS = (0.01, 0.02, 0.04, 0.057, 0.08, 0.113, 0.16, 0.226, 0.32, 0.453, 0.64, 0.905, 1.28, 1.81, 2.56, 3.04,
               3.62, 4.31, 5.12, 6.09, 7.24, 10.24, 14.48, 20.48, 28.96, 40.96, 57.93, 81.92, 120.0)
RUN_BOUNDS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6, 819.2, 1638.4)
"""Seconds; the conventions' bounds of agent runs, and two more for agents that work for half an hour."""

RETRIED = "agentdash.retried_attempts"
"""Attempts that a client repeated by itself (Claude Code tells their number): counted as failed calls."""

_CALL = f'{attr(KIND)} == "call"'
_DURATION = "Seconds(span.end_time - span.start_time)"
_CALL_SECONDS = f"Double({attr(CALL_SECONDS)})"
_TOKENS = {"input": INPUT, "cache_read": CACHE_READ, "cache_write": CACHE_WRITE, "output": OUTPUT, "reasoning": REASONING}
_TOKEN_NAME = "gen_ai.usage.{}_tokens"
_RUN_LABELS = ("gen_ai.agent.name",)
_CALL_LABELS = (*_RUN_LABELS, "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model", FALLBACK)


def labels() -> dict[str, object]:
    """Puts on the span what only the derived series need: whether and how it failed, and whether its duration is known."""
    return block("span", [
        put("error", "false"),
        # A span that ended before its stream's first chunk does not tell how long the call took.
        put(TIMED, "true"),
        put(TIMED, "false", f"{attr('error.type')} != nil"),
        put(TIMED, "false", either((f"{attr(UNTIMED)} == true", f"{attr(FIRST_CHUNK)} > {attr(CALL_SECONDS)}"))),
        put("error", "true", f"{attr('error.type')} != nil"),
        where(f"set({attr('error.type')}, {attr(ERROR_KIND)})", f"{attr(ERROR_KIND)} != nil"),
        fill("gen_ai.agent.name", "gen_ai.workflow.name"),
    ])


def _item(name: str, description: str, unit: str, own: Sequence[str], extra: Sequence[str], conditions: Sequence[str],
          value: Mapping[str, Any], with_error: bool) -> dict[str, Any]:
    keys = (*extra, *own)
    attributes: list[dict[str, Any]] = [{"key": key, "default_value": UNKNOWN} for key in keys]
    if with_error:
        attributes += [{"key": "error", "default_value": "false"}, {"key": "error.type", "optional": True}]
    return {
        "name": name, "description": description, "unit": unit,
        "include_resource_attributes": [{"key": "service.name", "default_value": UNKNOWN}],
        "attributes": attributes, "conditions": [" and ".join(conditions)], **value,
    }


_DICE = "Double(ParseInt(Substring(span.span_id.string, 12, 4), 16)) / 65536.0"
"""0 to 1, and always the same for a span: one span in three stands for two where the ratio is 3/4."""


def weight(head_ratio: float) -> str:
    """How many spans one span stands for, as OTTL: by the applications' known sampling ratio or the span's trace state."""
    stands_for = "AdjustedCount()" if head_ratio == 1 else f"{1 / head_ratio:.6f}"
    if head_ratio < 1 and (1 / head_ratio) % 1 < 1e-6:
        return str(round(1 / head_ratio))
    return f"Int({stands_for} + {_DICE})"


def call_counter(name: str, description: str, unit: str, value: str, extra_labels: Sequence[str], head_ratio: float,
                 *conditions: str) -> dict[str, Any]:
    """A counter with the labels of all calls. ``value`` is OTTL, a floating-point number."""
    extra = ("deployment.environment.name", "tenant.id", *extra_labels)
    by = "Double(AdjustedCount())" if head_ratio == 1 else f"{1 / head_ratio:.6f}"
    return _item(name, description, unit, _CALL_LABELS, extra, (_CALL, *conditions),
                 {"sum": {"value": f"{value} * {by}", "monotonic": True}}, False)


def metrics(extra_labels: Sequence[str], head_ratio: float) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``. ``head_ratio`` is the applications' known sampling ratio, unless spans carry a
    threshold in their trace state, which the Collector reads by itself."""
    extra = ("deployment.environment.name", "tenant.id", *extra_labels)
    by = weight(head_ratio)

    def histogram(name: str, description: str, own: Sequence[str], bounds: Sequence[float], value: str, *conditions: str,
                  with_error: bool = True, count: str = by) -> dict[str, Any]:
        return _item(name, description, "s", own, extra, conditions,
                     {"histogram": {"buckets": list(bounds), "count": count, "value": value}}, with_error)

    def counter(name: str, description: str, unit: str, value: str, *conditions: str) -> dict[str, Any]:
        return _item(name, description, unit, _CALL_LABELS, extra, (_CALL, *conditions),
                     {"sum": {"value": f"{value} * {by}", "monotonic": True}}, False)

    nothing = " and ".join(f"({attr(name)} == nil or {attr(name)} == 0)" for name in (INPUT, OUTPUT))
    return [
        histogram("gen_ai.client.operation.duration", "Calls to models", (*_CALL_LABELS, TIMED), CALL_BOUNDS, _CALL_SECONDS, _CALL),
        # Without what they would not all have alike: labels that are made equal later would make two points of one series.
        histogram(RETRIED, "Attempts that the client repeated by itself", _CALL_LABELS, CALL_BOUNDS, "0.0", _CALL,
                  f"Int({attr('attempt')}) > 1", with_error=False, count=f"(Int({attr('attempt')}) - 1) * {by}"),
        *(counter(_TOKEN_NAME.format(kind), f"{kind.replace('_', ' ').capitalize()} tokens of calls to models", "{token}",
                  f"Int({attr(name)})", f"Int({attr(name)}) > 0") for kind, name in _TOKENS.items()),
        histogram("gen_ai.client.operation.time_to_first_chunk", "Time to the first chunk of a streamed answer", _CALL_LABELS,
                  CALL_BOUNDS, f"Double({attr(FIRST_CHUNK)})", _CALL, f"Double({attr(FIRST_CHUNK)}) >= 0", f"Double({attr(FIRST_CHUNK)}) < 86400", with_error=False),
        histogram("gen_ai.execute_tool.duration", "Tool runs", (*_RUN_LABELS, "gen_ai.tool.name"), CALL_BOUNDS, _CALL_SECONDS,
                  f'{attr(KIND)} == "tool"'),
        histogram("agentdash.waiting_for_person", "Time in which a tool waited for a person to allow it", _RUN_LABELS, RUN_BOUNDS, _CALL_SECONDS,
                  f'{attr(KIND)} == "wait"', with_error=False),
        histogram("gen_ai.invoke_agent.duration", "Agent runs", _RUN_LABELS, RUN_BOUNDS, _DURATION, f'{attr(KIND)} == "run"'),
        counter("agentdash.calls_without_usage", "Successful calls whose telemetry carries no token usage", "{call}", "1",
                f"{attr('error.type')} == nil", nothing),
        counter("agentdash.calls_without_model", "Calls whose telemetry names no model", "{call}", "1",
                f"{attr('gen_ai.response.model')} == {literal(UNKNOWN)}"),
    ]

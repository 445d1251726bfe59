"""The canonical series, derived from the spans that count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.collector import weight
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    any_of,
    at_least,
    below,
    equals,
    is_nil,
    present,
)
from agentdash.collector.ottl.statements import Group, block, copy, fill, set_to
from agentdash.collector.ottl.values import (
    END,
    NOTHING,
    ONE,
    START,
    Operand,
    Value,
    as_decimal,
    as_integer,
    attr,
    seconds,
)
from agentdash.collector.span_metrics import (
    CALL_LABELS,
    RUN_LABELS,
    WHERE,
    distribution,
    metric,
    total,
)
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ALSO_RUN,
    ATTEMPTS,
    ERROR_KIND,
    ERROR_TYPE,
    FAILED_CALL,
    FIRST_CHUNK,
    KIND,
    MODEL,
    OWNER,
    SECONDS,
    TOOL,
    UNTIMED,
    WORKFLOW,
)
from agentdash.vocabulary.labels import FAILED, TIMED, UNKNOWN
from agentdash.vocabulary.tokens import INPUT, OUTPUT, TOKEN_TYPES

# The conventions' 14 bounds, the geometric middle of each pair from 0.04 to 82 s, sixths of an octave between 0.64 and 7.24 s, where
# few but slow calls decide the P95 (a bucket is 12 % wide there), and 120 s: P50, P95 and P99 stay within 15 % of the true value
# one percentile point around on all recordings. With +Inf they are 42 buckets, each a series for every set of labels.
CALL_BOUNDS = (0.01, 0.02, 0.04, 0.057, 0.08, 0.113, 0.16, 0.226, 0.32, 0.453, 0.64, 0.718, 0.806, 0.905, 1.016, 1.14, 1.28,
               1.437, 1.613, 1.81, 2.03, 2.28, 2.56, 2.87, 3.23, 3.62, 4.06, 4.56, 5.12, 5.75, 6.45, 7.24,
               8.61, 10.24, 14.48, 20.48, 28.96, 40.96, 57.93, 81.92, 120.0)
RUN_BOUNDS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6, 819.2, 1638.4)
"""Seconds; the conventions' bounds of agent runs, and two more for agents that work for half an hour."""

CALLS = "gen_ai.client.operation.duration"
FIRST_CHUNKS = "gen_ai.client.operation.time_to_first_chunk"
RUNS = "gen_ai.invoke_agent.duration"
RETRIED = "agentdash.retried_attempts"
"""Attempts that a client repeated by itself inside one span: counted as failed calls."""

_CALL, _TOOL, _RUN, _WAIT = (equals(attr(KIND), kind) for kind in (kinds.CALL, kinds.TOOL, kinds.RUN, kinds.WAIT))
_SECONDS = as_decimal(attr(SECONDS))
_FIRST_CHUNK = as_decimal(attr(FIRST_CHUNK))
_LONGEST_FIRST_CHUNK = 86_400


def labels() -> Group:
    """Puts on the span what only the derived series need: whether and how it failed, and whether its duration is known."""
    failed = present(attr(ERROR_TYPE))
    return block("span", [
        set_to(FAILED, "false"),
        set_to(TIMED, "true"),
        set_to(TIMED, "false", failed),
        set_to(TIMED, "false", equals(attr(UNTIMED), True)),
        set_to(FAILED, "true", failed),
        copy(attr(ERROR_TYPE), attr(ERROR_KIND)),
        fill(attr(AGENT), attr(WORKFLOW)),
    ])


def call_counter(name: str, description: str, unit: str, value: Value, extra: Sequence[str],
                 *conditions: Condition) -> dict[str, Any]:
    """A counter with the labels of all calls; ``value`` is a floating-point number, ``extra`` the settings' own attributes."""
    return metric(name, description, unit, (*WHERE, *extra, *CALL_LABELS), total(value * weight.exact()), _CALL, *conditions)


def metrics(extra: Sequence[str]) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``. ``extra`` are the settings' own attributes."""
    by, where = weight.count(), (*WHERE, *extra)
    attempts = as_integer(attr(ATTEMPTS))

    def histogram(name: str, description: str, own: Sequence[str], bounds: Sequence[float], value: Value, *conditions: Condition,
                  failed: bool = True, count: Operand = by) -> dict[str, Any]:
        return metric(name, description, "s", (*where, *own), distribution(bounds, value, count), *conditions,
                      failed=failed, error_type=failed)

    def counter(name: str, description: str, unit: str, value: Value, *conditions: Condition) -> dict[str, Any]:
        return metric(name, description, unit, (*where, *CALL_LABELS), total(value * by), _CALL, *conditions)

    nothing = [any_of(is_nil(attr(one.attribute)), equals(attr(one.attribute), 0)) for one in (INPUT, OUTPUT)]
    return [
        histogram(CALLS, "Calls to models", (*CALL_LABELS, TIMED), CALL_BOUNDS, _SECONDS, any_of(_CALL, equals(attr(FAILED_CALL), True))),
        # Without what they would not all have alike: labels that are made equal later would make two points of one series.
        histogram(RETRIED, "Attempts that the client repeated by itself", CALL_LABELS, CALL_BOUNDS, NOTHING, _CALL,
                  above(attempts, 1), failed=False, count=(attempts - 1) * by),
        *(counter(one.counter, f"{one.name.replace('_', ' ').capitalize()} tokens of calls to models", "{token}",
                  as_integer(attr(one.attribute)), above(as_integer(attr(one.attribute)), 0)) for one in TOKEN_TYPES),
        histogram(FIRST_CHUNKS, "Time to the first chunk of a streamed answer", CALL_LABELS, CALL_BOUNDS, _FIRST_CHUNK, _CALL,
                  at_least(_FIRST_CHUNK, 0), below(_FIRST_CHUNK, _LONGEST_FIRST_CHUNK), failed=False),
        histogram("gen_ai.execute_tool.duration", "Tool runs", (*RUN_LABELS, TOOL), CALL_BOUNDS, _SECONDS, _TOOL),
        histogram("agentdash.waiting_for_person", "Time in which a tool waited for a person to allow it", RUN_LABELS, RUN_BOUNDS, _SECONDS,
                  _WAIT, failed=False),
        histogram(RUNS, "Agent runs", RUN_LABELS, RUN_BOUNDS, seconds(END - START), any_of(_RUN, equals(attr(ALSO_RUN), True))),
        counter("agentdash.calls_without_usage", "Successful calls whose telemetry carries no token usage", "{call}", ONE,
                is_nil(attr(ERROR_TYPE)), *nothing),
        counter("agentdash.calls_without_model", "Calls whose telemetry names no model", "{call}", ONE,
                equals(attr(MODEL), UNKNOWN)),
        metric("agentdash.carried_calls", "Calls that a gateway carried for another service", "{call}", (*where, *CALL_LABELS), total(ONE * by),
               present(attr(OWNER))),
        metric("agentdash.unclear_spans", "AI spans that tell of tokens and that nobody understood", "{span}", where, total(ONE * by),
               equals(attr(KIND), kinds.UNCLEAR)),
    ]

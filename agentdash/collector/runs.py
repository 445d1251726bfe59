"""How far runs go: calls and repeated tools counted run by run, while the run still goes on.

A loop hides in averages: one run of forty calls among fifty short ones changes calls per run by a little. So calls are
counted per trace, which is an agent's run for every framework that has runs, or per run where a trace holds several. The counts live in the Collector for as long
as a run may pause; what leaves it no longer names the trace:

* ``agentdash.runs``: runs by how many calls they have made so far (label ``more_than``), the buckets of a histogram that
  knows a run before it ends;
* ``agentdash.long_run.*``: calls and tokens of runs in which a model was called more often than the limit, the first calls
  included;
* ``agentdash.repeated_tools``: tool runs of runs in which one tool ran, or failed, more often than the limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.collector import dialects, weight
from agentdash.collector.cost import COST
from agentdash.collector.ottl.conditions import (
    Condition,
    all_of,
    any_of,
    at_most,
    differs,
    equals,
    negate,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import (
    Group,
    assign,
    block,
    copy,
    copy_metric,
    delete,
    drop,
    set_to,
    sum_by,
    sum_of_histogram,
)
from agentdash.collector.ottl.values import (
    COUNT,
    DECIMAL,
    HISTOGRAM,
    INTEGER,
    LABELS,
    METRIC,
    METRIC_TYPE,
    NOW,
    ONE,
    SINCE_NANOSECONDS,
    TIME,
    TIME_NANOSECONDS,
    TRACE_ID,
    Value,
    as_decimal,
    as_integer,
    attr,
    label,
    length,
    part,
    resource,
)
from agentdash.collector.series import COLLECTOR
from agentdash.collector.span_metrics import RUN_LABELS, WHERE, distribution, metric, total
from agentdash.collector.weight import WEIGHT
from agentdash.settings import Settings
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import AGENT, KIND, MODEL, PROVIDER, RUN, SERVICE, TOOL
from agentdash.vocabulary.bounds import CALLS_PER_RUN
from agentdash.vocabulary.labels import FAILED, MORE_THAN
from agentdash.vocabulary.tokens import PRICED, TokenType

PAUSE, FORGOTTEN = "10m", "15m"
"""How long a run may be silent and still be the same run, and after how long nothing is known of it any more."""
MOST_COUNTS = 60_000
"""Counts that are kept, of which a run has some seven: about 8,000 runs in ten minutes and 150 MB. Runs beyond are not looked at."""
_TRACE = "agentdash.trace"
_CALLS, _TOOLS, _TOKENS, _COUNTED = "agentdash.run.calls", "agentdash.run.tools", "agentdash.run.tokens.", "agentdash.run.counted"
_COST = f"{_TOKENS}cost"
"""Beside the tokens, as it is dropped with them."""
_RUNS = "agentdash.runs"
_REACHED = f"{_RUNS}.more_than_"
_OWN_LABELS = (SERVICE, *WHERE, AGENT, PROVIDER, MODEL, TOOL, FAILED, MORE_THAN, COLLECTOR)


def _tokens(one: TokenType) -> str:
    """The metric of a run's tokens; also the span's attribute that is a number even where none are told."""
    return f"{_TOKENS}{one.name}"


def marks(money: bool) -> list[Group]:
    """Statement groups for spans that count: the trace as an attribute, and tokens that are numbers even where none are told."""
    return [
        block("span", [set_to(_TRACE, TRACE_ID), copy(attr(_TRACE), attr(RUN))]),
        block("span", [statement for one in PRICED for statement in (
            set_to(_tokens(one), 0), set_to(_tokens(one), as_integer(attr(one.attribute)), present(attr(one.attribute))))],
              equals(attr(KIND), kinds.CALL)),
        *([block("span", [set_to(_COST, 0.0), set_to(_COST, attr(COST), present(attr(COST)))], equals(attr(KIND), kinds.CALL))] if money else []),
    ]


def metrics(extra: Sequence[str], money: bool) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: one stream per run, model and tool. ``extra`` are the settings' own attributes."""
    def item(name: str, kind: str, own: Sequence[str], value: Mapping[str, Any], failed: bool = False) -> dict[str, Any]:
        return metric(name, name, "{call}", (_TRACE, *WHERE, *extra, *RUN_LABELS, *own), value, equals(attr(KIND), kind), failed=failed)

    return [
        item(_CALLS, kinds.CALL, (WEIGHT,), total(1)),
        # Their counts are compared with limits; their sums are what these spans stand for.
        item(_COUNTED, kinds.CALL, (PROVIDER, MODEL), _weighed(ONE)),
        *(item(_tokens(one), kinds.CALL, (PROVIDER, MODEL), _weighed(attr(_tokens(one)))) for one in PRICED),
        *([item(_COST, kinds.CALL, (PROVIDER, MODEL), distribution([1.0], as_decimal(attr(_COST)) * weight.exact(), 1))] if money else []),
        item(_TOOLS, kinds.TOOL, (TOOL,), _weighed(ONE), failed=True),
    ]


def copies() -> Group:
    """A copy of a run's count of calls for each step of ``more_than``."""
    return block("metric", [copy_metric(f"{_REACHED}{step}", equals(METRIC, _CALLS)) for step in CALLS_PER_RUN])


def short_runs(settings: Settings) -> list[Group]:
    """What to drop: counts of runs that have not gone far enough."""
    return [drop("metric", equals(METRIC, _CALLS)), drop("datapoint", *_short(settings))]


def reached() -> list[Group]:
    """What is left of the copies says once that its run has gone so far."""
    one_of_them = starts_with(METRIC, _REACHED)
    step = part(METRIC, len(_REACHED), length(METRIC) - len(_REACHED))
    return [
        block("datapoint", [assign(label(MORE_THAN), step), assign(INTEGER, 1)], one_of_them),
        block("metric", [assign(METRIC, _RUNS)], one_of_them),
    ]


def nameless() -> list[Group]:
    """Takes the trace off, makes counters of the histograms' sums, and gives all their final names."""
    return [
        block("metric", [sum_of_histogram(equals(METRIC_TYPE, HISTOGRAM))]),
        block("datapoint", [
            # What reached a step says so once; what says it again is a change of zero.
            assign(DECIMAL, as_decimal(label(WEIGHT)), equals(METRIC, _RUNS), differs(INTEGER, 0)),
            delete(LABELS, WEIGHT),
            delete(LABELS, _TRACE),
        ]),
        block("metric", [
            assign(METRIC, "agentdash.long_run.calls", equals(METRIC, f"{_COUNTED}_sum")),
            *(assign(METRIC, f"agentdash.long_run.{one.signal}", equals(METRIC, f"{_tokens(one)}_sum")) for one in PRICED),
            assign(METRIC, "agentdash.long_run.cost_usd", equals(METRIC, f"{_COST}_sum")),
            assign(METRIC, "agentdash.repeated_tools", equals(METRIC, f"{_TOOLS}_sum")),
        ]),
    ]


def no_change() -> list[Group]:
    """What to drop: the histograms that were split, and deltas of nothing."""
    return [drop("metric", equals(METRIC_TYPE, HISTOGRAM)), drop("datapoint", all_of(equals(INTEGER, 0), equals(DECIMAL, 0)))]


def sums(group_by: Mapping[str, str]) -> list[Group]:
    """Points of all runs with the same labels become one. ``group_by`` are the settings' labels and their attributes."""
    return [
        block("metric", [sum_by((*_OWN_LABELS, *group_by, *group_by.values()))]),
        # A point of its own time, for accumulation drops a second one of the same; its start tells of a birth.
        block("datapoint", [assign(TIME, NOW), assign(SINCE_NANOSECONDS, TIME_NANOSECONDS)]),
    ]


def _weighed(value: Value) -> dict[str, Any]:
    return distribution([1.0], as_decimal(value * weight.count()), 1)


def _short(settings: Settings) -> Iterator[Condition]:
    """Conditions of points to drop: what has not gone far enough."""
    for step in CALLS_PER_RUN:
        yield all_of(equals(METRIC, f"{_REACHED}{step}"), at_most(INTEGER, step))
    # Agents whose ordinary run is a day's programming have limits of their own.
    coding = any_of(*(equals(label(AGENT), dialect.agent) for dialect in dialects.known(settings) if dialect.coding))
    alerts, service = settings.alerts, resource(SERVICE)
    own = sorted(alerts.overrides.get("loop", {}))
    everywhere = all_of(*(differs(service, name) for name in own))
    for name, place in (("", everywhere), *((name, equals(service, name)) for name in own)):
        rule = alerts.of("loop", name)
        tokens = all_of(any_of(equals(METRIC, _COUNTED), starts_with(METRIC, _TOKENS)), place)
        yield all_of(tokens, at_most(COUNT, rule["calls"]), negate(coding))
        yield all_of(tokens, at_most(COUNT, rule["coding_calls"]), coding)
        yield all_of(equals(METRIC, _TOOLS), place, at_most(COUNT, rule["tool_failures"]))

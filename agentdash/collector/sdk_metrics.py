"""Metrics that SDKs send by themselves, in either temporality.

Beside derived series only what spans cannot tell is taken from them: the counters that a dialect names (Claude Code's cost,
sessions, lines). Without derived series all of them are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.collector import coding
from agentdash.collector.derive import CALL_BOUNDS
from agentdash.collector.dialects import known
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import Condition, all_of, at_least, equals, matches, negate
from agentdash.collector.ottl.statements import Group, assign, block, default, drop, fill, keep_matching, to_explicit
from agentdash.collector.ottl.values import (
    DECIMAL,
    DESCRIPTION,
    EXPONENTIAL,
    INTEGER,
    LABELS,
    METRIC,
    METRIC_TYPE,
    SCOPE,
    SUM,
    UNIT,
    as_decimal,
    as_text,
    label,
)
from agentdash.collector.patterns import any_beginning, any_name, any_whole
from agentdash.collector.series import COLLECTOR, SDK
from agentdash.collector.span_metrics import metric, total
from agentdash.settings import Settings
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ENVIRONMENT,
    ERROR_TYPE,
    MODEL,
    OPERATION,
    PROVIDER,
    TENANT,
    TOOL,
    WORKFLOW,
)
from agentdash.vocabulary.labels import UNKNOWN

_PERSONAL = (
    r'"(hidden_params|[^"]*(session|conversation|thread|request|trace|user)[._]?id|[^"]*e?mail[^"]*)":|'
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]"
)
"""In the attributes of a point of any other metric: a series per user or call."""
_LABELS = (OPERATION, PROVIDER, ASKED_MODEL, MODEL, "gen_ai.token.type", TOOL, AGENT, WORKFLOW, ERROR_TYPE, TENANT, ENVIRONMENT)
_OF_CALLS = matches(METRIC, r"^gen_ai\.client\.")


def _all_but(condition: Condition) -> Group:
    return drop("metric", negate(condition))


def not_counters(dialects: Sequence[Dialect]) -> list[Group]:
    """What to drop beside the dialects' own counters, and those that tell of a coding agent's work."""
    names = (*(counter.name for dialect in dialects for counter in dialect.counters), *coding.tallied_metrics())
    return [_all_but(matches(METRIC, any_name(dict.fromkeys(names))))]


def not_conventions() -> list[Group]:
    """What to drop beside the conventions' metrics."""
    return [_all_but(matches(METRIC, any_beginning(("gen_ai.",))))]


def not_others(dialects: Sequence[Dialect]) -> list[Group]:
    """What to drop of other people's metrics: those of AI instrumentations, and points that name a person or call."""
    # What AI instrumentations tell is derived from spans, or taken one by one; passing it on would count twice, and some put a
    # user, a session or even the call itself on every point.
    ai = any_whole(name for dialect in dialects for name in dialect.metrics)
    return [drop("metric", matches(METRIC, ai)), drop("datapoint", matches(as_text(LABELS), _PERSONAL))]


def counters(settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: dialects' own counters, without the session and user that would be a series each."""
    return [
        # Not a number is not at least zero either; one would spoil its series for good.
        metric(one.name, one.name, one.unit, (TENANT, *coding.own_labels(settings), *one.labels), total(as_decimal(INTEGER) + DECIMAL),
               all_of(equals(METRIC, one.name), equals(METRIC_TYPE, SUM), at_least(DECIMAL, 0.0), at_least(INTEGER, 0)),
               of_resource=(ENVIRONMENT,))
        for dialect in known(settings) for one in dialect.counters
    ]


def explicit() -> list[Group]:
    """Exponential histograms with the derived ones' bounds, which quantiles and totals are asked of."""
    return [block("metric", [to_explicit(CALL_BOUNDS, equals(METRIC_TYPE, EXPONENTIAL))])]


def sdk_labels(dialects: Sequence[Dialect]) -> list[Group]:
    """SDKs' own series, where nothing is derived: a bounded set of labels, under the conventions' newer names."""
    chats_only = any_whole(pattern for dialect in dialects for pattern in dialect.chats_only)
    return [block("datapoint", [
        fill(label(PROVIDER), label("gen_ai.system")),
        fill(label(ASKED_MODEL), label(MODEL)),
        default(label(OPERATION), "chat", matches(SCOPE, chats_only), _OF_CALLS),
        *(default(label(name), UNKNOWN, _OF_CALLS) for name in (ASKED_MODEL, PROVIDER)),
        keep_matching(LABELS, any_name(_LABELS)),
        assign(label(COLLECTOR), SDK),
    ]), block("metric", [
        # SDKs describe one metric in several ways; the way is a part of a stream's identity.
        assign(DESCRIPTION, METRIC),
        assign(UNIT, "{token}", matches(UNIT, r"^\{?tokens?\}?$")),
    ])]

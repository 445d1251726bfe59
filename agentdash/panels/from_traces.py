"""Numbers straight from traces, where no telemetry source has metrics: what TraceQL can tell, and no more.

Tokens and cost are not among it. Grafana asks one TraceQL query per panel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import TempoTarget
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import texts
from agentdash.panels.context import Context
from agentdash.signals import Signal
from agentdash.signals.counted import Counted
from agentdash.signals.traces import SpanQueries
from agentdash.vocabulary import dashboards, labels

STEP = "1m"
"""Without a step of its own Grafana asks for seconds and draws needles."""

_FROM_SPANS = "Counted from spans: what sampling left out is missing, and a call that two instrumentations saw counts twice."

_NOUNS = {labels.ENVIRONMENT: "environment", labels.SERVICE: "service", labels.TENANT: "tenant", labels.ASKED_MODEL: "model"}


def counted(signal: Signal, sentence: str = _FROM_SPANS) -> str:
    """What a number from traces does not count, and which of the choices above do not narrow it."""
    ignored = [_NOUNS.get(label, label.replace("_", " ")) for label in signal.traces.unnarrowed]
    if not ignored:
        return sentence
    return f"{sentence} The {' and the '.join(ignored)} chosen above {'does' if len(ignored) == 1 else 'do'} not narrow it: a number from traces takes two conditions."


def target(query: str) -> TempoTarget:
    """A graph's query of spans."""
    return TempoTarget(refId="A", query=query, step=STEP, tableType="traces")


def _number(context: Context, key: str, title: str, signal: Counted, description: str, no_value: str) -> Panel | None:
    if not signal.traced:
        return None
    return Stat(
        key=key, title=title, signals=(signal.name,), unit="short", calc="sum", spark=True, noValue=no_value,
        description=texts.described(signal.meaning, counted(signal), description),
        targets=[target(signal.traces.count())], dataLinks=context.to(dashboards.TRACES, "These traces"),
    )


def _graph(key: str, title: str, signal: Counted, ask: Callable[[SpanQueries], str], when_red: str, counts: str = "", **how: Any) -> Panel | None:
    if not signal.traced:
        return None
    return TimeSeries(
        key=key, title=title, signals=(signal.name,), width=8, targets=[target(ask(signal.traces))],
        description=texts.described(counts or signal.meaning, counted(signal), when_red), **how)


def total(context: Context) -> Panel | None:
    """How many calls there were in the range."""
    return _number(context, "traced-calls", "Calls", context.signals.calls,
                   "Zero while agents work means that their traces do not arrive.", texts.NO_CALLS)


def failed_total(context: Context) -> Panel | None:
    """How many calls of the range failed."""
    return _number(context, "traced-errors", "Failed calls", context.signals.errors,
                   "Open the failed calls and read their errors.", texts.NO_FAILURES)


def calls(context: Context) -> Panel | None:
    """Calls per second, by model."""
    return _graph(
        "traced-calls-by-model", "Calls per second by model", context.signals.calls, lambda traces: traces.rate(by=(labels.ASKED_MODEL,)),
        "A model that you did not choose is a fallback.", unit="cps", stacked=True, fill=30, noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
    )


def failures(context: Context) -> Panel | None:
    """Failed calls per second, by error."""
    return _graph(
        "traced-errors-by-type", "Failed calls per second", context.signals.errors, lambda traces: traces.rate(by=(labels.ERROR_TYPE,)),
        "Rate limits pass when agents slow down; refused keys do not.", unit="cps", stacked=True, fill=40, noValue=texts.NO_FAILURES,
        dataLinks=context.to(dashboards.TRACES, "Failed calls of this time"),
    )


def latency(context: Context) -> Panel | None:
    """P95 of calls, by model."""
    return _graph(
        "traced-latency", "P95 latency by model", context.signals.latency, lambda traces: traces.quantile(0.95, by=(labels.ASKED_MODEL,)),
        "Compare a model with its own past, not with others.", "The time within which 95 % of a model's calls of a minute were done, failed ones included.",
        unit="s", fill=0, noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.TRACES, "Slow calls of this time"),
    )

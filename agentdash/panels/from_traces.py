"""Numbers straight from traces, where no telemetry source has metrics: what TraceQL can tell, and no more.

Tokens and cost are not among it. Grafana asks one TraceQL query per panel.
"""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import TempoTarget
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import words
from agentdash.panels.context import Context
from agentdash.signals import Counted
from agentdash.vocabulary import labels

STEP = "1m"
"""Without a step of its own Grafana asks for seconds and draws needles."""

_FROM_SPANS = "Counted from spans: what sampling left out is missing, and a call that two instrumentations saw counts twice."

_NOUNS = {labels.ENVIRONMENT: "environment", labels.SERVICE: "service", labels.TENANT: "tenant", labels.ASKED_MODEL: "model"}


def counted(signal: Counted, sentence: str = _FROM_SPANS) -> str:
    """What a number from traces does not count, and which of the choices above do not narrow it."""
    ignored = [_NOUNS.get(label, label.replace("_", " ")) for label in signal.traces.unnarrowed]
    if not ignored:
        return sentence
    return f"{sentence} The {' and the '.join(ignored)} chosen above {'does' if len(ignored) == 1 else 'do'} not narrow it: a number from traces takes two conditions."


def _target(query: str) -> TempoTarget:
    return TempoTarget(refId="A", query=query, step=STEP, tableType="traces")


def _number(context: Context, key: str, title: str, signal: Counted, description: str, no_value: str) -> Panel | None:
    if not signal.traced:
        return None
    return Stat(
        key=key, title=title, signals=(signal.name,), unit="short", calc="sum", spark=True, noValue=no_value,
        description=words.described(signal.meaning, counted(signal), description),
        targets=[_target(signal.traces.count())], dataLinks=context.to("traces", "These traces"),
    )


def total(context: Context) -> Panel | None:
    """How many calls there were in the range."""
    return _number(context, "traced-calls", "Calls", context.signals.calls,
                   "Zero while agents work means that their traces do not arrive.", words.NO_CALLS)


def failed_total(context: Context) -> Panel | None:
    """How many calls of the range failed."""
    return _number(context, "traced-errors", "Failed calls", context.signals.errors,
                   "Open the failed calls and read their errors.", words.NO_FAILURES)


def calls(context: Context) -> Panel | None:
    """Calls per second, by model."""
    signal = context.signals.calls
    if not signal.traced:
        return None
    return TimeSeries(
        key="traced-calls-by-model", title="Calls per second, by model", signals=("calls",), unit="cps", stacked=True, fill=30, width=8,
        noValue=words.NO_CALLS, targets=[_target(signal.traces.rate(by=(labels.ASKED_MODEL,)))],
        description=words.described(signal.meaning, counted(signal), "A model that you did not choose is a fallback."),
        dataLinks=context.to("traces", "Traces of this time"),
    )


def failures(context: Context) -> Panel | None:
    """Failed calls per second, by error."""
    signal = context.signals.errors
    if not signal.traced:
        return None
    return TimeSeries(
        key="traced-errors-by-type", title="Failed calls per second, by error", signals=("errors",), unit="cps", stacked=True, fill=40,
        width=8, noValue=words.NO_FAILURES, targets=[_target(signal.traces.rate(by=(labels.ERROR_TYPE,)))],
        description=words.described(signal.meaning, counted(signal), "Rate limits pass when agents slow down; refused keys do not."),
        dataLinks=context.to("traces", "Failed calls of this time"),
    )


def latency(context: Context) -> Panel | None:
    """P95 of calls, by model."""
    signal = context.signals.calls
    if not signal.traced:
        return None
    return TimeSeries(
        key="traced-latency", title="P95 latency, by model", signals=("latency",), unit="s", fill=0, width=8,
        noValue=words.NO_CALLS, targets=[_target(signal.traces.quantile(0.95, by=(labels.ASKED_MODEL,)))],
        description=words.described(
            "The time within which 95 % of a model's calls of a minute were done, failed ones included.", counted(signal),
            "Compare a model with its own past, not with others.",
        ),
        dataLinks=context.to("traces", "Slow calls of this time"),
    )

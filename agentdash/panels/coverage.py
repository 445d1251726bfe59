"""What these dashboards cannot see, so that an absent number is never taken for a zero."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import ORANGE, PLAIN, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import columns, queries, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.signals import measured
from agentdash.vocabulary import labels

GAP_STEPS = steps(PLAIN, (0.01, ORANGE), (0.1, RED))
"""Shares of calls at which a gap turns orange and red."""

TABLE = "gaps"
"""Key of the table by service."""

_REMEDY = (
    "OpenAI streams report usage only with `stream_options={\"include_usage\": true}`; some SDKs have a switch of their own "
    "for it. A missing model is usually a client that is called through a wrapper no instrumentation knows."
)


def without_usage(context: Context, width: int = 4) -> Panel | None:
    """Share of calls whose tokens and cost nobody knows."""
    signal = context.signals.usage_gap
    if not signal.measured:
        return None
    return Stat(
        key="usage-gap", title="Calls without usage", signals=("usage_gap",), unit="percentunit", decimals=1, minimum=0, maximum=1,
        width=width, noValue=words.NO_CALLS, thresholds=GAP_STEPS,
        description=words.described(
            context.signals.calls_without_usage.meaning,
            "Tokens and cost are too low by about this share.",
            f"When it is red, see which services it is and let their SDK report usage. {_REMEDY}",
        ),
        targets=[queries.at_the_end(signal.total(), "without usage")],
        dataLinks=context.to("coverage", "Which services"),
    )


def without_model(context: Context, width: int = 4) -> Panel | None:
    """Share of calls that name no model."""
    signal = context.signals.model_gap
    if not signal.measured:
        return None
    return Stat(
        key="model-gap", title="Calls without a model", signals=("model_gap",), unit="percentunit", decimals=1, minimum=0, maximum=1,
        width=width, noValue=words.NO_CALLS, thresholds=GAP_STEPS,
        description=words.described(
            context.signals.calls_without_model.meaning,
            "They are in the number of calls, under the model `unknown`, and in no cost.",
            f"When it is red, see which services it is. {_REMEDY}",
        ),
        targets=[queries.at_the_end(signal.total(), "without a model")],
        dataLinks=context.to("coverage", "Which services"),
    )


def by_service(context: Context, label: str = labels.SERVICE, heading: str = "Service", key: str = TABLE) -> Panel | None:
    """Services (or providers) by how much of their work is seen."""
    if not measured(context.signals.usage_gap, context.signals.model_gap):
        return None
    row = {"service": cell(label)} if label == labels.SERVICE else {}
    return breakdown(
        key, f"Gaps, by {heading.lower()}", label, heading,
        [columns.gauged(context.signals.calls, "Calls"),
         columns.count(context.signals.calls_without_usage, "Without usage", width=120, noValue="0"),
         columns.ratio(context.signals.usage_gap, "Share", thresholds=GAP_STEPS),
         columns.count(context.signals.calls_without_model, "Without a model", width=130, noValue="0"),
         columns.ratio(context.signals.model_gap, "Share of unnamed", thresholds=GAP_STEPS, width=140)],
        sort_by="Without usage", no_value=words.NO_CALLS,
        row_links=context.to("traces", "Calls of this service", **row),
        description=words.described(
            f"One row per {heading.lower()}: its calls, and those without token usage or without a model.",
            "Not here: services whose telemetry does not arrive at all.",
            _REMEDY,
        ),
    )


def over_time(context: Context) -> Panel | None:
    """When calls without usage or model began."""
    if not measured(context.signals.usage_gap, context.signals.model_gap):
        return None
    parts = {"without usage": context.signals.usage_gap.rate(), "without a model": context.signals.model_gap.rate()}
    return TimeSeries(
        key="gaps-over-time", title="Gaps over time", signals=("usage_gap", "model_gap"), unit="percentunit", maximum=1, width=24,
        noValue=words.NO_CALLS, thresholds=GAP_STEPS, thresholdStyle="dashed",
        description=words.described(
            "Share of calls without token usage, and without a model.",
            "Times without calls have no share.",
            "A step upwards is a deployment: a new SDK version, or streaming switched on.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this time"),
    )


def telemetry(context: Context) -> Panel | None:
    """What the Collector lost of what it took."""
    signal = context.signals.telemetry_loss
    if not signal.measured:
        return None
    return TimeSeries(
        key="telemetry", title="Telemetry lost", signals=("telemetry_loss",), unit="percentunit", maximum=1, width=24, height=6,
        noValue="the Collector tells nothing of itself in this range", thresholds=GAP_STEPS, thresholdStyle="dashed",
        description=words.described(
            f"{signal.meaning} {context.signals.telemetry_lost.meaning}",
            "Not counted: what never reached the Collector. The variables above do not narrow it.",
            "Refused: give the Collector more memory, or a second one. Not handed on: the backend is away or full.",
        ),
        targets=[queries.over_time(signal.rate(), "lost")], dataLinks=context.to("traces", "Traces of this time"),
    )

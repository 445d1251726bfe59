"""From metrics that SDKs send by themselves to series beside the derived ones."""

from __future__ import annotations

from agentdash.collector import coding, sdk_metrics
from agentdash.collector.dialects import known
from agentdash.collector.pipelines.calls import counters
from agentdash.collector.pipelines.coding import sessions
from agentdash.collector.pipelines.shared import (
    SERIES,
    accumulated,
    agents,
    batch,
    drop,
    memory_limiter,
    series_labels,
    to_deltas,
    transform,
    window,
)
from agentdash.collector.stage import Connector, Exporter, Pipeline, Processor, Why
from agentdash.settings import Settings


def pipelines(settings: Settings, derived: bool, written_to: Exporter) -> tuple[Pipeline, ...]:
    """Dialects' own counters, metrics of the conventions, and everybody else's."""
    counted = counters(settings, derived)
    return (
        _counters(settings, counted, derived),
        Pipeline("metrics", "counted", Why("Passes what was counted on.", "there are no numbers."), (counted,), (series_labels(settings),), (SERIES,)),
        *(() if derived else (_conventions(settings),)),
        _others(settings, written_to),
    )


def _counters(settings: Settings, counted: Connector, derived: bool) -> Pipeline:
    return Pipeline("metrics", "sdk_counters", Why(
        "Takes SDKs' own counters of what no span tells: Claude Code's cost, sessions, lines.", "their panels are empty."),
        (agents(settings),), (
            memory_limiter(settings),
            drop(settings, "sdk_counters", Why("Leaves only these counters.", "other metrics take a way that is not theirs."),
                 metrics=sdk_metrics.not_counters(known(settings))),
            to_deltas(),
            transform(settings, "sdk_counters", Why("Puts tenant and other labels on every point, the same whoever counted.", "their series say neither whose they are nor of what."),
                      metrics=coding.statements(coding.POINTS, settings)),
            window()), (counted, *((sessions(settings),) if derived else ())))


def _conventions(settings: Settings) -> Pipeline:
    return Pipeline("metrics", "sdk_conventions", Why(
        "Takes SDKs' metrics by the GenAI conventions, as nothing is derived from spans.", "the dashboards are empty."),
        (agents(settings),), (
            memory_limiter(settings),
            drop(settings, "sdk_conventions", Why("Leaves only these metrics.", "others take a way that is not theirs."),
                 metrics=sdk_metrics.not_conventions()),
            transform(settings, "sdk_histograms", Why("Makes exponential histograms ones with bounds.", "SDKs that send them have no numbers."),
                      metrics=sdk_metrics.explicit()),
            to_deltas(),
            transform(settings, "sdk_labels", Why("Leaves a bounded set of labels, under the conventions' newer names.",
                                                  "sessions and users make series without bound."), metrics=sdk_metrics.sdk_labels(known(settings))),
            series_labels(settings)), (SERIES,))


def _others(settings: Settings, written_to: Exporter) -> Pipeline:
    return Pipeline("metrics", "others", Why(
        "Passes everybody else's metrics on, with their own labels.", "metrics of your programs that are not about AI are lost."),
        (agents(settings),), (
            memory_limiter(settings),
            drop(settings, "others", Why("Drops AI metrics, which have ways of their own, and points that name a person or a call.",
                                         "calls are counted twice, and users make series without bound."), metrics=sdk_metrics.not_others(known(settings))),
            Processor("delta_to_cumulative", "others", Why(
                "Adds up what programs send as deltas.", "Prometheus refuses their metrics.", "the last value of every series, for a week."),
                accumulated()),
            batch()), (written_to,), passes=True)

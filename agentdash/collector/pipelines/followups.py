"""From calls to counters of what followed a failed one."""

from __future__ import annotations

from agentdash.collector import cost, derive, followups, models, weight
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.pipelines.shared import SERIES, SPANS, drop, series_labels, to_metrics, transform
from agentdash.collector.stage import Pipeline, Why
from agentdash.settings import Settings


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """Retries and fallbacks."""
    telemetry = settings.telemetry
    extra = telemetry.group_by_attributes
    counters = to_metrics(settings, "followups", Why("Counts retries and fallbacks.", "retries and fallbacks are not on the dashboards."),
                          spans=followups.metrics(extra, cost.wanted(settings)))
    stages = (
        drop(settings, "followups", Why("Leaves only calls that followed a failure.", "nothing but more work."),
             traces=[dropped("span", followups.NOTHING_FOLLOWED)]),
        transform(settings, "followup_labels", Why("Gives them the labels of all calls.", "names without bound make series without bound."),
                  traces=[*weight.statements(telemetry.sampling.head_ratio), followups.asked_first(), derive.labels(), models.bound(telemetry.models), followups.kind_of_failure()]),
    )
    return (
        Pipeline("traces", "followups", Why(
            "Counts the calls that followed a failed one.", "retries and fallbacks are not on the dashboards."),
            (SPANS,), stages, (counters,)),
        Pipeline("metrics", "followups", Why("Passes retries and fallbacks on.", "retries and fallbacks are not on the dashboards."),
                 (counters,), (series_labels(settings),), (SERIES,)),
    )

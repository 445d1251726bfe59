"""From calls to counters of what followed a failed one."""

from __future__ import annotations

from agentdash.collector import derive, followups, models
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.pipelines.shared import SERIES, SPANS, TOGETHER, drop, series_labels, to_metrics, transform
from agentdash.collector.stage import Pipeline, Processor, Why
from agentdash.settings import Settings


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """Retries and fallbacks."""
    telemetry = settings.telemetry
    extra = telemetry.group_by_attributes
    counters = to_metrics(settings, "followups", Why("Counts retries and fallbacks.", "retries and fallbacks are not on the dashboards."),
                          spans=followups.metrics(extra, telemetry.sampling.head_ratio))
    stages = (
        drop(settings, "calls", Why("Leaves only calls to models.", "everything waits in memory."),
             traces=[dropped("span", followups.NOT_A_CALL)]),
        transform(settings, "lean", Why("Leaves on each call only what is compared.", "calls wait in memory with all their attributes."),
                  traces=[followups.lean(extra)]),
        # Keeps every run; it is the grouping by trace that is wanted of it.
        Processor("tail_sampling", "followups", Why(
            "Holds the calls of a run, so that a failed one and the next meet; it drops none.", "most retries and fallbacks are not seen.",
            f"the calls of the last {followups.HELD}, at most {followups.MOST_RUNS} runs."),
            {"decision_wait": followups.HELD, "num_traces": followups.MOST_RUNS, "policies": [{"name": "all", "type": "always_sample"}]}),
        Processor("batch", "followups", Why(
            "Gathers calls of runs that go on longer.", "fewer retries and fallbacks of long runs are seen.", f"{followups.WINDOW} of delay."),
            {"timeout": followups.WINDOW, "send_batch_size": followups.MOST_SPANS}),
        TOGETHER,
        transform(settings, "followups", Why(
            "Finds the call that follows a failed one: a retry of the same model, or a fallback to another.",
            "retries and fallbacks are not on the dashboards."), traces=followups.statements()),
        drop(settings, "followups", Why("Leaves only calls that followed a failure.", "nothing but more work."),
             traces=[dropped("span", followups.NOTHING_FOLLOWED)]),
        transform(settings, "followup_labels", Why("Gives them the labels of all calls.", "names without bound make series without bound."),
                  traces=[derive.labels(), models.bound(telemetry.models), followups.kind_of_failure()]),
    )
    return (
        Pipeline("traces", "followups", Why(
            "Looks at the calls of each run together for some seconds.", "retries and fallbacks are not on the dashboards."),
            (SPANS,), stages, (counters,)),
        Pipeline("metrics", "followups", Why("Passes retries and fallbacks on.", "retries and fallbacks are not on the dashboards."),
                 (counters,), (series_labels(settings),), (SERIES,)),
    )

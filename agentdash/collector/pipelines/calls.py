"""From spans to the canonical series of calls, tools and runs, and how far each run goes."""

from __future__ import annotations

from agentdash.collector import coding, cost, derive, models, runs, sdk_metrics, weight
from agentdash.collector.ottl.conditions import all_of, equals, is_nil
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.ottl.values import attr
from agentdash.collector.pipelines.shared import (
    SPANS,
    drop,
    to_metrics,
    transform,
)
from agentdash.collector.stage import Connector, Pipeline, Processor, Why
from agentdash.settings import Settings
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import FAILED_CALL, KIND, OWNER


def counters(settings: Settings, derived: bool) -> Connector:
    """The connector that counts spans, where series are derived, and SDKs' own counters."""
    extra = settings.telemetry.group_by_attributes
    why = Why("Counts calls, tokens, failures, tools and runs, and measures how long they took.", "the dashboards are empty.",
              "nothing is kept here: each span becomes a few numbers at once.")
    if not derived:
        return to_metrics(settings, "calls", why, datapoints=sdk_metrics.counters(settings))
    money = cost.metrics(extra) if cost.wanted(settings) else []
    of_runs = runs.metrics(extra, cost.wanted(settings))
    return to_metrics(settings, "calls", why, datapoints=[*sdk_metrics.counters(settings), *coding.points(settings)], spans=derive.metrics(extra) + money + of_runs)


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """What is counted of spans."""
    telemetry = settings.telemetry
    counted = drop(settings, "counted", Why("Leaves only spans that are counted.", "everything a framework writes is counted."),
                   traces=[dropped("span", is_nil(attr(KIND)), all_of(equals(attr(KIND), kinds.STEP), is_nil(attr(FAILED_CALL)), is_nil(attr(OWNER))))])
    labels = transform(settings, "labels", Why(
        "Gives each span its final labels, and keeps model and agent names bounded.",
        "names of deployments and fine-tunes make series without bound."),
        traces=[*weight.statements(telemetry.sampling.head_ratio), derive.labels(), models.bound(telemetry.models)])
    return (
        Pipeline("traces", "count", Why("Makes metrics of the spans that count.", "there are no numbers."),
                 (SPANS,), (counted, labels, _runs(settings)), (counters(settings, derived=True),)),
    )


def _runs(settings: Settings) -> Processor:
    most = settings.collector.run_counts
    return transform(settings, "runs", Why(
        "Counts calls, tokens and tools run by run, without naming a run in any number; where there are too many runs to remember, in a "
        "share of all traces.", "long runs and loops are not seen.",
        f"a count for each run of the last {runs.PAUSE // 60} to {runs.PAUSE // 30} minutes, and one for each of its models and tools: at most {most:,}, some "
        "450 bytes each (`collector.run_counts`)."), traces=runs.statements(settings))

"""From spans to the canonical series of calls, tools and runs, and how far each run goes."""

from __future__ import annotations

from agentdash.collector import cost, derive, models, runs, sdk_metrics, weight
from agentdash.collector.dialects import known
from agentdash.collector.ottl.conditions import all_of, equals, is_nil
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.ottl.values import attr
from agentdash.collector.pipelines.shared import (
    SERIES,
    SPANS,
    TOGETHER,
    drop,
    group_by,
    series_labels,
    to_metrics,
    transform,
)
from agentdash.collector.stage import Connector, Pipeline, Processor, Why
from agentdash.settings import Settings
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import FAILED_CALL, KIND


def counters(settings: Settings, derived: bool) -> Connector:
    """The connector that counts spans, where series are derived, and SDKs' own counters."""
    extra = settings.telemetry.group_by_attributes
    why = Why("Counts calls, tokens, failures, tools and runs, and measures how long they took.", "the dashboards are empty.",
              "nothing is kept here: each span becomes a few numbers at once.")
    if not derived:
        return to_metrics(settings, "calls", why, datapoints=sdk_metrics.counters(known(settings)))
    money = cost.metrics(extra) if cost.wanted(settings) else []
    return to_metrics(settings, "calls", why, datapoints=sdk_metrics.counters(known(settings)), spans=derive.metrics(extra) + money)


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """What is counted of spans."""
    telemetry = settings.telemetry
    counted = drop(settings, "counted", Why("Leaves only spans that are counted.", "everything a framework writes is counted."),
                   traces=[dropped("span", is_nil(attr(KIND)), all_of(equals(attr(KIND), kinds.STEP), is_nil(attr(FAILED_CALL))))])
    labels = transform(settings, "labels", Why(
        "Gives each span its final labels, and keeps model and agent names bounded.",
        "names of deployments and fine-tunes make series without bound."),
        traces=[*weight.statements(telemetry.sampling.head_ratio), derive.labels(), models.bound(telemetry.models)])
    per_run = to_metrics(settings, "runs", Why(
        "Counts calls, tokens and tools run by run.", "long runs and loops are not seen.",
        "some eight numbers for each run of the last ten minutes."), spans=runs.metrics(telemetry.group_by_attributes, cost.wanted(settings)))
    return (
        Pipeline("traces", "count", Why("Makes metrics of the spans that count.", "there are no numbers."),
                 (SPANS,), (counted, labels, _marks(settings)), (counters(settings, derived=True), per_run)),
        Pipeline("metrics", "runs", Why(
            "Makes of each run's counts how many runs went how far, without naming a run.", "long runs and loops are not seen."),
            (per_run,), _run_stages(settings), (SERIES,)),
    )


def _marks(settings: Settings) -> Processor:
    return transform(settings, "run", Why(
        "Notes on each span which run it belongs to.", "calls of different runs cannot be told apart."), traces=runs.marks(cost.wanted(settings)))


def _run_stages(settings: Settings) -> tuple[Processor, ...]:
    return (
        Processor("delta_to_cumulative", "runs", Why(
            "Remembers how far each run has gone.", "every run looks one call long.",
            f"about 150 MB when full: {runs.MOST_COUNTS} counts, some 8,000 runs in ten minutes; runs beyond are not looked at."),
            {"max_stale": runs.PAUSE, "max_streams": runs.MOST_COUNTS}),
        transform(settings, "run_steps", Why(
            "Copies each run's count of calls for every step of the label `more_than`.", "there is no distribution of calls per run."),
            metrics=[runs.copies()]),
        drop(settings, "short_runs", Why(
            "Drops what has not gone far enough: below a step, or below the limits of the alert `loop`.", "every run is a long one."),
            metrics=runs.short_runs(settings)),
        transform(settings, "run_reached", Why("Says of each step once that a run has reached it.", "steps count calls, not runs."),
                  metrics=runs.reached()),
        Processor("cumulative_to_delta", "runs", Why(
            "Passes on only what is new of each run.", "runs are counted again with each of their calls.", "the last counts of each run."),
            {"initial_value": "keep", "max_staleness": runs.FORGOTTEN}),
        transform(settings, "run_names", Why(
            "Takes the run's id off and gives the metrics their names.", "there is a series for every run."), metrics=runs.nameless()),
        drop(settings, "run_nothing", Why("Drops changes of zero.", "nothing but more work."), metrics=runs.no_change()),
        series_labels(settings), TOGETHER,
        transform(settings, "run_sums", Why("Adds up the runs with the same labels.", "of several runs only one is counted."),
                  metrics=runs.sums(group_by(settings))),
    )

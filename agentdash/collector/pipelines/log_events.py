"""From log records to the canonical series, where spans do not tell (:mod:`agentdash.collector.log_events`)."""

from __future__ import annotations

from agentdash.collector import cost, log_events
from agentdash.collector.dialects import known
from agentdash.collector.pipelines.shared import (
    SERIES,
    agents,
    drop,
    memory_limiter,
    series_labels,
    to_metrics,
    transform,
    window,
)
from agentdash.collector.stage import Pipeline, Why
from agentdash.settings import Settings


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """Calls, tools and runs of programs that write them as log events."""
    dialects = known(settings)
    counters = to_metrics(settings, "log_events", Why(
        "Counts calls, tokens, tools and runs of log events.", "Codex and Gemini CLI are not on the dashboards."), logs=log_events.metrics(settings))
    stages = (
        memory_limiter(settings),
        drop(settings, "log_events", Why("Leaves only log records of calls, tools and runs.", "every log record is looked at by many statements."),
             logs=log_events.others(dialects)),
        window(),
        *((cost.book(settings),) if cost.wanted(settings) else ()),
        transform(settings, "log_events", Why(
            "Makes of them what is made of spans, with the same names; notes when a stream began, to know how long it took.",
            "log records have no model, no tokens and no kind.", f"at most {log_events.MOST_WAITING} notes of streams that have not ended."),
            logs=[*log_events.remembered(dialects), *log_events.statements(settings)]),
    )
    return (
        Pipeline("logs", "events", Why(
            "Makes numbers of log events where no span tells: Codex, Gemini CLI.", "these programs are not on the dashboards."),
            (agents(settings),), stages, (counters,)),
        Pipeline("metrics", "log_events", Why("Passes these numbers on.", "these programs are not on the dashboards."),
                 (counters,), (series_labels(settings),), (SERIES,)),
    )

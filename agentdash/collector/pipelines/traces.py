"""From agents' spans and logs to the backend, normalised and without what people said."""

from __future__ import annotations

from agentdash.collector import deduplicate, endpoints, models, normalise, redact, trace_search
from agentdash.collector.dialects import DIALECTS
from agentdash.collector.ottl.conditions import equals, matches, present
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.ottl.values import EVENT_NAME, FAILED, STATUS, attr
from agentdash.collector.patterns import any_name
from agentdash.collector.pipelines.shared import (
    SPANS,
    TOGETHER,
    agents,
    batch,
    drop,
    group_by,
    memory_limiter,
    transform,
    window,
)
from agentdash.collector.stage import Pipeline, Processor, Why
from agentdash.settings import Settings
from agentdash.vocabulary.attributes import ERROR_TYPE

MOST_TRACES = 50_000
"""Traces that wait for their decision where traces are sampled."""


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """Spans in, spans out, logs through."""
    telemetry = settings.telemetry
    normalised = transform(settings, "normalise", Why(
        "Gives spans of every framework the same attributes and a kind (call, tool, run, wait, step), finds failures, and takes off "
        "what people said unless `telemetry.content` keeps it.",
        "only spans that follow the newest conventions are counted, and prompts reach the backend.",
        "most of the Collector's work on AI spans; others pass after one look."),
        traces=[*normalise.statements(), *redact.stripped(telemetry.content, telemetry.group_by_attributes)])
    chunks = drop(settings, "stream_chunks", Why(
        "Drops the events that some instrumentations write for every chunk of a streamed answer; the first was noted before.",
        "a streamed answer is hundreds of events in its trace."),
        traces=[dropped("spanevent", matches(EVENT_NAME, any_name(name for dialect in DIALECTS for name in dialect.dropped_events)))])
    once = transform(settings, "deduplicate", Why(
        "Marks each call, tool run and agent run once, however many spans tell of it; folds errors into a bounded set; marks answers of "
        "another model than was asked for; puts on every span what dashboards filter by.",
        "frameworks on top of instrumented SDKs are counted two or three times, and searches by environment, tenant or error find little."),
        traces=[*deduplicate.statements(), models.fallback(), trace_search.statements(group_by(settings).values())])
    redacted = transform(settings, "redact", Why(
        "Masks e-mail addresses and API keys everywhere, and keeps of AI logs only what holds nothing people said.",
        "secrets and addresses that programs write into spans and logs reach the backend.",
        "a search for some letters in every record, and more only where there is a hit."),
        traces=redact.spans(telemetry.content), logs=redact.logs(telemetry.content))
    sampled = (_tail_sampling(settings),) if telemetry.sampling.tail_percent < 100 else ()
    logs = endpoints.logs(settings)
    return (
        Pipeline("traces", "normalise", Why("Makes every framework's spans one kind of spans, each thing marked once.", "there are no numbers."),
                 (agents(settings),), (memory_limiter(settings), normalised, chunks, window(), TOGETHER, once), (SPANS,)),
        Pipeline("traces", "export", Why("Writes spans to the traces backend.", "numbers stay, but there is no trace to look at."),
                 (SPANS,), (redacted, *sampled, batch()), (endpoints.traces(settings),), passes=True),
        *((Pipeline("logs", "export", Why("Writes logs to the logs backend.", "traces have no logs beside them."),
                    (agents(settings),), (memory_limiter(settings), redacted, batch()), (logs,), passes=True),) if logs else ()),
    )


def _tail_sampling(settings: Settings) -> Processor:
    sampling = settings.telemetry.sampling
    return Processor("tail_sampling", "", Why(
        f"Keeps all failed and slow traces and {sampling.tail_percent} % of the others; numbers are made before it, of all.",
        "every trace is kept.", f"spans wait {sampling.tail_wait} seconds for their trace, at most {MOST_TRACES} traces."),
        {"decision_wait": f"{sampling.tail_wait}s", "num_traces": MOST_TRACES, "policies": [
            {"name": "failed", "type": "ottl_condition", "ottl_condition": {
                "error_mode": "ignore", "span": [str(present(attr(ERROR_TYPE))), str(equals(STATUS, FAILED))]}},
            {"name": "slow", "type": "latency", "latency": {"threshold_ms": sampling.tail_slow * 1000}},
            {"name": "rest", "type": "probabilistic", "probabilistic": {"sampling_percentage": sampling.tail_percent}},
        ]})

"""From agents' spans and logs to the backend, normalised and without what people said."""

from __future__ import annotations

from agentdash.collector import (
    cost,
    deduplicate,
    endpoints,
    failures,
    followups,
    hold,
    normalise,
    redact,
    trace_search,
)
from agentdash.collector.dialects import known
from agentdash.collector.ottl.conditions import any_of, equals, matches, negate, present
from agentdash.collector.ottl.statements import drop as dropped
from agentdash.collector.ottl.values import EVENT_NAME, FAILED, STATUS, attr
from agentdash.collector.patterns import any_name
from agentdash.collector.pipelines.shared import (
    SPANS,
    agents,
    batch,
    drop,
    group_by,
    memory_limiter,
    transform,
)
from agentdash.collector.stage import Connector, Exporter, Pipeline, Processor, Why
from agentdash.settings import Settings
from agentdash.vocabulary.attributes import ERROR_TYPE

MOST_TRACES = 50_000
"""Traces that wait for their decision where traces are sampled."""


def pipelines(settings: Settings) -> tuple[Pipeline, ...]:
    """Spans in, spans out, logs through."""
    sampled = settings.telemetry.sampling.tail_percent < 100
    written, logs = endpoints.traces(settings), endpoints.logs(settings)
    to = _SAMPLED if sampled else written
    return (
        _others(settings, to),
        Pipeline("traces", "normalise", Why("Makes every framework's spans one kind of spans.", "there are no numbers."),
                 (agents(settings),), (memory_limiter(settings), _ai(settings), _normalised(settings), _chunks(settings)), (_ARRIVED,)),
        Pipeline("traces", "tell", Why(
            "Sends a lean copy of each AI span ahead, so that others are judged by it.", "calls that several spans tell of are counted several times."),
            (_ARRIVED,), (transform(settings, "tell", Why("Leaves what is compared.", "whole spans are copied twice."), traces=hold.ahead()),), (_JUDGED,)),
        Pipeline("traces", "wait", Why(
            f"Lets AI spans wait for {settings.collector.hold} seconds (`collector.hold`), so that others that tell of the same call arrive.",
            "nothing is counted or shown."),
            (_ARRIVED,), (*_waiting(settings),), (_JUDGED,)),
        Pipeline("traces", "judge", Why("Marks each call, tool run and agent run once.", "nothing is counted or shown."),
                 (_JUDGED,), (_QUEUE, *_judged(settings)), (SPANS,)),
        Pipeline("traces", "export", Why("Writes AI spans to the traces backend.", "numbers stay, but there is no AI trace to look at."),
                 (SPANS,), (_redacted(settings), batch()), (to,), passes=True),
        *((Pipeline("traces", "sample", Why("Leaves a part of all traces.", "no trace is written."),
                    (_SAMPLED,), (_tail_sampling(settings), batch()), (written,), passes=True),) if sampled else ()),
        *((Pipeline("logs", "export", Why("Writes logs to the logs backend.", "traces have no logs beside them."),
                    (agents(settings),), (memory_limiter(settings), _redacted(settings), batch()), (logs,), passes=True),) if logs else ()),
    )


_ARRIVED = Connector("forward", "arrived", Why("Hands AI spans to the copy that goes ahead and to the wait.", "nothing is counted or shown."))
_JUDGED = Connector("forward", "judge", Why("Brings both ways together again.", "nothing is counted or shown."))
_SAMPLED = Connector("forward", "sampled", Why("Brings AI spans and others together: a trace is kept or dropped as a whole.", "no trace is written."))
_QUEUE = Processor("batch", "queue", Why(
    "Lets one request after another in, without delay: the stage behind it remembers, and must not be asked twice at a time.",
    "the Collector may end when several agents send at once."), {"timeout": "0s", "send_batch_size": 0})


def _others(settings: Settings, to: Connector | Exporter) -> Pipeline:
    others = drop(settings, "no_ai", Why("Drops AI spans, which take another way.", "AI spans are exported twice."), traces=[dropped("span", *normalise.ai_span(known(settings)))])
    masked = transform(settings, "mask", Why(
        "Leaves an exception's type, not its text and stack trace, unless `telemetry.content` keeps them; masks e-mail addresses and API keys.",
        "secrets and addresses that programs write into spans, and the prompts that failures quote, reach the backend.",
        "a search for some letters in every record, and more only where there is a hit."), traces=redact.others(settings.telemetry.content))
    return Pipeline("traces", "others", Why("Writes spans that are not about AI to the traces backend.", "traces show AI spans only."),
                    (agents(settings),), (memory_limiter(settings), others, batch(), masked), (to,), passes=True)


def _ai(settings: Settings) -> Processor:
    return drop(settings, "only_ai", Why("Drops spans that are not about AI, which take another way.", "they wait, and cost what AI spans cost."),
                traces=[dropped("span", negate(any_of(*normalise.ai_span(known(settings)))))])


def _normalised(settings: Settings) -> Processor:
    telemetry = settings.telemetry
    return transform(settings, "normalise", Why(
        "Gives spans of every framework the same attributes and a kind (call, tool, run, wait, step), finds failures, and takes off "
        "what people said unless `telemetry.content` keeps it.",
        "only spans that follow the newest conventions are counted, and prompts reach the backend.",
        "most of the Collector's work on AI spans."),
        traces=[*normalise.statements(known(settings)), *redact.stripped(known(settings), telemetry.content, telemetry.group_by_attributes)])


def _chunks(settings: Settings) -> Processor:
    return drop(settings, "stream_chunks", Why(
        "Drops the events that some instrumentations write for every chunk of a streamed answer; the first was noted before.",
        "a streamed answer is hundreds of events in its trace."),
        traces=[dropped("spanevent", matches(EVENT_NAME, any_name(name for dialect in known(settings) for name in dialect.dropped_events)))])


def _waiting(settings: Settings) -> tuple[Processor, ...]:
    return (
        _QUEUE,
        transform(settings, "wait", Why("Makes the spans of about a second one group, for what holds them holds groups.", "spans of a long trace do not wait."),
                  traces=[hold.wait()]),
        # Keeps everything; it is the wait that is wanted of it.
        Processor("tail_sampling", "wait", Why(
            "Lets spans wait; it drops none, and lets all go when the Collector ends.", "nothing is counted or shown.",
            f"the AI spans of the last {settings.collector.hold} seconds, some 3 KB each."),
            {"decision_wait": f"{settings.collector.hold}s", "num_traces": hold.MOST_GROUPS, "policies": [{"name": "all", "type": "always_sample"}]}),
    )


def _judged(settings: Settings) -> tuple[Processor, ...]:
    gateways = settings.collector.gateways
    split = gateways is not None and gateways.by == "trace"
    return (
        transform(settings, "deduplicate", Why(
            "Marks each call, tool run and agent run once, however many spans tell of it, and takes from other spans of the trace what its own does not tell.",
            "frameworks on top of instrumented SDKs, and gateways, are counted two or three times.",
            f"some hundred bytes for each AI span of the last {2 * deduplicate.REMEMBERED} seconds at most."),
            traces=deduplicate.statements(known(settings), split)),
        drop(settings, "told", Why("Drops the copies that went ahead.", "everything is exported twice."), traces=[dropped("span", hold.is_told())]),
        transform(settings, "finish", Why(
            "Folds errors into a bounded set; puts on every span what dashboards filter by.",
            "searches by environment, tenant or error find little."),
            traces=[failures.classify(), trace_search.statements(group_by(settings).values())]),
        *((cost.book(settings), _charged(settings)) if "derived" in settings.telemetry.sources else ()),
        transform(settings, "followups", Why(
            "Finds the call that follows a failed one: a retry of the same model, or a fallback to another.",
            "retries and fallbacks are not on the dashboards.", f"what failed in each run of the last {2 * followups.SOON} seconds at most."),
            traces=followups.statements()),
    )


def _redacted(settings: Settings) -> Processor:
    telemetry = settings.telemetry
    return transform(settings, "redact", Why(
        "Masks e-mail addresses and API keys everywhere, and keeps of AI logs only what holds nothing people said.",
        "secrets and addresses that programs write into spans and logs reach the backend.",
        "a search for some letters in every record, and more only where there is a hit."),
        traces=redact.spans(telemetry.content), logs=redact.logs(known(settings), telemetry.content))


def _charged(settings: Settings) -> Processor:
    money = cost.wanted(settings)
    return transform(settings, "charge", Why(
        "Looks each model's name up in the price book (`resource/agentdash_book`); marks answers of another model than was asked for"
        + ("; and puts on each call what it cost." if money else "."),
        ("there is no money on the dashboards, and " if money else "") + "models the book knows are folded into `other`.",
        "each name is looked up once in a minute or two, however many calls have it."), traces=cost.statements(settings))


def _tail_sampling(settings: Settings) -> Processor:
    sampling = settings.telemetry.sampling
    # AI spans come later than the others of their trace.
    wait = sampling.tail_wait + settings.collector.hold
    return Processor("tail_sampling", "", Why(
        f"Keeps all failed and slow traces and {sampling.tail_percent} % of the others; numbers are made before it, of all.",
        "every trace is kept.", f"spans wait {wait} seconds for their trace, at most {MOST_TRACES} traces."),
        {"decision_wait": f"{wait}s", "num_traces": MOST_TRACES, "policies": [
            {"name": "failed", "type": "ottl_condition", "ottl_condition": {
                "error_mode": "ignore", "span": [str(present(attr(ERROR_TYPE))), str(equals(STATUS, FAILED))]}},
            {"name": "slow", "type": "latency", "latency": {"threshold_ms": sampling.tail_slow * 1000}},
            {"name": "rest", "type": "probabilistic", "probabilistic": {"sampling_percentage": sampling.tail_percent}},
        ]})

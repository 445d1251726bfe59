"""Every signal, defined once."""

from __future__ import annotations

from dataclasses import replace

from agentdash.signals import pipeline, reliability, sources
from agentdash.signals.signal import Signal
from agentdash.signals.spans import AGENT_RUNS, CALLS, FAILED_CALLS, TOOL_RUNS, Spans
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import TOKEN_TYPES


def _tokens() -> list[Signal]:
    return [
        Signal(one.signal, one.title, "short", f"{one.meaning} Failed calls and streams without usage report none.",
               labels.CALL, sources=sources.tokens(one.name), spans=CALLS)
        for one in TOKEN_TYPES
    ]


def _work(name: str, noun: str, metric: str, own: tuple[str, ...], spans: Spans,
          meaning: str) -> list[Signal]:
    return [
        Signal(f"{name}_runs", f"{noun} runs", "short", meaning, (*own, labels.FAILED),
               sources=sources.work(metric, "_count", (), ()), spans=spans),
        Signal(f"{name}_errors", f"Failed {noun.lower()} runs", "short", f"{noun} runs that ended in an error.",
               (*own, labels.FAILED, labels.ERROR_TYPE),
               sources=sources.work(metric, "_count", (sources.FAILED,), (sources.SDK_FAILED,)), spans=replace(spans, failed=True)),
        Signal(f"{name}_error_ratio", f"{noun} error ratio", "percentunit", f"Failed {noun.lower()} runs ÷ all {noun.lower()} runs.",
               own, kind="ratio", numerator=f"{name}_errors", denominator=f"{name}_runs", spans=replace(spans, failed=True)),
        Signal(f"{name}_latency", f"{noun} latency", "s", f"Wall time of {noun.lower()} runs, failed ones included.",
               own, kind="latency", sources=sources.work(metric, "_bucket", (), ()), spans=spans),
    ]


_SIGNALS = (
    Signal("calls", "Calls", "short",
           "Calls to models (chat, completion, embeddings), failed ones included; each call once, however many "
           "instrumentations saw it.", (*labels.CALL, labels.FAILED), sources=sources.calls("_count", (), ()), spans=CALLS),
    Signal("errors", "Failed calls", "short",
           "Calls to models that failed: an error status, an error type, an HTTP status of 400 or more, or the finish "
           "reason `error`.", (*labels.CALL, labels.FAILED, labels.ERROR_TYPE),
           sources=sources.calls("_count", (sources.FAILED,), (sources.SDK_FAILED,)), spans=FAILED_CALLS),
    Signal("error_ratio", "Error ratio", "percentunit", "Failed calls ÷ all calls.", labels.CALL, kind="ratio",
           numerator="errors", denominator="calls", spans=FAILED_CALLS),
    *_tokens(),
    Signal("latency", "Latency", "s",
           "How long successful calls to models took, from the request to the last token; where a client repeats by itself, the "
           "attempt that succeeded. Streams whose spans end before the first token are left out.", labels.CALL, kind="latency",
           sources=sources.calls("_bucket", (sources.TIMED,), (sources.SDK_SUCCEEDED,)), spans=CALLS),
    Signal("time_to_first_token", "Time to first token", "s",
           "From the request to the first chunk of a streamed answer. Calls that are not streamed have none.",
           labels.CALL, kind="latency", sources=sources.first_chunk(), spans=CALLS),
    *_work("tool", "Tool", sources.TOOL_DURATION, labels.STEP, TOOL_RUNS, "Runs of agents' tools, failed ones included."),
    *_work("agent", "Agent", sources.RUN_DURATION, labels.RUN, AGENT_RUNS,
           "Runs of agents: one per task given to an agent; its sub-agents and hand-overs are parts of it."),
    Signal("calls_without_usage", "Calls without usage", "short",
           "Successful calls whose telemetry carries no token usage; their tokens and cost are not in any number here.",
           labels.CALL, sources={"derived": (sources.Series(sources.WITHOUT_USAGE),)}, spans=CALLS),
    Signal("usage_gap", "Share of calls without usage", "percentunit", "Calls without token usage ÷ all calls.",
           labels.CALL, kind="ratio", numerator="calls_without_usage", denominator="calls", spans=CALLS),
    Signal("calls_without_model", "Calls without a model", "short",
           "Calls whose telemetry does not name a model, so that no price can be found for them.",
           labels.CALL, sources={"derived": (sources.Series(sources.WITHOUT_MODEL),)}, spans=CALLS),
    Signal("model_gap", "Share of calls without a model", "percentunit", "Calls without a model name ÷ all calls.",
           labels.CALL, kind="ratio", numerator="calls_without_model", denominator="calls", spans=CALLS),
    *reliability.SIGNALS,
    *pipeline.SIGNALS,
)

CATALOGUE: dict[str, Signal] = {signal.name: signal for signal in _SIGNALS}

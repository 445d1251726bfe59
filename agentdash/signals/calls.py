"""Signals of what agents do: calls to models, tokens, tool runs, agent runs."""

from __future__ import annotations

from agentdash.signals import sources
from agentdash.signals.binding import Binding
from agentdash.signals.counted import Counted
from agentdash.signals.definition import CounterDefinition, DurationDefinition, RatioDefinition, ShareDefinition
from agentdash.signals.limits import above, fixed, slower_than, stalled
from agentdash.signals.series import Series
from agentdash.signals.spans import AGENT_RUNS, FAILED_AGENT_RUNS, FAILED_CALLS, FAILED_TOOL_RUNS, TOOL_RUNS
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import TOKEN_TYPES, TokenType

_TOOLS = "Runs of agents' tools, failed ones included."
_RUNS = "Runs of agents: one per task given to an agent; its sub-agents and hand-overs are parts of it."

TOKENS = {
    one: CounterDefinition(one.title, f"{one.meaning} Failed calls and streams without usage report none.", labels.CALL, sources.tokens(one), name=one.signal)
    for one in TOKEN_TYPES
}


class CallSignals(Binding):
    """Calls to models."""

    calls = CounterDefinition(
        "Calls", "Calls to models (chat, completion, embeddings), failed ones included; each call once, however many instrumentations saw it.",
        (*labels.CALL, labels.FAILED), sources.calls("_count", (), ()))
    errors = CounterDefinition(
        "Failed calls", "Calls to models that failed: an error status, an error type, an HTTP status of 400 or more, or the finish reason `error`.",
        (*labels.CALL, labels.FAILED, labels.ERROR_TYPE), sources.calls("_count", (sources.FAILED,), (sources.SDK_FAILED,)), spans=FAILED_CALLS)
    error_ratio = ShareDefinition("Error ratio", "Failed calls ÷ all calls.", labels.CALL, errors, calls, spans=FAILED_CALLS, limits=above("error_spike"))
    answers = CounterDefinition(
        "Successful calls", "Calls to models that succeeded.", (*labels.CALL, labels.FAILED),
        sources.calls("_count", (sources.SUCCEEDED,), (sources.SDK_SUCCEEDED,)))
    latency = DurationDefinition(
        "Latency", "How long successful calls to models took, from the request to the last token; where a client repeats by itself, the attempt that "
        "succeeded. Streams whose spans end before the first token are left out.",
        labels.CALL, sources.calls("_bucket", (sources.TIMED,), (sources.SDK_SUCCEEDED,)), limits=slower_than)
    time_to_first_token = DurationDefinition(
        "Time to first token", "From the request to the first chunk of a streamed answer. Calls that are not streamed have none.",
        labels.CALL, sources.first_chunk())
    calls_without_usage = CounterDefinition(
        "Calls without usage", "Successful calls whose telemetry carries no token usage; their tokens and cost are not in any number here.",
        labels.CALL, {"derived": (Series(sources.WITHOUT_USAGE),)})
    usage_gap = ShareDefinition("Share of calls without usage", "Calls without token usage ÷ all calls.", labels.CALL, calls_without_usage, calls,
                         limits=fixed(0.01, 0.1))
    calls_without_model = CounterDefinition(
        "Calls without a model", "Calls whose telemetry does not name a model, so that no price can be found for them.",
        labels.CALL, {"derived": (Series(sources.WITHOUT_MODEL),)})
    carried_calls = CounterDefinition(
        "Calls carried for others", "Calls that a gateway or proxy carried for another service, whose calls they are: in no other number of the "
        "gateway's own.", labels.CALL, {"derived": (Series(sources.CARRIED),)})
    unclear_spans = CounterDefinition(
        "AI spans nobody understood", "Spans that say tokens were used, and are neither a call nor a tool or run by any evidence. They are in no "
        "other number; a recording of them makes a dialect.", labels.WHERE, {"derived": (Series(sources.UNCLEAR),)})
    model_gap = ShareDefinition("Share of calls without a model", "Calls without a model name ÷ all calls.", labels.CALL, calls_without_model, calls,
                         limits=fixed(0.01, 0.1))

    def tokens(self, one: TokenType) -> Counted:
        """Tokens of one type; ``input`` includes cached ones, ``output`` reasoning."""
        return self.of(TOKENS[one])


class WorkSignals(Binding):
    """Tool runs and agent runs."""

    tool_runs = CounterDefinition("Tool runs", _TOOLS, (*labels.STEP, labels.FAILED), sources.work(sources.TOOL_DURATION, "_count"), spans=TOOL_RUNS)
    tool_errors = CounterDefinition(
        "Failed tool runs", "Tool runs that ended in an error.", (*labels.STEP, labels.FAILED, labels.ERROR_TYPE),
        sources.failed_work(sources.TOOL_DURATION), spans=FAILED_TOOL_RUNS)
    tool_error_ratio = ShareDefinition("Tool error ratio", "Failed tool runs ÷ all tool runs.", labels.STEP, tool_errors, tool_runs,
                                spans=FAILED_TOOL_RUNS, limits=above("error_spike"))
    tool_latency = DurationDefinition("Tool latency", "Wall time of tool runs, failed ones included.", labels.STEP,
                            sources.work(sources.TOOL_DURATION, "_bucket"), spans=TOOL_RUNS, limits=stalled)
    agent_runs = CounterDefinition("Agent runs", _RUNS, (*labels.RUN, labels.FAILED), sources.runs(), spans=AGENT_RUNS)
    agent_errors = CounterDefinition(
        "Failed agent runs", "Agent runs that ended in an error.", (*labels.RUN, labels.FAILED, labels.ERROR_TYPE),
        sources.failed_work(sources.RUN_DURATION), spans=FAILED_AGENT_RUNS)
    agent_error_ratio = ShareDefinition("Agent error ratio", "Failed agent runs ÷ all agent runs.", labels.RUN, agent_errors, agent_runs,
                                 spans=FAILED_AGENT_RUNS, limits=above("error_spike"))
    agent_latency = DurationDefinition("Agent latency", "Wall time of agent runs, failed ones included.", labels.RUN,
                             sources.work(sources.RUN_DURATION, "_bucket"), spans=AGENT_RUNS)
    calls_per_run = RatioDefinition(
        "Calls per agent run", "Calls to models ÷ agent runs that ended. While a run still goes on its calls count already.",
        labels.WHERE, CallSignals.calls, agent_runs, spans=AGENT_RUNS)
    tools_per_run = RatioDefinition("Tool runs per agent run", "Tool runs ÷ agent runs that ended.", labels.WHERE, tool_runs, agent_runs,
                             spans=TOOL_RUNS)

"""Signals of the three ways in which agents fail without an error: loops, quiet fallbacks, stalled steps."""

from __future__ import annotations

from collections.abc import Mapping

from agentdash.query.promql import Matcher, equals
from agentdash.signals import sources
from agentdash.signals.binding import Binding
from agentdash.signals.calls import CallSignals, WorkSignals
from agentdash.signals.definition import (
    CounterDefinition,
    DurationDefinition,
    ExceedingDefinition,
    ShareDefinition,
)
from agentdash.signals.limits import above, fixed
from agentdash.signals.series import Series
from agentdash.signals.spans import FAILED_CALLS, TOOL_RUNS
from agentdash.vocabulary import labels
from agentdash.vocabulary.labels import FALLBACK_BY, MORE_THAN
from agentdash.vocabulary.tokens import PRICED, TokenType

LONG_RUN = (*labels.RUN, labels.PROVIDER, labels.MODEL)
FALLBACK_CALL = (*labels.RUN, labels.OPERATION, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL, FALLBACK_BY)

_RUN_IS_A_TRACE = (
    "A run is what happens under one trace, or in it each run that begins after the one above it has ended; it is counted while it goes on. "
    "The limits stand in the settings (alerts.loop).")
_NEXT_CALL = "The next call of the same run counts, within a minute; pairs that arrive more than about 20 seconds apart may be missed."


def _derived(metric: str, *where: Matcher) -> dict[str, tuple[Series, ...]]:
    return {"derived": (Series(metric, where),)}


def _tokens(prefix: str, whose: str, meaning: str, own: tuple[str, ...]) -> Mapping[TokenType, CounterDefinition]:
    return {
        one: CounterDefinition(f"{_words(one)} tokens of {whose}", f"{_words(one)} tokens of {meaning}", own,
                     _derived(f"agentdash_{prefix}_{one.name}_tokens_total"), name=f"{prefix}_{one.signal}")
        for one in PRICED
    }


def _words(one: TokenType) -> str:
    return one.name.replace("_", " ").capitalize()


LONG_RUN_TOKENS = _tokens("long_run", "long runs", f"the calls of long runs. {_RUN_IS_A_TRACE}", LONG_RUN)
FALLBACK_TOKENS = _tokens("fallback", "fallbacks", "answers that came from a fallback.", FALLBACK_CALL)


class ReliabilitySignals(Binding):
    """Loops, fallbacks, stalls, and people who are waited for."""

    runs_reaching = ExceedingDefinition(
        "Runs by calls made so far", f"Runs that made more calls to models than the label {MORE_THAN} says. {_RUN_IS_A_TRACE}",
        (*labels.RUN, MORE_THAN), _derived("agentdash_runs_total"), MORE_THAN)
    long_run_calls = CounterDefinition(
        "Calls of long runs",
        f"Calls of runs in which one model was called more often than the limit, the run's first calls included. {_RUN_IS_A_TRACE}",
        LONG_RUN, _derived("agentdash_long_run_calls_total"))
    long_run_share = ShareDefinition(
        "Share of calls in long runs", "Calls of long runs ÷ all calls. A run's earlier calls count from the moment in which it becomes long, so a window "
        "that is shorter than the run may hold more of them than of all calls; it reads 100 %.", LONG_RUN, long_run_calls, CallSignals.calls,
                              limits=above("loop"))
    repeated_tools = CounterDefinition(
        "Tool runs that repeat", f"Tool runs of runs in which one tool ran (failed ones and others apart) more often than the limit. {_RUN_IS_A_TRACE}",
        (*labels.STEP, labels.FAILED), _derived("agentdash_repeated_tools_total"), spans=TOOL_RUNS)
    repeated_failures = CounterDefinition(
        "Tool failures that repeat", f"Failed tool runs of runs in which one tool failed more often than the limit. {_RUN_IS_A_TRACE}",
        labels.STEP, _derived("agentdash_repeated_tools_total", sources.FAILED), spans=TOOL_RUNS)
    repeated_failure_share = ShareDefinition(
        "Share of tool failures that repeat", "Tool failures that repeat ÷ tool runs.", labels.STEP, repeated_failures, WorkSignals.tool_runs,
        spans=TOOL_RUNS)
    calls_not_followed = CounterDefinition(
        "Calls of runs not followed", "Calls of traces that the Collector leaves out where it counts run by run, because more runs go on than it can "
        "remember (collector.run_counts); those that it follows stand for them.", labels.WHERE, _derived("agentdash_calls_not_followed_total"))
    not_followed_share = ShareDefinition(
        "Share of runs not followed", "Calls of runs that are not followed ÷ all calls. The counts of runs and their percentiles are estimates then, and "
        "a single loop among what is left out is not found.", labels.WHERE, calls_not_followed, CallSignals.calls, limits=fixed(0.001, 0.5))
    retries = CounterDefinition(
        "Retries", f"Calls that repeat one that failed, by what went wrong before. {_NEXT_CALL}",
        (*labels.RUN, labels.OPERATION, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL, labels.ERROR_TYPE),
        _derived("agentdash_retries_total"), spans=FAILED_CALLS)
    attempts_inside = CounterDefinition(
        "Attempts inside a call", "Attempts that a client repeated by itself inside one call (Claude Code tells their number, and nothing else of them).",
        (*labels.CALL, labels.ERROR_TYPE), _derived(f"{sources.DURATION}_count", equals(labels.ERROR_TYPE, "retried")))
    fallbacks = CounterDefinition(
        "Fallbacks", "Answers of another model than was asked for at first: a gateway sent the call there, or the client asked it after a failure. "
        f"Aliases and dated snapshots are no fallback. {_NEXT_CALL}", FALLBACK_CALL, _derived("agentdash_fallbacks_total"))
    fallback_share = ShareDefinition(
        "Share of fallbacks", "Fallbacks ÷ successful calls. A client's fallback counts up to a minute after its call, so a short window may hold more "
        "of them than of all answers; it reads 100 %.", (*labels.RUN, labels.PROVIDER, labels.MODEL),
                              fallbacks, CallSignals.answers, limits=above("fallback"))
    waiting_for_people = DurationDefinition(
        "Waiting for a person", "Time in which a tool of Claude Code waited for a person to allow it. It is in no tool's time.",
        labels.RUN, _derived("agentdash_waiting_for_person_seconds_bucket"), spans=TOOL_RUNS)
    waited_seconds = CounterDefinition(
        "Time waited for people", "Seconds in which tools of Claude Code waited for a person to allow them.",
        labels.RUN, _derived("agentdash_waiting_for_person_seconds_sum"), unit="s")

"""Signals of the three ways in which agents fail without an error: loops, quiet fallbacks, stalled steps."""

from __future__ import annotations

from agentdash.query.promql import equals
from agentdash.signals import sources
from agentdash.signals.signal import Series, Signal
from agentdash.signals.spans import AGENT_RUNS, CALLS, FAILED_CALLS, TOOL_RUNS
from agentdash.vocabulary import labels
from agentdash.vocabulary.labels import FALLBACK_BY, MORE_THAN

LONG_RUN = (*labels.RUN, labels.PROVIDER, labels.MODEL)
FALLBACK_CALL = (*labels.RUN, labels.OPERATION, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL, FALLBACK_BY)
PRICED_TOKENS = ("input", "cache_read", "cache_write", "output")

_RUN_IS_A_TRACE = "A run is what happens under one trace, counted while it goes on; the limits stand in the settings (alerts.loop)."
_NEXT_CALL = "The next call of the same run counts, within a minute; pairs that arrive more than about 20 seconds apart may be missed."


def _derived(metric: str, *where) -> dict[str, tuple[Series, ...]]:
    return {"derived": (Series(metric, where),)}


SIGNALS = (
    Signal("answers", "Successful calls", "short", "Calls to models that succeeded.", (*labels.CALL, labels.FAILED),
           sources=sources.calls("_count", (equals(labels.FAILED, "false"),), (sources.SDK_SUCCEEDED,)), spans=CALLS),
    Signal("calls_per_run", "Calls per agent run", "short", "Calls to models ÷ agent runs that ended. While a run still goes on its calls count already.",
           labels.WHERE, kind="ratio", numerator="calls", denominator="agent_runs", spans=AGENT_RUNS),
    Signal("tools_per_run", "Tool runs per agent run", "short", "Tool runs ÷ agent runs that ended.",
           labels.WHERE, kind="ratio", numerator="tool_runs", denominator="agent_runs", spans=TOOL_RUNS),
    Signal("runs_reaching", "Runs by calls made so far", "short",
           f"Runs that made more calls to models than the label {MORE_THAN} says. {_RUN_IS_A_TRACE}",
           (*labels.RUN, MORE_THAN), sources=_derived("agentdash_runs_total"), spans=CALLS),
    Signal("long_run_calls", "Calls of long runs", "short",
           f"Calls of runs in which one model was called more often than the limit, the run's first calls included. {_RUN_IS_A_TRACE}",
           LONG_RUN, sources=_derived("agentdash_long_run_calls_total"), spans=CALLS),
    Signal("long_run_share", "Share of calls in long runs", "percentunit", "Calls of long runs ÷ all calls.",
           LONG_RUN, kind="ratio", numerator="long_run_calls", denominator="calls", spans=CALLS),
    *(Signal(f"long_run_{kind}_tokens", f"{kind.replace('_', ' ').capitalize()} tokens of long runs", "short",
             f"{kind.replace('_', ' ').capitalize()} tokens of the calls of long runs. {_RUN_IS_A_TRACE}", LONG_RUN,
             sources=_derived(f"agentdash_long_run_{kind}_tokens_total"), spans=CALLS) for kind in PRICED_TOKENS),
    Signal("repeated_tools", "Tool runs that repeat", "short",
           f"Tool runs of runs in which one tool ran (failed ones and others apart) more often than the limit. {_RUN_IS_A_TRACE}",
           (*labels.STEP, labels.FAILED), sources=_derived("agentdash_repeated_tools_total"), spans=TOOL_RUNS),
    Signal("repeated_failures", "Tool failures that repeat", "short",
           f"Failed tool runs of runs in which one tool failed more often than the limit. {_RUN_IS_A_TRACE}",
           labels.STEP, sources=_derived("agentdash_repeated_tools_total", sources.FAILED), spans=TOOL_RUNS),
    Signal("retries", "Retries", "short",
           f"Calls that repeat one that failed, by what went wrong before. {_NEXT_CALL}",
           (*labels.RUN, labels.OPERATION, labels.PROVIDER, labels.ASKED_MODEL, labels.MODEL, labels.ERROR_TYPE),
           sources=_derived("agentdash_retries_total"), spans=FAILED_CALLS),
    Signal("attempts_inside", "Attempts inside a call", "short",
           "Attempts that a client repeated by itself inside one call (Claude Code tells their number, and nothing else of them).",
           (*labels.CALL, labels.ERROR_TYPE),
           sources={"derived": (Series(f"{sources.DURATION}_count", (equals(labels.ERROR_TYPE, "retried"),)),)}, spans=CALLS),
    Signal("fallbacks", "Fallbacks", "short",
           "Answers of another model than was asked for at first: a gateway sent the call there, or the client asked it after a failure. "
           f"Aliases and dated snapshots are no fallback. {_NEXT_CALL}",
           FALLBACK_CALL, sources=_derived("agentdash_fallbacks_total"), spans=CALLS),
    Signal("waiting_for_people", "Waiting for a person", "s",
           "Time in which a tool of Claude Code waited for a person to allow it. It is in no tool's time.",
           labels.RUN, kind="latency", sources=_derived("agentdash_waiting_for_person_seconds_bucket"), spans=TOOL_RUNS),
    Signal("waited_seconds", "Time waited for people", "s",
           "Seconds in which tools of Claude Code waited for a person to allow them.", labels.RUN,
           sources=_derived("agentdash_waiting_for_person_seconds_sum"), spans=TOOL_RUNS),
    Signal("fallback_share", "Share of fallbacks", "percentunit", "Fallbacks ÷ successful calls.",
           (*labels.RUN, labels.PROVIDER, labels.MODEL), kind="ratio", numerator="fallbacks", denominator="answers", spans=CALLS),
    *(Signal(f"fallback_{kind}_tokens", f"{kind.replace('_', ' ').capitalize()} tokens of fallbacks", "short",
             f"{kind.replace('_', ' ').capitalize()} tokens of answers that came from a fallback.", FALLBACK_CALL,
             sources=_derived(f"agentdash_fallback_{kind}_tokens_total"), spans=CALLS) for kind in PRICED_TOKENS),
)
"""In the order in which the catalogue has them, after all others."""

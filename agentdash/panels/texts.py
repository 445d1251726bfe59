"""Sentences that many panels share."""

from __future__ import annotations

from agentdash.signals import Signal

NO_CALLS = "no calls in this range"
NO_FAILURES = "no failed calls in this range"
NO_TOKENS = "no tokens reported in this range"
NO_TOOLS = "no tool runs in this range"
NO_RUNS = "no agent runs in this range"
NOTHING = "nothing counted in this range"
NO_SESSIONS = "no coding agent in this range"
NO_EDITS = "nobody decided on an edit in this range"
NO_TRACES = "no such traces in this range"
CHANGE = "The small number is the change against the time before, as long as this one; that is estimated from samples a minute apart."
NOTHING_CHOSEN = "click a row of a table to open its trace"


def described(counted: str, *more: str) -> str:
    """A description: what is counted, then what is not, then what to do when it is red."""
    return "\n\n".join((counted, *more))


def limits(signal: Signal) -> str:
    """Where a number turns orange and red, in its unit; empty for a signal without limits."""
    if signal.limits is None:
        return ""
    look, bad = (f"{value:.0%}" if signal.unit == "percentunit" else f"{value:g} {signal.unit}" for value in signal.limits)
    return f"Orange from {look}, red from {bad}."

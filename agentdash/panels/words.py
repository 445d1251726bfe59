"""Sentences that many panels share."""

from __future__ import annotations

NO_CALLS = "no calls in this range"
NO_FAILURES = "no failed calls in this range"
NO_TOKENS = "no tokens reported in this range"
NO_TOOLS = "no tool runs in this range"
NO_RUNS = "no agent runs in this range"
NO_TRACES = "no such traces in this range"
NOTHING_CHOSEN = "click a row of a table to open its trace"


def described(counted: str, *more: str) -> str:
    """A description: what is counted, then what is not, then what to do when it is red."""
    return "\n\n".join((counted, *more))

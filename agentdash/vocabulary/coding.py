"""Counters of coding agents' work, which the Collector makes of each agent's own telemetry, and what their labels say."""

from __future__ import annotations

RECORDS, SESSIONS, ACTIVE, LINES, COMMITS, PULL_REQUESTS, EDITS, DECISIONS, EXHAUSTED_RETRIES, COMPACTIONS, BURNING, CALLS, TOOLS, FAILED_CALLS, FAILED_TOOLS = (
    f"agentdash.coding.{name}" for name in (
        "records", "sessions", "active", "lines", "commits", "pull_requests", "edits", "decisions", "exhausted_retries", "compactions",
        "burning_sessions", "calls", "tools", "failed_calls", "failed_tools"))
"""``edits`` and ``decisions`` count what was decided on: edits of files, and runs of any tool. ``calls`` and ``tools`` are durations;
failures of theirs have series of zero, so that who had none is known."""

ACCEPT, REJECT = "accept", "reject"
"""Values of the label ``outcome``, as Claude Code has them."""
PERSON, RULES = "person", "settings"
"""Values of the label ``decided_by``: somebody was asked, or settings, hooks and modes had decided before."""
USER, CLI = "user", "cli"
"""Values of the label ``worker``, as Claude Code has them: the time of the person who types, and that of the program."""
ADDED, REMOVED = "added", "removed"
"""Values of the label ``change``."""
METRICS, LOGS, SPANS = "metrics", "logs", "spans"
"""Values of the label ``sent``."""


def series(counter: str, suffix: str = "_total") -> str:
    """The counter's name in PromQL: ``agentdash_coding_sessions_total``; ``suffix`` begins with its unit, where it has one."""
    return counter.replace(".", "_") + suffix

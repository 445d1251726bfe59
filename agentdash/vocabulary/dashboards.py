"""The dashboards by their names, and the panels that something outside of their dashboard refers to."""

from __future__ import annotations

from typing import NamedTuple

from agentdash.vocabulary import labels

OVERVIEW = "overview"
TRACES = "traces"
COST = "cost"
RELIABILITY = "reliability"
COVERAGE = "coverage"
CODING = "coding"

NAMES = (OVERVIEW, TRACES, COST, RELIABILITY, COVERAGE, CODING)
"""All dashboards, whether the settings ask for them or not."""
LONG = {OVERVIEW: "overview-long", COST: "cost-long"}
"""Dashboards that are built once more for long ranges, where there are hourly samples, and what they are called then."""


class PanelRef(NamedTuple):
    """A panel by the name of its dashboard and its key there."""

    dashboard: str
    panel: str


CALLS_AND_FAILURES = PanelRef(OVERVIEW, "calls-and-failures")
ERRORS_BY_TYPE = PanelRef(OVERVIEW, "errors-by-type")
LATENCY_PERCENTILES = PanelRef(OVERVIEW, "latency-percentiles")
TOKENS_BY_TYPE = PanelRef(OVERVIEW, "tokens-by-type")
UNPRICED_TOKENS = PanelRef(COST, "unpriced")
BUDGETS = {per: PanelRef(COST, f"budgets-{per}") for per in ("day", "month")}
LONG_RUN_SHARE = PanelRef(RELIABILITY, "long-run-share")
FALLBACK_SHARE = PanelRef(RELIABILITY, "fallback-share")
TOOL_LATENCY = PanelRef(RELIABILITY, "tool-time")
TELEMETRY_LOST = PanelRef(COVERAGE, "telemetry")
CODING_COST = PanelRef(CODING, "active-hour-over-time")
EDIT_REJECTIONS = PanelRef(CODING, "edit-rejections")
CODING_ERRORS = PanelRef(CODING, "coding-errors")
BURNING_SESSIONS = PanelRef(CODING, "burning-sessions")

REFERRED_TO = (
    CALLS_AND_FAILURES, ERRORS_BY_TYPE, LATENCY_PERCENTILES, TOKENS_BY_TYPE, UNPRICED_TOKENS, *BUDGETS.values(), LONG_RUN_SHARE, FALLBACK_SHARE,
    TOOL_LATENCY, TELEMETRY_LOST, CODING_COST, EDIT_REJECTIONS, CODING_ERRORS, BURNING_SESSIONS,
)
"""Every one of these panels is built where the settings measure what it draws."""

TRACE, SLOWER_THAN, MORE_TOKENS_THAN = "trace_id", "slower_than", "more_tokens_than"
"""Variables of the traces dashboard."""
STANDING = {"environment": labels.ENVIRONMENT, "service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL}
"""Variables of every dashboard and the labels that they choose from, in the order in which one narrows the next."""
VARIABLES = (*STANDING, TRACE, SLOWER_THAN, MORE_TOKENS_THAN)


class Judged(NamedTuple):
    """An alert whose numbers are a panel's thresholds, and the keys under which the settings have them."""

    alert: str
    orange: str
    red: str


TIMES = "times_past"
"""A threshold that is so many times the other one."""
_ERRORS, _LOOPS, _FALLBACKS = (Judged(alert, "look", "above") for alert in ("error_spike", "loop", "fallback"))
_EDITS, _ACTIVE_HOURS = (Judged(alert, "look", "above") for alert in ("edit_rejections", "coding_cost"))
_STALLS = Judged("stall", "above", TIMES)
JUDGED = {
    "error-ratio": _ERRORS, "error-ratio-by-model": _ERRORS, "latency-p95": Judged("latency", "look", "slower_than"),
    LONG_RUN_SHARE.panel: _LOOPS, "long-run-part": _LOOPS, FALLBACK_SHARE.panel: _FALLBACKS, "fallback-part": _FALLBACKS,
    TOOL_LATENCY.panel: _STALLS, "wrong-stalls": _STALLS, "slowest-tool": _STALLS, TELEMETRY_LOST.panel: Judged("lost", "look", "above"),
    EDIT_REJECTIONS.panel: _EDITS, "edits-rejected": _EDITS, CODING_COST.panel: _ACTIVE_HOURS, "cost-per-active-hour": _ACTIVE_HOURS,
}
"""Panels by their keys. A test holds them to what is drawn."""

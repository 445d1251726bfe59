"""Panels of ours for other people's dashboards: each stands by itself, and asks for its own numbers.

On our own dashboards some of these numbers are read from a table beside them, so that nothing is asked twice.
"""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import UP_IS_BAD
from agentdash.panels import agents, draw, failed_calls, hourly_cost, latency, texts, token_usage, tools, traffic
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards

__all__ = [
    "agent_runs_by_agent", "calls_and_failures", "cost_by_model", "cost_by_service", "error_rate", "error_rate_by_model", "failures_by_type", "first_token_over_time",
    "latency_by_model", "latency_p95", "latency_percentiles", "tokens_by_type", "tool_runs_by_tool", "total_calls", "total_cost",
]


def total_cost(c: Context) -> Panel | None:
    """What the calls of the range cost."""
    signal = c.signals.cost
    return draw.stat("cost", "Cost", signal.total(), noValue=texts.NO_TOKENS, dataLinks=c.to(dashboards.TRACES, "Traces of these calls"), description=signal.meaning)


def total_calls(c: Context) -> Panel | None:
    """How many calls there were in the range."""
    signal = c.signals.calls
    return draw.stat("calls", "Calls", signal.total(), noValue=texts.NO_CALLS, dataLinks=c.to(dashboards.TRACES, "Traces of these calls"), description=signal.meaning)


def error_rate(c: Context) -> Panel | None:
    """Which share of the range's calls failed; its colours are the alert's numbers."""
    signal = c.signals.error_ratio
    return draw.stat(
        "error-ratio", "Failed calls", signal.total(), noValue=texts.NO_CALLS, changeColors=UP_IS_BAD, dataLinks=c.to(dashboards.TRACES, "Failed calls"),
        description=texts.described(signal.meaning, texts.limits(signal)))


def latency_p95(c: Context) -> Panel | None:
    """The time within which 95 % of the range's calls were answered, against the time before."""
    return latency.p95(c)


def error_rate_by_model(c: Context) -> Panel | None:
    """Error ratio over time, by model."""
    return failed_calls.by_model(c)


def failures_by_type(c: Context) -> Panel | None:
    """Failed calls per minute by what went wrong."""
    return failed_calls.by_type(c)


def calls_and_failures(c: Context) -> Panel | None:
    """Calls per minute, and how many of them failed."""
    return traffic.calls_and_failures(c)


def latency_percentiles(c: Context) -> Panel | None:
    """P50, P95 and P99 over time."""
    return latency.percentiles(c)


def latency_by_model(c: Context) -> Panel | None:
    """P95 over time, by model."""
    return latency.by_model(c)


def first_token_over_time(c: Context) -> Panel | None:
    """How long users wait for the first word of a streamed answer."""
    return latency.first_token(c)


def cost_by_model(c: Context) -> Panel | None:
    """Spend per hour, by model."""
    return hourly_cost.per_hour_by_model(c)


def cost_by_service(c: Context) -> Panel | None:
    """Spend per hour, by service."""
    return hourly_cost.per_hour_by_service(c)


def tokens_by_type(c: Context) -> Panel | None:
    """Tokens per minute, by type."""
    return token_usage.by_type(c)


def tool_runs_by_tool(c: Context) -> Panel | None:
    """Tool runs per minute, by tool."""
    return tools.over_time(c)


def agent_runs_by_agent(c: Context) -> Panel | None:
    """Agent runs per minute, by agent."""
    return agents.over_time(c)

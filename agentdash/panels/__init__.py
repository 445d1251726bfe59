"""A signal drawn: title, description, unit, thresholds, and the way on to the traces behind it.

Each module has functions ``name(context) -> Panel | None``; None where no telemetry source carries the signal. A panel
knows nothing of its place: dashboards arrange it. The package itself has those that stand by themselves: ``panels.error_rate(c)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.panels.ready import (
        agent_runs_by_agent,
        calls_and_failures,
        cost_by_model,
        cost_by_service,
        error_rate,
        error_rate_by_model,
        failures_by_type,
        first_token_over_time,
        latency_by_model,
        latency_p95,
        latency_percentiles,
        tokens_by_type,
        tool_runs_by_tool,
        total_calls,
        total_cost,
    )

__all__ = [
    "agent_runs_by_agent", "calls_and_failures", "cost_by_model", "cost_by_service", "error_rate", "error_rate_by_model", "failures_by_type", "first_token_over_time",
    "latency_by_model", "latency_p95", "latency_percentiles", "tokens_by_type", "tool_runs_by_tool", "total_calls", "total_cost",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from agentdash.panels import ready

    return getattr(ready, name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})

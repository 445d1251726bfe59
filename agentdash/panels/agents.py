"""The agents themselves: their runs."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

_NOT_COUNTED = "Not counted: agents whose SDK makes no span for a run."


def compared(context: Context) -> Panel | None:
    """Agents by runs, failures and how long they take."""
    s = context.signals
    return breakdown(
        "agents", "Agents by runs", labels.AGENT, "Agent",
        [columns.gauged(s.agent_runs, "Runs"), columns.share(s.agent_error_ratio, s.agent_errors, s.agent_runs, "Failed"), columns.p95(s.agent_latency)],
        sort_by="agent_runs", no_value=texts.NO_RUNS, width=12, row_links=context.to(dashboards.TRACES, "Agent runs"),
        description=texts.described(
            s.agent_runs.meaning, _NOT_COUNTED, "Runs that fail or take much longer than they used to are worth a trace each: open them.",
        ),
    )


def over_time(context: Context) -> Panel | None:
    """Agent runs per minute, by agent."""
    runs = context.signals.agent_runs
    return draw.graph(
        "agents-over-time", "Agent runs per minute", draw.top_and_others(runs.rate(by=(labels.AGENT,), per=60)), stacked=True, fill=30, table=True,
        calcs=("mean", "max"), noValue=texts.NO_RUNS, dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(
            runs.meaning, _NOT_COUNTED,
            "When runs stop while calls go on, an agent no longer finishes; when runs rise and users do not, something starts them by itself.",
        ),
    )

"""The agents themselves: their runs."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import PLAIN, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import columns, queries, words
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

_NOT_COUNTED = "Not counted: agents whose SDK makes no span for a run."


def compared(context: Context) -> Panel | None:
    """Agents by runs, failures and how long they take."""
    signal = context.signals.agent_runs
    return breakdown(
        "agents", "Agents", labels.AGENT, "Agent",
        [columns.gauged(context.signals.agent_runs, "Runs"), columns.ratio(context.signals.agent_error_ratio, "Failed"),
         columns.p95(context.signals.agent_latency, thresholds=steps(PLAIN))],
        sort_by="Runs", no_value=words.NO_RUNS, width=12,
        row_links=context.to("traces", "Agent runs"),
        description=words.described(
            signal.meaning, _NOT_COUNTED,
            "Runs that fail or take much longer than they used to are worth a trace each: open them.",
        ),
    )


def over_time(context: Context) -> Panel | None:
    """Agent runs per minute, by agent."""
    signal = context.signals.agent_runs
    if not signal.measured:
        return None
    return TimeSeries(
        key="agents-over-time", title="Agent runs per minute", signals=("agent_runs",), unit="short", stacked=True, fill=30,
        table=True, calcs=("mean", "max"), noValue=words.NO_RUNS,
        description=words.described(
            signal.meaning, _NOT_COUNTED,
            "When runs stop while calls go on, an agent no longer finishes; when runs rise and users do not, something starts them by itself.",
        ),
        targets=[queries.over_time(signal.rate(by=(labels.AGENT,), per=60), f"{{{{{labels.AGENT}}}}}")],
        dataLinks=context.to("traces", "Agent runs of this time"),
    )

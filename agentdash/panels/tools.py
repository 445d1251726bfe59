"""The tools that agents use."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import columns, queries, words
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import labels


def compared(context: Context) -> Panel | None:
    """Tools by runs, failures and latency."""
    signal = context.signals.tool_runs
    return breakdown(
        "tools", "Tools", labels.TOOL, "Tool",
        [columns.gauged(context.signals.tool_runs, "Runs"), columns.ratio(context.signals.tool_error_ratio, "Failed"),
         columns.p95(context.signals.tool_latency)],
        sort_by="Runs", no_value=words.NO_TOOLS, width=12,
        row_links=context.to("traces", "Failed and slow tool runs"),
        description=words.described(
            signal.meaning,
            "Not counted: tools whose SDK makes no span for them, and what a model's provider runs on its own side.",
            "A tool that fails often costs twice: the model tries again with a longer prompt. Open its failed runs.",
        ),
    )


def over_time(context: Context) -> Panel | None:
    """Tool runs per minute, by tool."""
    signal = context.signals.tool_runs
    if not signal.measured:
        return None
    return TimeSeries(
        key="tools-over-time", title="Tool runs per minute", signals=("tool_runs",), unit="short", stacked=True, fill=30, table=True,
        calcs=("mean", "max"), noValue=words.NO_TOOLS,
        description=words.described(
            signal.meaning,
            "Not counted: tools whose SDK makes no span for them.",
            "A tool that suddenly runs far more often is what an agent in a loop looks like.",
        ),
        targets=[queries.over_time(signal.rate(by=(labels.TOOL,), per=60), f"{{{{{labels.TOOL}}}}}")],
        dataLinks=context.to("traces", "Tool runs of this time"),
    )

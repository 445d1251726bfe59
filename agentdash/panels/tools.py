"""The tools that agents use."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels


def compared(context: Context) -> Panel | None:
    """Tools by runs, failures and latency."""
    s = context.signals
    return breakdown(
        "tools", "Tools by runs", labels.TOOL, "Tool",
        [columns.gauged(s.tool_runs, "Runs"), columns.share(s.tool_error_ratio, s.tool_errors, s.tool_runs, "Failed"), columns.p95(s.tool_latency)],
        sort_by="tool_runs", no_value=texts.NO_TOOLS, width=12, row_links=context.to(dashboards.TRACES, "Failed and slow tool runs"),
        description=texts.described(
            s.tool_runs.meaning,
            "Not counted: tools whose SDK makes no span for them, and what a model's provider runs on its own side.",
            "A tool that fails often costs twice: the model tries again with a longer prompt. Open its failed runs.",
        ),
    )


def over_time(context: Context) -> Panel | None:
    """Tool runs per minute, by tool."""
    signal = context.signals.tool_runs
    return draw.graph(
        "tools-over-time", "Tool runs per minute", draw.top_and_others(signal.rate(by=(labels.TOOL,), per=60)), stacked=True, fill=30, table=True,
        calcs=("mean", "max"), noValue=texts.NO_TOOLS, dataLinks=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(
            signal.meaning, "Not counted: tools whose SDK makes no span for them.",
            "A tool that suddenly runs far more often is what an agent in a loop looks like.",
        ),
    )

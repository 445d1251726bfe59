"""Tables of the traces behind the three stories; a click on a row opens the trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.grafana.panel import Panel
from agentdash.grafana.table import Table
from agentdash.grafana.targets import TempoTarget
from agentdash.panels import texts, trace_columns
from agentdash.panels.context import Context
from agentdash.query import traceql
from agentdash.signals import Signal
from agentdash.vocabulary import attributes, dashboards


def table(context: Context, key: str, title: str, signal: Signal, spanset: str, columns: Sequence[str], sort_by: str, description: str, width: int = 8, **how: Any) -> Panel:
    """A table of spans; a click on a row opens its trace."""
    return Table(
        key=key, title=title, signals=(signal.name,), description=description, width=width, height=9, noValue=texts.NO_TRACES,
        targets=[TempoTarget(refId="A", query=trace_columns.selected(spanset, columns), **how)],
        transformations=trace_columns.transformations(columns),
        overrides=trace_columns.overrides(columns),
        dataLinks=context.to(dashboards.TRACES, "Open this trace", trace_id=f"${{__data.fields.{trace_columns.TRACE_ID}}}"),
        sortBy=trace_columns.heading(sort_by),
    )


def long_runs(context: Context) -> Panel | None:
    """Runs with more calls than the limit, one row each."""
    s = context.signals
    limit = context.settings.alerts.of("loop")["calls"]
    return table(
        context, "long-runs", f"Runs above {limit} calls", s.runs_reaching, traceql.more_than(traceql.search(*s.calls.spans()), limit),
        trace_columns.columns(context, attributes.MODEL, duration=False), "Start time",
        texts.described("Traces with more calls to models than the limit of a long run; the row shows one of the calls.", trace_columns.left_out(context),
                        "Open one: a loop shows the same tool, or nearly the same answer, over and over."),
        spss=1,
    )


def moved_calls(context: Context) -> Panel | None:
    """Calls that another model answered than was asked for."""
    s = context.signals
    if "derived" not in context.settings.telemetry.sources:
        return None
    return table(
        context, "moved-calls", "Calls a gateway redirected", s.fallbacks, traceql.search(*s.calls.spans(traceql.equals("span.fallback", "true"))),
        trace_columns.columns(context, attributes.ASKED_MODEL, attributes.MODEL, duration=False), "Start time",
        texts.described("Calls that another model answered than they asked for.",
                        trace_columns.left_out(context, "Nor the clients' own fallbacks, which are two calls: look for a failed one and what follows it."),
                        "Open one and read what the gateway says about it, if it says anything."),
    )


def slow_steps(context: Context) -> Panel | None:
    """Tool runs that took longer than the alert's limit."""
    s = context.signals
    limit = context.settings.alerts.of("stall")["above"]
    return table(
        context, "slow-steps", f"Tool runs above {limit:g} s", s.tool_latency, traceql.search(*s.tool_runs.spans(traceql.longer_than(f"{limit:g}s"))),
        trace_columns.columns(context, attributes.TOOL), "Duration",
        texts.described("Tool runs that took longer than the alert's limit, the slowest first. Claude Code's include the time in which they waited for a person.",
                        trace_columns.left_out(context), "Open one: what runs below it, or what it asks, tells who is slow."),
    )

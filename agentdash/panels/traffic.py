"""How many calls to models are made."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PanelTarget
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.context import Context
from agentdash.signals import measured


def total(context: Context, table: str) -> Panel | None:
    """How many calls there were in the range: the sum of the column "Calls" of ``table``, a panel of the same dashboard
    by its key, so that nothing is asked twice."""
    calls = context.signals.calls
    if not calls.measured:
        return None
    return Stat(
        key="calls", title="Calls", signals=("calls",), unit="short", noValue=words.NO_CALLS, field="^Calls$", calc="sum",
        description=words.described(
            calls.meaning,
            "Not counted: calls whose spans never reached the Collector, such as those that head sampling left out.",
            "Zero while agents work means that their telemetry does not arrive: look at the coverage dashboard.",
        ),
        targets=[PanelTarget(refId="A", key=table)],
        dataLinks=context.to("traces", "Traces of these calls"),
    )


def calls_and_failures(context: Context) -> Panel | None:
    """Calls per minute, and how many of them failed."""
    if not measured(context.signals.calls, context.signals.errors):
        return None
    calls, errors = context.signals.calls, context.signals.errors
    parts = {"all calls": calls.rate(per=60), "failed": errors.rate(per=60)}
    return TimeSeries(
        key="calls-and-failures", title="Calls and failures per minute", signals=("calls", "errors"), unit="short",
        noValue=words.NO_CALLS,
        description=words.described(
            f"{calls.meaning} The red line is the part that failed.",
            "Not counted: retries that an SDK makes inside one call and does not report as spans of their own.",
            "When the red line rises, click it: the traces dashboard lists the failed calls with their errors.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name("failed", color=color("red"), fillOpacity=40), by_name("all calls", color=color("blue"))],
        dataLinks=context.to("traces", "Traces of this time"),
    )

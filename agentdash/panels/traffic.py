"""How many calls to models are made."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts, totals
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards


def total(context: Context, table: str, *, before: bool = True) -> Panel | None:
    """How many calls there were in the range, out of a table's column; ``before``: against the time before."""
    calls = context.signals.calls
    return totals.amount(
        table, "calls", "Calls", calls, before=before, noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described(
            f"{calls.meaning} {texts.CHANGE if before else ''}".strip(),
            "Not counted: calls whose spans never reached the Collector, such as those that head sampling left out.",
            "Zero while agents work means that their telemetry does not arrive: look at the coverage dashboard.",
        ),
    )


def calls_and_failures(context: Context) -> Panel | None:
    """Calls per minute, and how many of them failed."""
    s = context.signals
    return draw.graph(
        dashboards.CALLS_AND_FAILURES.panel, "Calls and failures per minute", {"all calls": s.calls.rate(per=60), "failed": s.errors.rate(per=60)},
        noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(
            f"{s.calls.meaning} The red line is the part that failed.",
            "Not counted: retries that an SDK makes inside one call and does not report as spans of their own.",
            "When the red line rises, click it: the traces dashboard lists the failed calls with their errors.",
        ),
        overrides=[by_name("failed", color=color("red"), fillOpacity=40), by_name("all calls", color=color("blue"))],
    )

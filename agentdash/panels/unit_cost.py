"""What one unit of work costs: a call, an agent run."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts, totals
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards


def per_call(context: Context, table: str) -> Panel | None:
    """Cost per successful call, out of a table's columns."""
    s = context.signals
    return totals.quotient(
        table, "cost-per-call", "Cost per call", s.cost_per_call, s.cost, s.answers, noValue=texts.NO_TOKENS,
        dataLinks=context.to(dashboards.TRACES, "Calls with many tokens"),
        description=texts.described(
            "Cost of the range ÷ its successful calls.", "Failed calls report no tokens: they are in neither number.",
            "It rises when prompts grow, caches miss, or a dearer model answers.",
        ),
    )


def per_unit(context: Context) -> Panel | None:
    """Cost per call, per agent run and per successful agent run, over time."""
    s = context.signals
    return draw.graph(
        "cost-per-unit", "Cost per call and run",
        {"a call": s.cost_per_call.rate(), "an agent run": s.cost_per_run.rate(), "a successful agent run": s.cost_per_success.rate()},
        noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            "Cost ÷ successful calls, ÷ agent runs, ÷ agent runs that succeeded.",
            "Runs that go on for long spend before they count. Services without spans for agent runs are in the cost, not in the runs.",
            "When a run costs more and a call does not, agents take more steps: look for loops.",
        ),
    )

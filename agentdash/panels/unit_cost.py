"""What one unit of work costs: a call, an agent run."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.context import Context


def per_call(context: Context) -> Panel | None:
    """Cost per successful call."""
    signal = context.signals.cost_per_call
    if not signal.measured:
        return None
    return Stat(
        key="cost-per-call", title="Per call", signals=("cost_per_call",), unit=signal.unit, noValue=words.NO_TOKENS,
        description=words.described(
            "Cost of the range ÷ its successful calls.", "Failed calls report no tokens: they are in neither number.",
            "It rises when prompts grow, caches miss, or a dearer model answers.",
        ),
        targets=[queries.at_the_end(signal.total(), "per call")],
        dataLinks=context.to("traces", "Calls with many tokens"),
    )


def per_unit(context: Context) -> Panel | None:
    """Cost per call, per agent run and per successful agent run, over time."""
    parts = {}
    if context.signals.cost_per_call.measured:
        parts["a call"] = context.signals.cost_per_call.rate()
    if context.signals.cost_per_run.measured:
        parts["an agent run"] = context.signals.cost_per_run.rate()
    if context.signals.cost_per_success.measured:
        parts["a successful agent run"] = context.signals.cost_per_success.rate()
    if not parts:
        return None
    return TimeSeries(
        key="cost-per-unit", title="What one costs", signals=("cost_per_call", "cost_per_run", "cost_per_success"),
        unit=context.signals.cost.unit, noValue=words.NO_TOKENS,
        description=words.described(
            "Cost ÷ successful calls, ÷ agent runs, ÷ agent runs that succeeded.",
            "Runs that go on for long spend before they count. Services without spans for agent runs are in the cost, not in the runs.",
            "When a run costs more and a call does not, agents take more steps: look for loops.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this time"),
    )

"""Where spending leads."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.panels import queries, words
from agentdash.panels.context import Context

MONTH = 30 * 86_400
"""Seconds."""


def month(context: Context) -> Panel | None:
    """What thirty days cost at the pace of the range."""
    cost = context.signals.cost
    if not cost.measured:
        return None
    return Stat(
        key="projected-month", title="A month at this pace", signals=("cost",), unit=cost.unit, noValue=words.NO_TOKENS,
        description=words.described(
            "The cost of the range, stretched to 30 days.",
            "A range of an hour or a weekend says little about a month: choose 7 days, so that nights and weekends are in it.",
            "Budgets with a limit, a share and a forecast of their own stand in the settings (`budgets`).",
        ),
        targets=[queries.at_the_end(f"{cost.total()} * {MONTH} / $__range_s", "a month")],
        dataLinks=context.to("traces", "Traces of these calls"),
    )

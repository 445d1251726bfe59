"""Where spending leads."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards

MONTH = 30 * 86_400
"""Seconds."""
KEY = "projected-month"


def month(context: Context) -> Panel | None:
    """What thirty days cost at the pace of the range."""
    return draw.stat(
        KEY, "Monthly cost", context.signals.cost.total().using(lambda text: f"{text} * {MONTH} / $__range_s"),
        noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described(
            "The cost of the range, stretched to 30 days.",
            "A range of an hour or a weekend says little about a month: choose 7 days, so that nights and weekends are in it.",
            "Budgets with a limit, a share and a forecast of their own stand in the settings (`budgets`).",
        ),
    )

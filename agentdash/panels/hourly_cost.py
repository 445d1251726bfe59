"""What calls cost."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels.columns import Column
from agentdash.panels.context import Context


def total(context: Context) -> Panel | None:
    """What the calls of the range cost."""
    return None


def per_hour_by_model(context: Context) -> Panel | None:
    """Spend per hour, by model."""
    return None


def column(context: Context) -> Column | None:
    """Cost in a table, for rows of any label of the calls."""
    return None

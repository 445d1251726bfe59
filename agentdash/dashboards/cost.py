"""The dashboard of money: what is spent, by whom, on what, and what is wasted."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels import (
    budgets,
    caching,
    hourly_cost,
    hours,
    projection,
    reported_cost,
    spenders,
    unit_cost,
    unpriced,
    waste,
)
from agentdash.panels.context import Context
from agentdash.signals import Signal
from agentdash.vocabulary import dashboards as names
from agentdash.vocabulary import labels

NAME, TITLE = names.COST, "AI agents: cost"


def needs(context: Context) -> tuple[Signal, ...]:
    """Signals without which the dashboard has nothing to show."""
    return (context.signals.cost,)


def dashboard(context: Context) -> Dashboard:
    """Totals on top, then who and on what; rows below ask nothing until they are opened."""
    return framed(
        context, NAME, TITLE,
        "What the calls of the chosen time cost, by tokens and prices: who spends it, what caches save, what is wasted, and which tokens "
        "have no price.",
        [*datasource_variables(context, context.asked), *standing_variables(context)],
        [
            Section([hourly_cost.total(context, spenders.TABLE), hourly_cost.per_hour(context), projection.month(context), unit_cost.per_call(context, spenders.TABLE),
                     caching.saved(context), unpriced.total(context)]),
            Section([hours.recorded(context)]),
            Section([budgets.of_this(context, "month"), budgets.of_this(context, "day")]),
            Section([hourly_cost.per_hour_by_model(context), hourly_cost.per_hour_by_service(context)]),
            Section([spenders.services(context)]),
            Section([spenders.by_label(context, labels.MODEL, "Model", "model"), spenders.by_label(context, labels.TENANT, "Tenant", "tenant"),
                     spenders.by_label(context, labels.AGENT, "Agent"), spenders.by_label(context, labels.OPERATION, "Operation"),
                     *(spenders.by_label(context, label, label.replace("_", " ").capitalize(), label) for label in context.standing.extra)],
                    "Models, tenants, agents, operations", "Whose money it is, and what for.", collapsed=True),
            Section([unit_cost.per_unit(context), waste.per_hour(context)],
                    "Unit cost and waste", "What one call or run costs, and what was paid for work that came to nothing.", collapsed=True),
            Section([caching.per_hour(context), caching.shares(context)],
                    "Caching", "What prompt caches save, and whether they still do.", collapsed=True),
            Section([unpriced.by_model(context), unpriced.book(context)],
                    "Prices", "Which prices are in use, how old they are, and which tokens have none.", collapsed=True),
            Section([reported_cost.compared(context)],
                    "Claude Code", "Claude Code counts its own money: does it agree?", collapsed=True),
        ],
    )

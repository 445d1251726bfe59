"""The dashboard that stays open: is it healthy, what does it cost, who causes it."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.panel import Panel
from agentdash.panels import (
    agents,
    coverage,
    failed_calls,
    from_traces,
    hourly_cost,
    hours,
    latency,
    models,
    services,
    tenants,
    token_usage,
    tools,
    traffic,
    wrong_now,
)
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards

NAME, TITLE = dashboards.OVERVIEW, "AI agents: overview"


_FIRST_SCREEN = {"cost-by-model": 6, dashboards.CALLS_AND_FAILURES.panel: 6, services.TABLE: 9}
"""Heights that let all of it, and the closed rows, fit a wall of 1920 × 1080 without scrolling."""


def _low(panel: Panel | None) -> Panel | None:
    if panel is not None:
        panel.height = _FIRST_SCREEN[panel.key]
    return panel


def dashboard(context: Context) -> Dashboard:
    """The first screen answers the three questions; rows below ask nothing until they are opened.

    Over hourly samples nothing says what is wrong now, but how much of the range they cover.
    """
    return framed(
        context, NAME, TITLE,
        "Is it healthy, what does it cost, who causes it. Numbers are for the time range above and for what is chosen there; each "
        "one leads on to the traces behind it.",
        [*datasource_variables(context, context.asked), *standing_variables(context)],
        [
            Section([hourly_cost.total(context, services.TABLE), traffic.total(context, services.TABLE), failed_calls.ratio(context, services.TABLE), latency.p95(context),
                     token_usage.in_and_out(context, services.TABLE), coverage.without_usage(context, services.TABLE, before=True)]),
            Section([hours.recorded(context)] if context.signals.hourly else wrong_now.tiles(context)),
            Section([*map(_low, (hourly_cost.per_hour_by_model(context), traffic.calls_and_failures(context), services.who_spends(context)))]),
            Section([from_traces.total(context), from_traces.failed_total(context)]),
            Section([from_traces.calls(context), from_traces.failures(context), from_traces.latency(context)]),
            Section([latency.percentiles(context), token_usage.by_type(context), latency.first_token(context), latency.distribution(context)],
                    "Latency and tokens", "How long answers take, how long their first word takes, and which tokens are paid for.", collapsed=True),
            Section([models.compared(context), latency.by_model(context), token_usage.by_model(context),
                     failed_calls.by_model(context), failed_calls.by_type(context)],
                    "Models", "Which models answer, how fast, how reliably, and for what money.", collapsed=True),
            Section([tenants.compared(context), *(tenants.compared(context, label, label, label.replace("_", " ").capitalize())
                                                  for label in context.standing.extra)],
                    "Tenants", "For whom the agents work, and what that costs.", collapsed=True),
            Section([tools.compared(context), agents.compared(context), tools.over_time(context), agents.over_time(context)],
                    "Tools and agents", "What agents do between their calls, and how often they finish.", collapsed=True),
            Section([coverage.by_service(context)],
                    "Missing data", "Calls whose tokens, cost or model nobody knows: every total above is too low by them.",
                    collapsed=True),
        ],
    )

"""What coding agents cost: by model, by whom, from the cache, and what came to nothing."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Quotient
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

HOUR = 3600


def by_model(context: Context) -> Panel | None:
    """Cost per hour, stacked by model."""
    signal = context.signals.coding_cost
    return draw.graph(
        "coding-cost-by-model", "Cost per hour by model", draw.top_and_others(signal.rate(by=(labels.MODEL,), per=HOUR)), stacked=True, fill=30, table=True,
        calcs=("mean", "max"), noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Calls of this model", model=label(labels.MODEL)),
        description=texts.described(signal.meaning, "Not counted: tokens of models without a price.", "A dearer model than the team agreed on shows here first."),
    )


def active_hour_over_time(context: Context) -> Panel | None:
    """Cost per active hour, by service."""
    signal = context.signals.cost_per_active_hour
    return draw.graph(
        dashboards.CODING_COST.panel, "Active-hour cost by service", draw.top(signal.rate(by=(labels.SERVICE,))), noValue="no active time told in this range",
        dataLinks=context.to(dashboards.TRACES, "Traces of this service", service=label(labels.SERVICE)),
        description=texts.described(signal.meaning, "Not here: other agents than Claude Code, which do not tell their active time.",
                                    "The dashed line is the alert's limit. Many subagents at once make an hour dear."),
        **draw.limited(signal),
    )


def by_label(context: Context, name: str, heading: str, variable: str) -> Panel | None:
    """Rows of a label by cost: teams, repositories, tenants."""
    s = context.signals
    if variable not in context.standing.variables:
        return None
    row = {variable: cell(name)}
    return breakdown(
        f"coding-by-{variable}", f"{heading}s by coding cost", name, heading,
        [columns.cost(s, s.coding_cost), columns.count(s.coding_sessions, "Sessions"), columns.count(s.commits, "Commits"),
         columns.count(s.reported_cost, "", hidden=True),
         Quotient("per_commit", "Per commit", s.reported_cost.name, s.commits.name, s.cost_per_commit.unit)],
        sort_by=s.coding_cost.name, no_value=texts.NO_SESSIONS, width=12, row_links=[*context.to(dashboards.CODING, f"Only this {heading.lower()}", **row),
                                                                            *context.to(dashboards.TRACES, "Traces behind this row", **row)],
        description=texts.described(f"One row per {heading.lower()}: cost, sessions, commits, and cost per commit.",
                                    "`unknown`: its telemetry does not say. Set it with OTEL_RESOURCE_ATTRIBUTES, and name it in `telemetry.group_by`.",
                                    "Compare a team with its own past."),
    )


def cached(context: Context) -> Panel | None:
    """The cached share of input, by model."""
    signal = context.signals.coding_cached_share
    return draw.graph(
        "coding-cached", "Cached input by model", draw.top(signal.rate(by=(labels.MODEL,))), fill=0, table=True, calcs=("mean", "min"), noValue=texts.NO_TOKENS,
        dataLinks=context.to(dashboards.TRACES, "Calls of this model", model=label(labels.MODEL)),
        description=texts.described(signal.meaning, "Tokens that are written to a cache are not read from one.",
                                    "Coding agents send their history again and again: below 80 % something breaks the cache, such as instructions that change or long waits."),
    )


def rejected(context: Context) -> Panel | None:
    """What rejected edits cost, about."""
    signal = context.signals.rejected_cost
    return draw.graph(
        "rejected-cost", "Cost of rejected edits", {"rejected edits, about": signal.rate(per=HOUR)}, fill=10, noValue=texts.NO_EDITS,
        dataLinks=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(f"{signal.meaning} Per hour.", "An estimate, and rather too high: an agent also reads and explains.", "It falls when tasks are smaller, and instructions say what is not wanted."),
    )

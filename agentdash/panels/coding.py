"""Coding agents at a glance: who uses them, what comes of it, what that costs."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import UP_IS_BAD
from agentdash.grafana.thresholds import GREEN, RED, steps
from agentdash.panels import columns, draw, texts, totals
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Quotient
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

TABLE = "coding-services"
"""Key of the table by service, whose columns the numbers above it are sums of."""
HOUR = 3600

_WHOSE = "A service whose coding agent also calls models for something else counts with all of it."
_ONLY_CLAUDE = "Not counted: other agents than Claude Code, which do not tell it."


def services(context: Context) -> Panel | None:
    """Services in which coding agents work, by what they cost."""
    s, row = context.signals, cell(labels.SERVICE)
    return breakdown(
        TABLE, "Coding agents by service", labels.SERVICE, "Service",
        [columns.count(s.coding_sessions, "Sessions", **draw.total_row()), columns.count(s.active_time, "Active", **draw.total_row()),
         columns.count(s.lines_added, "Added", **draw.total_row()), columns.count(s.lines_removed, "Removed", **draw.total_row()),
         columns.count(s.commits, "Commits", **draw.total_row()), columns.count(s.pull_requests, "PRs", **draw.total_row()),
         columns.count(s.edits_decided, "Edits", **draw.total_row()), columns.share(s.edit_rejections, s.edits_rejected, s.edits_decided, "Rejected"),
         columns.count(s.reported_cost, "", hidden=True), columns.cost(s, s.coding_cost),
         Quotient(s.cost_per_commit.name, "Per commit", s.reported_cost.name, s.commits.name, s.cost_per_commit.unit),
         columns.before(s.coding_sessions), columns.before(s.coding_cost)],
        sort_by=s.coding_cost.name, no_value=texts.NO_SESSIONS,
        row_links=[*context.to(dashboards.CODING, "Only this service", service=row), *context.to(dashboards.TRACES, "Traces of this service", service=row)],
        description=texts.described(
            "One row per service: sessions, active time, lines, commits, pull requests, edits that people decided on and the share that they rejected, "
            "cost, and cost per commit.",
            f"A dash: the agent does not tell it (the row *Coverage* says what arrives). {_WHOSE}",
            "Click a service to see only its agent, or to open its traces.",
        ),
    )


def sessions(context: Context) -> Panel | None:
    """How many sessions there were."""
    signal = context.signals.coding_sessions
    return totals.amount(
        TABLE, "coding-sessions", "Sessions", signal, noValue=texts.NO_SESSIONS, dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(f"{signal.meaning} {texts.CHANGE}", "Not counted: agents whose telemetry is off, and web sessions, which send none.",
                                    "When it falls and people did not go, see which agent or version stopped sending."),
    )


def active_time(context: Context) -> Panel | None:
    """How long people and agents worked."""
    signal = context.signals.active_time
    return totals.amount(
        TABLE, "coding-active", "Active time", signal, before=False, noValue="no active time told in this range", dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(signal.meaning, _ONLY_CLAUDE, "Much active time with few commits or lines is worth a look at the sessions."),
    )


def cost(context: Context) -> Panel | None:
    """What coding agents cost."""
    signal = context.signals.coding_cost
    return totals.amount(
        TABLE, "coding-cost", "Cost", signal, noValue=texts.NO_TOKENS, changeColors=UP_IS_BAD,
        dataLinks=context.to(dashboards.COST, "All costs") or context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described(f"{signal.meaning} {texts.CHANGE}", f"Not counted: tokens of models without a price. {_WHOSE}",
                                    "When it jumps, the row *Money* says which model or team it is, *Sessions* which session."),
    )


def per_active_hour(context: Context) -> Panel | None:
    """What an active hour costs."""
    s = context.signals
    return totals.quotient(
        TABLE, "cost-per-active-hour", "Cost per active hour", s.cost_per_active_hour, s.reported_cost, s.active_time, per=HOUR, width=5,
        thresholds=draw.limit_steps(s.cost_per_active_hour), noValue="no active time told in this range", dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(s.cost_per_active_hour.meaning, _ONLY_CLAUDE,
                                    f"{texts.limits(s.cost_per_active_hour)} Subagents that work at the same time make an hour dear; so does a dearer model."),
    )


def lines(context: Context) -> Panel | None:
    """How many lines were added and removed."""
    s = context.signals
    return totals.named(
        TABLE, "coding-lines", "Lines", {"added": s.lines_added, "removed": s.lines_removed}, noValue="no lines told in this range",
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(s.lines_changed.meaning, "Lines say how much was written, not how good it is, and nothing of what was kept.",
                                    "Many more removed than added lines are a clean-up, or an agent that undoes its own work: open the sessions."),
    )


def rejected(context: Context) -> Panel | None:
    """Which share of the edits people rejected."""
    s = context.signals
    return totals.share(
        TABLE, "edits-rejected", "Edits rejected", s.edit_rejections, s.edits_rejected, s.edits_decided, noValue=texts.NO_EDITS,
        dataLinks=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(s.edit_rejections.meaning, "Not counted: edits that settings, hooks or modes let pass; nobody looked at them before.",
                                    f"{texts.limits(s.edit_rejections)} When it rises, an agent, a model or its instructions changed: see *Edits by tool*."),
    )


def commits(context: Context) -> Panel | None:
    """How many commits agents made."""
    signal = context.signals.commits
    return totals.amount(
        TABLE, "coding-commits", "Commits", signal, before=False, noValue="no commits told in this range", dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(signal.meaning, "Not counted: commits that people make themselves of an agent's edits.", "None at all while lines grow: people commit by hand."),
    )


def pull_requests(context: Context) -> Panel | None:
    """How many pull requests agents opened."""
    signal = context.signals.pull_requests
    return totals.amount(
        TABLE, "coding-pull-requests", "Pull requests", signal, before=False, noValue="no pull requests told in this range",
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(signal.meaning, "Not counted: pull requests that people open, and whether any is merged: ask your Git server.",
                                    "It is a count of work begun; whether it was wanted, your reviews say."),
    )


def per_commit(context: Context) -> Panel | None:
    """What a commit costs."""
    s = context.signals
    return totals.quotient(
        TABLE, "cost-per-commit", "Cost per commit", s.cost_per_commit, s.reported_cost, s.commits, width=5, noValue="no commits told in this range",
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(s.cost_per_commit.meaning, f"{_ONLY_CLAUDE} Commits that people make by hand are not among them.",
                                    "Compare it with its own past, not with other teams: commits differ in size."),
    )


def per_pull_request(context: Context) -> Panel | None:
    """What a pull request costs."""
    s = context.signals
    return totals.quotient(
        TABLE, "cost-per-pull-request", "Cost per pull request", s.cost_per_pull_request, s.reported_cost, s.pull_requests, width=5, noValue="no pull requests told in this range",
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(s.cost_per_pull_request.meaning, _ONLY_CLAUDE, "It falls when agents finish what they begin."),
    )


def burning(context: Context) -> Panel | None:
    """How many sessions cost more than one should."""
    signal = context.signals.burning_sessions
    limit, code = context.settings.alerts.of("burning_session")["costs"], context.settings.pricing.currency.code
    return draw.stat(
        "burning", "Burning sessions", signal.total(), noValue=f"no session above {limit:g} {code}", thresholds=steps(GREEN, (1, RED)), decimals=0, width=5,
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(f"{signal.meaning} The limit is {limit:g} {code}.", "Not counted: other agents, and what passed the limit before this range.",
                                    "Open *Longest agent runs* below: a session that burns goes on for hours, or runs many subagents."),
    )


def cost_over_time(context: Context) -> Panel | None:
    """Cost per hour, by service."""
    signal = context.signals.coding_cost
    return draw.graph(
        "coding-cost-over-time", "Cost per hour by service", draw.top(signal.rate(by=(labels.SERVICE,), per=HOUR)), noValue=texts.NO_TOKENS, table=True,
        calcs=("mean", "max"), dataLinks=context.to(dashboards.TRACES, "Traces of this service", service=label(labels.SERVICE)),
        description=texts.described(signal.meaning, "The eight dearest at every moment; the table below has all.", "A peak in the night is an agent that nobody watches."),
    )


def lines_over_time(context: Context) -> Panel | None:
    """Lines per hour, added and removed."""
    signal = context.signals.lines_changed
    return draw.graph(
        "coding-lines-over-time", "Lines per hour", signal.rate(by=(labels.CHANGE,), per=HOUR), noValue="no lines told in this range",
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(signal.meaning, "Not here: agents that do not count lines.", "Cost that goes on while lines stop: agents read and talk, or wait."),
    )

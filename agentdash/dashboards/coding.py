"""The dashboard of coding agents: who uses them, what comes of it, what it costs, and which sessions are worth a look."""

from __future__ import annotations

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels import coding, coding_money, coding_quality, coding_sessions, reported_cost
from agentdash.panels.context import Context, without
from agentdash.signals import Signal
from agentdash.vocabulary import dashboards as names
from agentdash.vocabulary import labels

NAME, TITLE = names.CODING, "AI agents: coding"


def needs(context: Context) -> tuple[Signal, ...]:
    """Signals without which the dashboard has nothing to show."""
    return (context.signals.coding_sessions,)


def dashboard(context: Context) -> Dashboard:
    """Adoption, output and cost on top; the rows below ask nothing until they are opened."""
    # Agents' own counters call models otherwise than their calls do: a chosen model would hide what it cost.
    context = without(context, "model")
    s = context.signals
    return framed(
        context, NAME, TITLE,
        "Claude Code, Codex, Copilot and Gemini CLI: how much they are used, what comes of it, what that costs, and which sessions are worth a look. "
        "Only services in which a coding agent works are offered above.",
        [*datasource_variables(context, context.asked, "tempo", "loki"), *standing_variables(context, s.coding_records, s.coding_sessions)],
        [
            Section([coding.sessions(context), coding.active_time(context), coding.lines(context), coding.commits(context), coding.pull_requests(context), coding.rejected(context)]),
            Section([coding.cost(context), coding.per_active_hour(context), coding.per_commit(context), coding.per_pull_request(context), coding.burning(context)]),
            Section([coding.cost_over_time(context), coding.lines_over_time(context)]),
            Section([coding.services(context)]),
            Section([coding_sessions.people(context)], "People", "Who works with coding agents; `telemetry.people` of the settings asks for it.", collapsed=True),
            Section([coding_quality.rejections_over_time(context), coding_quality.decisions(context), coding_quality.edits_by_tool(context), coding_quality.asked_by_tool(context),
                     coding_quality.waiting(context)],
                    "Edits and permissions", "What people let pass, what they reject, and how long agents wait for them.", collapsed=True),
            Section([coding_quality.errors(context), coding_quality.retries(context), coding_quality.latency(context), coding_quality.tools(context)],
                    "Errors and tools", "What fails, what is slow, and whether the provider refuses.", collapsed=True),
            Section([coding_money.by_model(context), coding_money.active_hour_over_time(context), coding_money.cached(context), coding_money.rejected(context),
                     coding_money.by_label(context, labels.TENANT, "Tenant", "tenant"),
                     *(coding_money.by_label(context, label, label.replace("_", " ").capitalize(), label) for label in context.standing.extra),
                     reported_cost.compared(context)],
                    "Money", "Which models, teams and repositories it is, what the cache saves, and whether the agent counts as we do.", collapsed=True),
            Section([coding_sessions.burning_over_time(context), coding_sessions.longest(context), coding_sessions.looping(context)],
                    "Sessions", "Sessions that are dear, long or go round in circles: click a row to open its trace and its log events.", collapsed=True),
            Section([coding_sessions.events(context), coding_sessions.log(context)], "Event log", "What the agents say of each step.", collapsed=True),
            Section([coding_sessions.agents(context), coding_sessions.reporting(context)],
                    "Coverage", "Which agents and versions report, and what they do not tell.", collapsed=True),
        ],
    )

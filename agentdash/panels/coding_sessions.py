"""Sessions of coding agents to look at, their log events, who reports, and, where the settings ask for people, who they are."""

from __future__ import annotations

from agentdash.grafana.logs import Logs
from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.grafana.table import Table
from agentdash.grafana.targets import LokiTarget, PanelTarget
from agentdash.grafana.transformations import calculated, chosen, labels_as_fields, numbers, times
from agentdash.panels import columns, draw, step_traces, texts, trace_columns
from agentdash.panels.addresses import label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column, Quotient
from agentdash.panels.context import Context
from agentdash.panels.trace_explorer import EVENT_COLUMNS, cost_column
from agentdash.query import logql, promql, traceql
from agentdash.signals import Expression
from agentdash.vocabulary import attributes, coding, dashboards, labels

_EVENTS = "coding-log"
_DOLLARS = "cost_usd"


def longest(context: Context) -> Panel | None:
    """Agent runs, the longest first."""
    s = context.signals
    return step_traces.table(
        context, "longest-coding-runs", "Longest agent runs", s.agent_runs, traceql.search(*s.agent_runs.spans()), trace_columns.columns(context, attributes.AGENT), "Duration",
        texts.described("Runs of coding agents, the longest first: one prompt of a person and everything that came of it.", trace_columns.left_out(context, "Nor agents without spans."),
                        "Open one: its trace shows calls, tools and waits, and its log events stand below it."),
        width=12,
    )


def looping(context: Context) -> Panel | None:
    """Runs with more calls than a coding agent should need."""
    s, limit = context.signals, context.settings.alerts.of("loop")["coding_calls"]
    return step_traces.table(
        context, "looping-coding-runs", f"Runs above {limit} calls", s.runs_reaching, traceql.more_than(traceql.search(*s.calls.spans()), limit),
        trace_columns.columns(context, attributes.MODEL, duration=False), "Start time",
        texts.described("Traces with more calls to models than a coding agent's run should need (`alerts.loop.coding_calls`).", trace_columns.left_out(context, "Nor agents without spans."),
                        "Open one: a loop shows the same tool, or nearly the same answer, over and over."),
        width=12, spss=1,
    )


def burning_over_time(context: Context) -> Panel | None:
    """Sessions above the limit of the alert, by service."""
    signal = context.signals.burning_sessions
    return draw.graph(
        dashboards.BURNING_SESSIONS.panel, "Burning sessions per hour", draw.top(signal.rate(by=(labels.SERVICE,), per=3600)), width=24, height=6,
        noValue="no session above the limit", dataLinks=context.to(dashboards.TRACES, "Traces of this service", service=label(labels.SERVICE)),
        description=texts.described(signal.meaning, "Not here: other agents than Claude Code.", "A click leads to the traces of that time; the longest run is a good guess."),
    )


def events(context: Context) -> Panel | None:
    """The attributes of log events as columns."""
    if context.settings.datasources.loki is None:
        return None
    cost = cost_column(context)
    shown = {**EVENT_COLUMNS, cost[0]: cost[1]}
    shown = {"Time": shown.pop("Time"), **shown, "session_id": {"displayName": "Session", "width": 120}, "trace_id": {"displayName": "Trace", "width": 120}}
    shown.pop("Line")
    return Table(
        key="coding-events", title="Log events", noValue="no log events of these services", width=24, height=12, sortBy="Time",
        description=texts.described(
            "The newest log events of the services chosen above: event, tool, model, duration, cost, error, session and trace.",
            "Columns that no event fills are left out. Agents without log events, such as Copilot, are not here; nor is what people typed.",
            "Click a row to open its trace, which has the log events of its run below it.",
        ),
        targets=[PanelTarget(refId="A", key=_EVENTS, transformed=False)],
        transformations=[
            labels_as_fields("labels"), numbers("duration_ms", _DOLLARS), calculated(cost[0], times(_DOLLARS, context.settings.pricing.currency.per_usd)),
            *chosen({name: name for name in shown}),
        ],
        overrides=[by_name(name, **look) for name, look in shown.items() if look],
        dataLinks=context.to(dashboards.TRACES, "Open its trace", trace_id="${__data.fields.trace_id}"),
    )


def log(context: Context) -> Panel | None:
    """The newest log lines of the services."""
    if context.settings.datasources.loki is None:
        return None
    return Logs(
        key=_EVENTS, title="Log lines", width=24, height=8, noValue="no log events of these services",
        description=texts.described("The lines behind the table above, the newest first; a click on a line shows all its attributes.",
                                    "Not here: agents that send no log events.", "Search by `session_id` in Explore to read one session from its beginning."),
        targets=[LokiTarget(refId="A", expr=logql.stream(promql.variable(labels.SERVICE, "service")))],
    )


def reporting(context: Context) -> Panel | None:
    """What each version of an agent sends."""
    signal = context.signals.coding_records

    def sent(key: str, title: str, value: str) -> Column:
        def ask(by: str) -> Expression:
            return signal.total(by=(by,), where=[promql.equals(labels.SENT, value)])

        return Column(key, title, ask, {"decimals": 0, "noValue": "none"})

    return breakdown(
        "coding-telemetry", "Telemetry by agent version", labels.VERSION, "Version",
        [sent("sent_metrics", "Metrics", coding.METRICS), sent("sent_logs", "Log events", coding.LOGS), sent("sent_spans", "Spans", coding.SPANS)],
        sort_by="sent_metrics", no_value=texts.NO_SESSIONS, width=12, row_links=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(
            signal.meaning, "Gemini CLI gives the version of Node.js as its own.",
            "None: panels of that kind stay empty. Claude Code: sessions, lines, commits, active time and cost come from metrics, failed calls, tools and decisions from log "
            "events, waits and traces from spans. Codex and Gemini CLI: all from log events. Copilot: all from spans."),
    )


def agents(context: Context) -> Panel | None:
    """What each agent sends, and what of its work that tells."""
    s = context.signals
    return breakdown(
        "coding-agents", "Agents by telemetry", labels.AGENT, "Agent",
        [columns.count(s.coding_records, "Records"), columns.count(s.coding_sessions, "Sessions"), columns.count(s.tool_decisions, "Decisions"), columns.count(s.lines_changed, "Lines")],
        sort_by=s.coding_records.name, no_value=texts.NO_SESSIONS, width=12, row_links=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(
            "One row per agent: what arrived of it, and what of its work that tells. A dash: it does not tell.",
            "Only Claude Code counts commits, pull requests and active time; Codex counts no lines; Copilot tells lines in newer versions only.",
            "An agent that is missing sends nothing: see docs/dashboards.md for what to switch on."),
    )


def people(context: Context) -> Panel | None:
    """Who works with coding agents; only where the settings ask for people."""
    s = context.signals
    if not context.settings.telemetry.people:
        return None
    return breakdown(
        "coding-people", "Coding agents by person", labels.PERSON, "Person",
        [columns.count(s.coding_sessions, "Sessions"), columns.count(s.active_time, "Active"), columns.count(s.lines_added, "Added"), columns.count(s.lines_removed, "Removed"),
         columns.count(s.commits, "Commits"), columns.count(s.pull_requests, "PRs"), columns.count(s.edits_decided, "Edits"),
         columns.share(s.edit_rejections, s.edits_rejected, s.edits_decided, "Rejected"), columns.cost(s, s.reported_cost),
         Quotient("per_commit", "Per commit", s.reported_cost.name, s.commits.name, s.cost_per_commit.unit)],
        sort_by=s.reported_cost.name, no_value=texts.NO_SESSIONS, row_links=context.to(dashboards.CODING, "All numbers"),
        description=texts.described(
            "One row per person, as `telemetry.people` of the settings names them" + (", by a hash" if context.settings.telemetry.people_hashed else "")
            + ": sessions, active time, lines, commits, edits, and what Claude Code says it cost.",
            "`unknown`: telemetry names nobody. Cost of other agents is not known by person.",
            "It shows who needs help and who can give it. It measures no one's work: lines and commits differ in worth."),
    )

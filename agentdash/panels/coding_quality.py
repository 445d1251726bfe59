"""What becomes of coding agents' work: edits and permissions that people decide on, calls and tools that fail."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

_DECIDED = "`settings`: rules, hooks and modes had decided before; `unknown`: the agent does not say who did."


def rejections_over_time(context: Context) -> Panel | None:
    """The share of edits that people reject, by service."""
    signal = context.signals.edit_rejections
    return draw.graph(
        dashboards.EDIT_REJECTIONS.panel, "Edits rejected by service", draw.top(signal.rate(by=(labels.SERVICE,))), noValue=texts.NO_EDITS,
        dataLinks=context.to(dashboards.TRACES, "Tool runs of this service", service=label(labels.SERVICE)),
        description=texts.described(signal.meaning, "Times in which nobody decided on an edit have no share.",
                                    "A step upwards is a new version of the agent, another model, or other instructions."),
        **draw.limited(signal),
    )


def edits_by_tool(context: Context) -> Panel | None:
    """Edits by the tool that makes them."""
    s = context.signals
    return breakdown(
        "edits-by-tool", "Edits by tool", labels.TOOL, "Tool",
        [columns.gauged(s.edits, "Edits"), columns.count(s.edits_decided, "By people", noValue="0"), columns.share(s.edit_rejections, s.edits_rejected, s.edits_decided, "Rejected")],
        sort_by=s.edits.name, no_value=texts.NO_EDITS, width=12, row_links=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(f"{s.edits.meaning} By people: those that somebody was asked about.", "Not counted: edits of agents that do not tell their decisions.",
                                    "A tool whose edits are rejected far more than others' needs better instructions, or a smaller step."),
    )


def decisions(context: Context) -> Panel | None:
    """Tools that were allowed and denied, by who decided."""
    signal = context.signals.tool_decisions
    return draw.graph(
        "tool-decisions", "Tool decisions per hour", signal.rate(by=(labels.DECIDED_BY, labels.OUTCOME), per=3600), stacked=True, fill=30, table=True, calcs=("mean", "max"),
        noValue="no decision on a tool in this range", dataLinks=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(signal.meaning, _DECIDED, "Many questions to people that all end in `accept` are work for a rule; `reject` by settings is a tool that the agent should not try."),
    )


def asked_by_tool(context: Context) -> Panel | None:
    """Tools by how often people are asked about them."""
    s = context.signals
    return breakdown(
        "permissions-by-tool", "Permissions by tool", labels.TOOL, "Tool",
        [columns.gauged(s.tool_decisions, "Decisions"), columns.count(s.tools_asked, "Asked", noValue="0"), columns.count(s.tools_denied, "Denied", noValue="0")],
        sort_by=s.tools_asked.name, no_value="no decision on a tool in this range", width=12, row_links=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(f"{s.tool_decisions.meaning} Asked: a person was.", f"{_DECIDED} Copilot names kinds of permissions (`read`, `shell`, `write`) and no tools.",
                                    "What people are asked about most often and never deny is worth a rule."),
    )


def waiting(context: Context) -> Panel | None:
    """How long tools wait for people."""
    signal = context.signals.waiting_for_people
    return draw.graph(
        "coding-waits", "Wait for permissions", {name: draw.quantile(signal, q) for name, q in (("P50", 0.5), ("P95", 0.95))}, fill=0,
        noValue="no tool waited for a person", dataLinks=context.to(dashboards.TRACES, "Tool runs of this time"),
        description=texts.described(f"{signal.meaning} Its spans tell, so it needs them (CLAUDE_CODE_ENHANCED_TELEMETRY_BETA).", "Not here: other agents, and Claude Code without spans.",
                                    "Minutes mean that nobody looks: the agent stands still, and its cache grows cold."),
    )


def errors(context: Context) -> Panel | None:
    """Failed calls by what went wrong."""
    signal = context.signals.coding_errors
    return draw.graph(
        dashboards.CODING_ERRORS.panel, "Failed calls per minute",
        signal.rate(by=(labels.ERROR_TYPE,), per=60).using(lambda text: f"{text} > 0"), stacked=True, fill=40, table=True,
        calcs=("lastNotNull", "max"), noValue=texts.NO_FAILURES, dataLinks=context.to(dashboards.TRACES, "Failed calls of this time"),
        description=texts.described(
            signal.meaning, "Not counted: attempts that Claude Code repeats with success; its log events do not tell them (*Retries and compactions per hour* does, from spans).",
            "`rate_limit` and `overloaded`: fewer agents at a time, or another plan; `auth`: a key or login has ended; `connection`: a proxy or VPN."),
    )


def retries(context: Context) -> Panel | None:
    """What is repeated, given up, and begun anew."""
    s = context.signals
    return draw.graph(
        "coding-retries", "Retries and compactions per hour",
        {"repeated attempts": s.attempts_inside.rate(per=3600), "retries exhausted": s.exhausted_retries.rate(per=3600), "compactions": s.compactions.rate(per=3600)},
        fill=0, noValue="no retries told in this range", dataLinks=context.to(dashboards.TRACES, "Failed calls of this time"),
        description=texts.described(
            f"{s.attempts_inside.meaning} {s.exhausted_retries.meaning} {s.compactions.meaning}", "Repeated attempts need spans, the others log events.",
            "Retries cost time and not money; a compaction costs both, and what was forgotten."),
    )


def latency(context: Context) -> Panel | None:
    """P95 of calls, by model."""
    signal = context.signals.coding_latency
    return draw.graph(
        "coding-latency", "P95 latency by model", draw.top(draw.quantile(signal, 0.95, (labels.MODEL,))), fill=0, table=True, calcs=("lastNotNull", "max"), noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Calls of this model", model=label(labels.MODEL)),
        description=texts.described(f"The time within which 95 % of the successful calls of a model were done. {signal.meaning}",
                                    "Claude Code tells the last attempt of a call; time lost on retries is not in it.", "Long answers take long: compare a model with its own past."),
    )


def tools(context: Context) -> Panel | None:
    """Tools by runs, failures and how long they take."""
    s = context.signals
    return breakdown(
        "coding-tools", "Tools by runs", labels.TOOL, "Tool",
        [columns.gauged(s.coding_tool_runs, "Runs"), columns.share(s.coding_tool_error_ratio, s.coding_tool_errors, s.coding_tool_runs, "Failed"),
         columns.quantile(s.coding_tool_latency, "p95", "P95")],
        sort_by=s.coding_tool_runs.name, no_value=texts.NO_TOOLS, width=12, row_links=context.to(dashboards.TRACES, "Failed and slow tool runs"),
        description=texts.described(f"{s.coding_tool_runs.meaning} Failed, and the time within which 95 % were done.",
                                    "Claude Code calls all tools of MCP servers `mcp_tool` unless OTEL_LOG_TOOL_DETAILS is on. Denied tools never run.",
                                    "A tool that fails often costs twice: the model tries again with a longer prompt."),
    )

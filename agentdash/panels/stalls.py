"""Steps that stall: tools and runs against their own past, runs that do not end, people who are waited for."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.grafana.table import COLOR_CELL, Table
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.grafana.transformations import chosen
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Quotient
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals import joined, measured
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards, labels

_YESTERDAY = f"{RANGE} offset 1d"
_WAITING = "Time in which Claude Code's tools wait for a person to allow them is in no tool's time; it has its own panel."
_LOOK = "Open its slow runs: the span's neighbours tell whether the tool, the network or what it asks is slow. While a tool runs the agent waits."
_NOBODY = "no tool waited for a person"


def slowest(context: Context) -> Panel | None:
    """The tool that takes longest."""
    signal = context.signals.tool_latency
    return draw.stat(
        "slowest-tool", "Slowest tool", draw.quantile(signal, 0.95, (labels.SERVICE, labels.TOOL), RANGE, exact=True).aggregated("max"),
        noValue=texts.NO_TOOLS, dataLinks=context.to(dashboards.TRACES, "Slow tool runs"),
        description=texts.described(f"The largest P95 of all tools. {signal.meaning}", _WAITING, _LOOK),
    )


def people(context: Context) -> Panel | None:
    """Time in which tools waited for people."""
    signal = context.signals.waited_seconds
    return draw.stat(
        "waited", "Approval waits", signal.total(), noValue=_NOBODY, dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(signal.meaning, "Not counted: other agents; none of them tells it.",
                                    "Much of it means that an agent asks for things that could be allowed once for all."),
    )


def tool_time(context: Context) -> Panel | None:
    """P95 of each tool, over time."""
    signal = context.signals.tool_latency
    return draw.graph(
        dashboards.TOOL_LATENCY.panel, "P95 latency by tool", draw.top(draw.quantile(signal, 0.95, (labels.TOOL,))), fill=0, width=8, noValue=texts.NO_TOOLS,
        dataLinks=context.to(dashboards.TRACES, "Slow tool runs of this time"),
        description=texts.described(
            f"The time within which 95 % of a tool's runs were done. {signal.meaning}",
            f"{_WAITING} Below the dashed line nothing is a stall to the alert; above it, it compares with the tool's own past.", _LOOK),
        **draw.limited(signal),
    )


def tools(context: Context) -> Panel | None:
    """Tools by P50, P95 and the slowest run, beside yesterday's P95."""
    signal = context.signals.tool_latency
    return breakdown(
        "tools-and-their-past", "Tool latency against yesterday", labels.TOOL, "Tool",
        [columns.quantile(signal, "p50", "P50", 0.5), columns.quantile(signal, "p95", "P95"),
         columns.quantile(signal, "slowest", "At most", 1.0), columns.quantile(signal, "yesterday", "Yesterday", window=_YESTERDAY), _times(context)],
        sort_by="p95", no_value=texts.NO_TOOLS, width=12, row_links=context.to(dashboards.TRACES, "Slow tool runs"),
        description=texts.described(
            "Time of a tool's runs: half of them (P50), 95 % of them (P95), the bound that none went beyond, and P95 of the same hours yesterday. "
            "Times: P95 ÷ yesterday's.",
            _WAITING, _LOOK,
        ),
    )


def _times(context: Context) -> Quotient:
    rule = context.settings.alerts.of("stall")
    return Quotient("times", "Times", "p95", "yesterday", "short", {
        "decimals": 1, "thresholds": steps(PLAIN, (float(rule["times_past"]), RED)), "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL})


def run_time(context: Context) -> Panel | None:
    """P95 of agent runs, by agent."""
    signal = context.signals.agent_latency
    return draw.graph(
        "run-time", "P95 run time by agent", draw.top(draw.quantile(signal, 0.95, (labels.AGENT,))), fill=0, width=8, noValue=texts.NO_RUNS,
        dataLinks=context.to(dashboards.TRACES, "Agent runs of this time"),
        description=texts.described(
            f"The time within which 95 % of an agent's runs were done. {signal.meaning}",
            "Not counted: runs that have not ended, which have no span yet; *Open and silent services* below looks for them.",
            "When runs take longer and their tools and calls do not, they make more of them: see calls per run.",
        ),
    )


OPEN, SILENT = "open", "silent"
_STATE = "state"


def open_runs(context: Context) -> Panel | None:
    """Services that call models while none of their runs ends, and those that fell silent."""
    s, row, by = context.signals, cell(labels.SERVICE), (labels.SERVICE,)
    if not measured(s.calls, s.agent_runs):
        return None

    def write(calls: str, runs: str, yesterday: str) -> str:
        still = f"{calls} > 0 and {yesterday} > 0 unless {runs} > 0"
        gone = f"{yesterday} > 0 unless {runs} > 0 unless {calls} > 0"
        return f"({promql.union({OPEN: still, SILENT: gone}, _STATE)}) * $__range_s"

    # Whether there was one, and about how many: exact numbers make a query of twice the length.
    found = joined(write, s.calls.rate(by, window=RANGE), s.agent_runs.rate(by, window=RANGE), s.agent_runs.rate(by, window=_YESTERDAY),
                   by=(*by, _STATE))
    return Table(
        key="open-runs", title="Open and silent services", signals=draw.names(found), width=24, height=7, timeFrom="30m", sortBy="Count", unit="short",
        noValue="no open or silent service known", targets=[draw.row_per_label(found, "A")],
        transformations=chosen({labels.SERVICE: "Service", _STATE: "State", "Value": "Count"}),
        overrides=[
            by_name("Service", width=220, links=[
                *context.to(dashboards.RELIABILITY, "Only this service", service=row), *context.to(dashboards.TRACES, "Traces of this service", service=row)]),
            by_name("Count", unit="short", decimals=0),
        ],
        description=texts.described(
            "A run that has not ended has no span, so it is looked for from outside, in the last half hour whatever the time range above. Open: calls, "
            "and no run ended, though runs did at this time yesterday; the count, an estimate, is of calls. Silent: neither runs nor calls, and runs at this time "
            "yesterday, whose count is shown. Services in order are not listed.",
            "Not counted: agents whose SDK makes no span for a run.",
            "Open a trace of the service: the last span tells what it waits for.",
        ),
    )


def waiting(context: Context) -> Panel | None:
    """How long tools wait for people, over time."""
    signal = context.signals.waiting_for_people
    return draw.graph(
        "waiting-for-people", "Waits for human approval", {"P50": draw.quantile(signal, 0.5), "P95": draw.quantile(signal, 0.95)}, fill=0, width=8, noValue=_NOBODY,
        dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(signal.meaning, "Not counted: other agents; none of them tells it.",
                                    "Hours of waiting are people who went home; seconds, many times a run, are permissions to give once for all."),
    )


def services(context: Context) -> Panel | None:
    """P95 of agent runs, by service, beside yesterday's."""
    s = context.signals
    return breakdown(
        "runs-and-their-past", "Run time against yesterday", labels.SERVICE, "Service",
        [columns.count(s.agent_runs, "Runs"), columns.quantile(s.agent_latency, "p95", "P95"),
         columns.quantile(s.agent_latency, "yesterday", "Yesterday", window=_YESTERDAY), _times(context)],
        sort_by="p95", given=(s.agent_latency,), no_value=texts.NO_RUNS, width=12,
        row_links=context.to(dashboards.TRACES, "Traces of this service", service=cell(labels.SERVICE)),
        description=texts.described("The time within which 95 % of a service's agent runs were done, and that of the same hours yesterday.",
                                    "Not counted: runs that have not ended.", "Slower than yesterday: see which tool, or whether runs make more calls."),
    )

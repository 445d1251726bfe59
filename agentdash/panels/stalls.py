"""Steps that stall: tools and runs against their own past, runs that do not end, people who are waited for."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import columns, queries, words
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.signals import Amount, measured
from agentdash.vocabulary import labels

_YESTERDAY = "$__range offset 1d"
_WAITING = "Time in which Claude Code's tools wait for a person to allow them is in no tool's time; it has its own panel."
_LOOK = "Open its slow runs: the span's neighbours tell whether the tool, the network or what it asks is slow. While a tool runs the agent waits."


def slowest(context: Context) -> Panel | None:
    """The tool that takes longest."""
    signal = context.signals.tool_latency
    if not signal.measured:
        return None
    limit = context.settings.alerts.of("stall")["above"]
    return Stat(
        key="slowest-tool", title="Slowest tool (P95)", signals=("tool_latency",), unit="s", noValue=words.NO_TOOLS,
        thresholds=steps(GREEN, (limit, ORANGE), (3 * limit, RED)),
        description=words.described(f"The largest P95 of all tools. {signal.meaning}", _WAITING, _LOOK),
        targets=[queries.at_the_end(f"max({signal.quantile(0.95, by=(labels.SERVICE, labels.TOOL), window='$__range', exact=True)})", "slowest tool")],
        dataLinks=context.to("traces", "Slow tool runs"),
    )


def people(context: Context) -> Panel | None:
    """Time in which tools waited for people."""
    signal = context.signals.waited_seconds
    if not signal.measured:
        return None
    return Stat(
        key="waited", title="Waited for people", signals=("waited_seconds",), unit="s", noValue="no tool waited for a person",
        description=words.described(signal.meaning, "Not counted: other agents; none of them tells it.",
                                    "Much of it means that an agent asks for things that could be allowed once for all."),
        targets=[queries.at_the_end(signal.total(), "waited")], dataLinks=context.to("traces", "Traces of this time"),
    )


def tool_time(context: Context) -> Panel | None:
    """P95 of each tool, over time."""
    signal = context.signals.tool_latency
    if not signal.measured:
        return None
    limit = context.settings.alerts.of("stall")["above"]
    return TimeSeries(
        key="tool-time", title="P95 of tools", signals=("tool_latency",), unit="s", fill=0, width=8, noValue=words.NO_TOOLS,
        thresholds=steps(GREEN, (limit, RED)), thresholdStyle="dashed",
        description=words.described(
            f"The time within which 95 % of a tool's runs were done. {signal.meaning}",
            f"{_WAITING} Below the dashed line nothing is a stall to the alert; above it, it compares with the tool's own past.", _LOOK),
        targets=[queries.over_time(signal.quantile(0.95, by=(labels.TOOL,)), f"{{{{{labels.TOOL}}}}}")],
        dataLinks=context.to("traces", "Slow tool runs of this time"),
    )


def tools(context: Context) -> Panel | None:
    """Tools by P50, P95 and the slowest run, beside yesterday's P95."""
    signal = context.signals.tool_latency
    if not signal.measured:
        return None

    def column(key: str, title: str, q: float, window: str = "$__range", **look: object) -> Column:
        return Column(key, title, ("tool_latency",), lambda by: signal.quantile(q, by=(by,), window=window, exact=True), {"unit": "s", "width": 75} | look)

    return breakdown(
        "tools-and-their-past", "Tools against their past", labels.TOOL, "Tool",
        [column("p50", "P50", 0.5), column("p95", "P95", 0.95), column("slowest", "At most", 1.0, width=85), column("yesterday", "Yesterday", 0.95, _YESTERDAY, width=95)],
        ratios={"Times": ("P95", "Yesterday", {"decimals": 1, "width": 75, "thresholds": steps("text", (3, RED)), "color": {"mode": "thresholds"},
                                              "cellOptions": {"type": "color-text"}})},
        sort_by="P95", no_value=words.NO_TOOLS, width=8, row_links=context.to("traces", "Slow tool runs"),
        description=words.described(
            "Time of a tool's runs: half of them (P50), 95 % of them (P95), the bound that none went beyond, and P95 of the same hours yesterday. "
            "Times: P95 ÷ yesterday's.",
            _WAITING, _LOOK,
        ),
    )


def run_time(context: Context) -> Panel | None:
    """P95 of agent runs, by agent."""
    signal = context.signals.agent_latency
    if not signal.measured:
        return None
    return TimeSeries(
        key="run-time", title="P95 of agent runs", signals=("agent_latency",), unit="s", fill=0, width=8, noValue=words.NO_RUNS,
        description=words.described(
            f"The time within which 95 % of an agent's runs were done. {signal.meaning}",
            "Not counted: runs that have not ended, which have no span yet; *Open runs* below looks for them.",
            "When runs take longer and their tools and calls do not, they make more of them: see calls per run.",
        ),
        targets=[queries.over_time(signal.quantile(0.95, by=(labels.AGENT,)), f"{{{{{labels.AGENT}}}}}")],
        dataLinks=context.to("traces", "Agent runs of this time"),
    )


def open_runs(context: Context) -> Panel | None:
    """Services that call models, or used to, while none of their runs ends."""
    calls, runs = context.signals.calls, context.signals.agent_runs
    if not measured(context.signals.calls, context.signals.agent_runs):
        return None
    row = cell(labels.SERVICE)

    def lately(key: str, bound: Amount, title: str, window: str = "$__range") -> Column:
        return Column(key, title, (bound.name,), lambda by: bound.total(by=(by,), window=window), {"unit": "short", "decimals": 0, "width": 130, "noValue": "0"})

    return breakdown(
        "open-runs", "Open and silent runs", labels.SERVICE, "Service",
        [lately("calls", calls, "Calls"), lately("agent_runs", runs, "Ended runs"), lately("yesterday", runs, "Yesterday", _YESTERDAY)],
        sort_by="Calls", no_value=words.NO_RUNS, width=24, timeFrom="30m",
        row_links=[*context.to("reliability", "Only this service", service=row), *context.to("traces", "Traces of this service", service=row)],
        description=words.described(
            "A run that has not ended has no span, so it is looked for from outside, in the last half hour whatever the time range above: calls while "
            "no run ended are runs that are open for longer; runs at this time yesterday, and neither runs nor calls now, are agents that fell silent.",
            "Not counted: agents whose SDK makes no span for a run.",
            "Open a trace of the service: the last span tells what it waits for.",
        ),
    )


def waiting(context: Context) -> Panel | None:
    """How long tools wait for people, over time."""
    signal = context.signals.waiting_for_people
    if not signal.measured:
        return None
    parts = {"P50": signal.quantile(0.5), "P95": signal.quantile(0.95)}
    return TimeSeries(
        key="waiting-for-people", title="Waiting for people", signals=("waiting_for_people",), unit="s", fill=0, width=8, noValue="no tool waited for a person",
        description=words.described(signal.meaning, "Not counted: other agents; none of them tells it.",
                                    "Hours of waiting are people who went home; seconds, many times a run, are permissions to give once for all."),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")], dataLinks=context.to("traces", "Traces of this time"),
    )


def services(context: Context) -> Panel | None:
    """P95 of agent runs, by service, beside yesterday's."""
    signal = context.signals.agent_latency
    if not signal.measured:
        return None

    def column(key: str, title: str, window: str) -> Column:
        return Column(key, title, ("agent_latency",), lambda by: signal.quantile(0.95, by=(by,), window=window, exact=True), {"unit": "s", "width": 110})

    return breakdown(
        "runs-and-their-past", "Runs against their past", labels.SERVICE, "Service",
        [columns.count(context.signals.agent_runs, "Runs"), column("p95", "P95", "$__range"), column("yesterday", "Yesterday", _YESTERDAY)],
        ratios={"Times": ("P95", "Yesterday", {"decimals": 1, "width": 90})}, sort_by="P95", no_value=words.NO_RUNS, width=12,
        row_links=context.to("traces", "Traces of this service", service=cell(labels.SERVICE)),
        description=words.described("The time within which 95 % of a service's agent runs were done, and that of the same hours yesterday.",
                                    "Not counted: runs that have not ended.", "Slower than yesterday: see which tool, or whether runs make more calls."),
    )


def first_token_by_model(context: Context) -> Panel | None:
    """P95 of the time to the first token, by model."""
    signal = context.signals.time_to_first_token
    if not signal.measured:
        return None
    return TimeSeries(
        key="first-token-by-model", title="Time to first token (P95), by model", signals=("time_to_first_token",), unit="s", fill=0, width=8,
        noValue="no streamed calls in this range, or the SDK does not report the first chunk",
        description=words.described(signal.meaning, "Not counted: calls that are not streamed, and SDKs that do not report the first chunk.",
                                    "One model that begins late is its provider's queue; all of them are your network."),
        targets=[queries.over_time(signal.quantile(0.95, by=(labels.MODEL,)), f"{{{{{labels.MODEL}}}}}")],
        dataLinks=context.to("traces", "Calls of this model", model=label(labels.MODEL)),
    )

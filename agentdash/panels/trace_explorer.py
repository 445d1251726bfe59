"""From numbers to what happened: searches for traces, one trace, its logs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.grafana.logs import Logs
from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.grafana.table import COLOR_CELL, Table
from agentdash.grafana.targets import LokiTarget, PanelTarget, TempoTarget
from agentdash.grafana.timeseries import TimeSeries
from agentdash.grafana.traces import Traces
from agentdash.grafana.transformations import calculated, chosen, labels_as_fields, numbers, renamed, times
from agentdash.panels import draw, texts, trace_columns
from agentdash.panels.context import Context
from agentdash.panels.from_traces import counted, target
from agentdash.query import logql, promql, traceql
from agentdash.signals import Signal
from agentdash.vocabulary import attributes, dashboards, labels
from agentdash.vocabulary.dashboards import MORE_TOKENS_THAN, SLOWER_THAN, TRACE
from agentdash.vocabulary.tokens import INPUT, OUTPUT

DURATIONS, USUAL_DURATION = ("1s", "5s", "15s", "30s", "1m", "5m"), "5s"
TOKENS, USUAL_TOKENS = ("1000", "10000", "50000", "100000", "200000"), "10000"

NO_TRACE, NO_TRACE_SHOWN = "{ span.gen_ai.usage.input_tokens < 0 }", "click a row"
"""What the trace variable holds until a trace is chosen, and how that reads: a search that finds nothing. An empty text is an
error, and this one holds no quotes, which would end the string in the logs' query."""

_DOLLARS, COST = "cost_usd", "Cost"
EVENT_COLUMNS: dict[str, dict[str, Any]] = {
    "Time": {"unit": "time:HH:mm:ss", "width": 80},
    "service_name": {"displayName": "Service", "width": 130},
    "event_name": {"displayName": "Event", "width": 170},
    "tool_name": {"displayName": "Tool", "width": 110},
    "model": {"displayName": "Model", "width": 150},
    "duration_ms": {"displayName": "Duration", "unit": "ms", "width": 90},
    COST: {"displayName": "Cost", "width": 80},
    "error": {"displayName": "Error", "cellOptions": COLOR_CELL, "color": {"mode": "fixed", "fixedColor": "red"}},
    "Line": {},
}
"""Labels of log lines, as SDKs name them, what is computed from them, and how their columns look."""


def _search(context: Context, key: str, title: str, signal: Signal, conditions: Sequence[traceql.Condition],
            columns: Sequence[str], sort_by: str, description: str, no_value: str = texts.NO_TRACES, **how: Any) -> Panel:
    """A table of spans; a click on a row opens its trace on the same dashboard."""
    spanset = traceql.search(*conditions, *_extra(context))
    return Table(
        key=key, title=title, signals=(signal.name,), description=description, noValue=no_value,
        targets=[TempoTarget(refId="A", query=trace_columns.selected(spanset, columns))],
        transformations=trace_columns.transformations(columns),
        overrides=trace_columns.overrides(columns),
        dataLinks=context.to(dashboards.TRACES, "Open this trace", **_here(f"${{__data.fields.{trace_columns.TRACE_ID}}}")),
        sortBy=trace_columns.heading(sort_by), **({"width": 10, "height": 9} | how),
    )


def _extra(context: Context) -> list[traceql.Condition]:
    """The settings' extra labels, which the Collector puts on spans by the names of their attributes."""
    telemetry = context.settings.telemetry
    attributes = dict(zip(telemetry.group_by, telemetry.group_by_attributes, strict=True))
    return [traceql.matches(f"span.{attributes[name]}", f"${name}") for name in context.standing.extra]


def _here(identifier: str) -> Mapping[str, str]:
    """The dashboard as it is, with another trace."""
    return {SLOWER_THAN: f"${{{SLOWER_THAN}}}", MORE_TOKENS_THAN: f"${{{MORE_TOKENS_THAN}}}", TRACE: identifier}


def failed_calls(context: Context) -> Panel:
    """Calls to models that failed."""
    return _search(
        context, "failed-calls", "Failed calls", context.signals.errors, context.signals.errors.spans(),
        trace_columns.columns(context, attributes.MODEL, attributes.ERROR_TYPE), "Start time",
        texts.described(context.signals.errors.meaning, trace_columns.left_out(context),
                        "Click a row to open its trace beside this table; the failed span carries the provider's message."),
        texts.NO_FAILURES,
    )


def slow_calls(context: Context) -> Panel:
    """Calls that took longer than what is chosen above."""
    return _search(
        context, "slow-calls", "Calls slower than $slower_than", context.signals.latency,
        context.signals.calls.spans(traceql.longer_than(f"${SLOWER_THAN}")),
        trace_columns.columns(context, attributes.MODEL, OUTPUT.attribute), "Duration",
        texts.described("Calls to models that took longer than the duration chosen above, failed ones included.", trace_columns.left_out(context),
                        "Many output tokens explain a long call; few of them mean that the provider or the network was slow."),
    )


def heavy_calls(context: Context) -> Panel:
    """Calls with more input tokens than what is chosen above."""
    return _search(
        context, "heavy-calls", "Calls above $more_tokens_than tokens", context.signals.tokens(INPUT),
        context.signals.calls.spans(traceql.compares(f"span.{INPUT.attribute}", ">", f"${MORE_TOKENS_THAN}")),
        trace_columns.columns(context, attributes.MODEL, INPUT.attribute, OUTPUT.attribute),
        INPUT.attribute,
        texts.described("Calls to models with more input tokens than chosen above, cached ones included.", trace_columns.left_out(context),
                        "A prompt that grows from call to call inside one trace is an agent that drags its whole history along."),
    )


def failed_tools(context: Context) -> Panel:
    """Tool runs that failed."""
    return _search(
        context, "failed-tools", "Failed tool runs", context.signals.tool_errors, context.signals.tool_errors.spans(),
        trace_columns.columns(context, attributes.TOOL, attributes.ERROR_TYPE), "Start time",
        texts.described(context.signals.tool_errors.meaning, trace_columns.left_out(context),
                        "Open the trace and look at the call that follows: it shows what the agent made of the failure."),
        "no failed tool runs in this range", width=8,
    )


def slow_tools(context: Context) -> Panel:
    """Tool runs that took longer than what is chosen above."""
    return _search(
        context, "slow-tools", "Tools slower than $slower_than", context.signals.tool_latency,
        context.signals.tool_runs.spans(traceql.longer_than(f"${SLOWER_THAN}")),
        trace_columns.columns(context, attributes.TOOL), "Duration",
        texts.described("Tool runs that took longer than the duration chosen above.", trace_columns.left_out(context),
                        "While a tool runs the agent waits: a time-out on the tool is cheaper than a stalled step."),
        width=8,
    )


def agent_runs(context: Context) -> Panel:
    """Agent runs, the longest first."""
    return _search(
        context, "agent-runs", "Longest agent runs", context.signals.agent_runs, context.signals.agent_runs.spans(),
        trace_columns.columns(context, attributes.AGENT, attributes.ERROR_TYPE), "Duration",
        texts.described(context.signals.agent_runs.meaning, trace_columns.left_out(context),
                        "The longest ones first: open one to see which step took the time."),
        texts.NO_RUNS, width=8,
    )


def tool_latency(context: Context) -> Panel:
    """P95 of each tool, straight from its spans."""
    signal = context.signals.tool_runs
    return TimeSeries(
        key="tool-latency", title="P95 latency by tool", signals=(context.signals.tool_latency.name,), unit="s", fill=0, table=True, width=24,
        calcs=("lastNotNull", "max"), noValue=texts.NO_TOOLS, transformations=[renamed(draw.HASH, draw.HASHED)],
        description=texts.described(
            "The time within which 95 % of a tool's runs of a minute were done, computed from the traces themselves.",
            counted(signal, f"{trace_columns.SAMPLED} Points are minutes in which the tool ran."),
            "A tool that slows down slows every agent that uses it; the table above has its slow runs.",
        ),
        targets=[target(signal.traces.quantile(0.95, by=(labels.TOOL,)))],
        dataLinks=context.to(dashboards.TRACES, "The same minute in the tables", **_here(f"${{{TRACE}}}")),
    )


def trace(context: Context) -> Panel:
    """The chosen trace."""
    return Traces(
        key="trace", title=f"Trace: ${{{TRACE}:text}}", noValue=texts.NOTHING_CHOSEN, width=14, height=27,
        description=texts.described(
            "Click a row of a table to see its trace here, or put an id in Trace above; until then the panel finds no data. Each bar is a span: an "
            "agent's run, a call to a model, a tool.",
            "Prompts and answers are not here unless the settings keep content.",
            f"From a span, the links lead to its service's {'' if context.settings.datasources.loki is None else 'logs and '}metrics of that time.",
        ),
        targets=[TempoTarget(refId="A", query=f"${TRACE}", tableType="traces")],
    )


LOGS = "trace-logs"
"""Key of the panel of log lines, which the table of events reads."""


def cost_column(context: Context) -> tuple[str, dict[str, Any]]:
    """The column of money: its name, and how it looks in the settings' currency."""
    return COST, EVENT_COLUMNS[COST] | {"unit": context.settings.pricing.currency.unit}


def events(context: Context) -> Panel | None:
    """The attributes of the trace's log lines, as columns: of many SDKs a line is only an event's name."""
    if context.settings.datasources.loki is None:
        return None
    currency = context.settings.pricing.currency
    return Table(
        key="trace-events", title="Events of this trace", noValue="no log lines carry this trace id", width=14, height=10,
        sortBy="Time", ascending=True,
        description=texts.described(
            "What the log lines of the chosen trace carry: event, tool, model, duration, cost, error, in their order.",
            "Columns that no line fills are left out. The lines themselves are at the right.",
            "If a service's lines never show, let its logger attach trace ids.",
        ),
        targets=[PanelTarget(refId="A", key=LOGS, transformed=False)],
        transformations=[
            labels_as_fields("labels"), numbers("duration_ms", _DOLLARS), calculated(COST, times(_DOLLARS, currency.per_usd)),
            *chosen({name: name for name in EVENT_COLUMNS}),
        ],
        overrides=[by_name(name, **look) for name, look in (EVENT_COLUMNS | dict([cost_column(context)])).items() if look],
        dataLinks=context.to(dashboards.TRACES, "The trace above", **_here(f"${{{TRACE}}}")),
    )


def logs(context: Context) -> Panel | None:
    """The log lines of the chosen trace."""
    if context.settings.datasources.loki is None:
        return None
    service = promql.variable(labels.SERVICE, "service")
    return Logs(
        key=LOGS, title="Logs of this trace", ascending=True, width=10, noValue="no log lines carry this trace id",
        description=texts.described(
            "Log lines that carry the trace id of the chosen trace, in order. A click on a line shows its attributes: tool, model, "
            "duration, error.",
            "Not here: lines that were written outside a span, and services that send no logs.",
            "If a service's lines never show, let its logger attach trace ids.",
        ),
        targets=[LokiTarget(refId="A", expr=logql.with_label(logql.stream(service), "trace_id", f"${TRACE}"))],
    )

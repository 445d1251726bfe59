"""Agents that go round in circles: calls per run, long runs and their money, tools that are tried again and again."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.table import COLOR_CELL
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column, Quotient
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals import Expression, either, joined, share
from agentdash.vocabulary import dashboards, labels

_RUNS = "A run is what happens under one trace; it is counted while it goes on."
_OPEN = "Open the longest runs below: a loop shows the same tool, or the same answer, over and over."


def _limit(context: Context) -> str:
    rule = context.settings.alerts.of("loop")
    return (f"A long run called one model more than {rule['calls']} times, or {rule['coding_calls']} where the agent is Claude Code or Copilot "
            "(`alerts.loop` in the settings; services may have their own).")


def part_of_calls(context: Context) -> Panel | None:
    """Which part of the calls long runs made."""
    signal = context.signals.long_run_share
    return draw.stat(
        "long-run-part", "Long-run calls", signal.total(), noValue=texts.NO_CALLS, dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(f"{signal.meaning} {_limit(context)}", _RUNS, _OPEN),
    )


def part_of_cost(context: Context) -> Panel | None:
    """What long runs cost, as a part of everything."""
    s = context.signals
    return draw.stat(
        "long-run-money", "Long-run cost", share(s.long_run_cost.total(), s.cost.total()), noValue=texts.NO_TOKENS,
        thresholds=draw.limit_steps(s.long_run_share), dataLinks=context.to(dashboards.COST, "Where money goes"),
        description=texts.described(
            f"Cost of the calls of long runs ÷ cost of all calls. {_limit(context)}", "Not counted: tokens without a price.",
            "A loop drags its whole history along, so its share of the money is larger than its share of the calls.",
        ),
    )


def share_over_time(context: Context) -> Panel | None:
    """The share of calls in long runs, by service."""
    signal = context.signals.long_run_share
    return draw.graph(
        dashboards.LONG_RUN_SHARE.panel, "Long-run calls by service", draw.top(signal.rate(by=(labels.SERVICE,))), width=8, noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Traces of this service", service=label(labels.SERVICE)),
        description=texts.described(
            f"{signal.meaning} {_limit(context)}",
            f"{_RUNS} The dashed line is the alert's limit; where long runs are usual the alert compares with yesterday.", _OPEN),
        **draw.limited(signal),
    )


def calls_per_run(context: Context) -> Panel | None:
    """Mean, median and P95 of calls per run, over time."""
    s = context.signals
    return draw.graph(
        "calls-per-run", "Calls per run",
        {"mean": s.calls_per_run.rate(), **{name: draw.quantile(s.runs_reaching, q) for name, q in (("P50", 0.5), ("P95", 0.95))}},
        given=(s.calls_per_run,), fill=0, width=8, noValue=texts.NO_RUNS, dataLinks=context.to(dashboards.TRACES, "Traces of this time"),
        description=texts.described(
            f"How many calls to models a run makes: on average over agent runs that ended, and half (P50) and 95 % (P95) of the runs. {_RUNS}",
            "Percentiles are exact to 13 calls and within a tenth above, where the Collector follows all runs (see coverage). Calls outside of any run are runs of one call to them.",
            "A mean that rises while P95 stays is more work; P95 that leaves the others behind is a few runs that do not end.",
        ),
        overrides=[by_name("mean", color=color("blue")), by_name("P50", color=color("light-purple")), by_name("P95", color=color("purple"), lineWidth=2)],
    )


def tools(context: Context) -> Panel | None:
    """Tools by how often they run, fail, and fail again in the same run."""
    s = context.signals

    def per_run(by: str) -> Expression:
        return joined(lambda tools, runs: promql.matched(tools, "/", f"{runs} > 0", (), many=True), s.tool_runs.total(by=(by,)), s.agent_runs.total())

    limit = context.settings.alerts.of("loop")["tool_failures"]
    return breakdown(
        "repeated-tools", "Tools that keep failing", labels.TOOL, "Tool",
        [columns.count(s.tool_runs, "Runs"), Column("per_run", "Per run", per_run, {"decimals": 2}),
         columns.share(s.tool_error_ratio, s.tool_errors, s.tool_runs, "Failed"),
         columns.count(s.repeated_failures, "Repeated", noValue="0", thresholds=steps(PLAIN, (1, RED)), color={"mode": "thresholds"}, cellOptions=COLOR_CELL)],
        sort_by="repeated_failures", no_value=texts.NO_TOOLS, width=12, row_links=context.to(dashboards.TRACES, "Failed and slow tool runs"),
        description=texts.described(
            f"{s.tool_runs.meaning} Per run: tool runs ÷ agent runs that ended. Repeated: failures of a tool that failed more than {limit} "
            "times in one run.",
            "Not counted: tools whose SDK makes no span for them.",
            "A tool that fails again and again in one run is what the agent loops over: mend the tool, or tell the agent when to give up.",
        ),
    )


def retries(context: Context) -> Panel | None:
    """Calls that repeat a failed one, by what went wrong."""
    s, by = context.signals, (labels.ERROR_TYPE,)
    return draw.graph(
        "retries-by-kind", "Retries per minute by error", either(s.retries.rate(by=by, per=60), s.attempts_inside.rate(by=by, per=60)), stacked=True,
        fill=40, width=24, height=7, noValue="no retries in this range", dataLinks=context.to(dashboards.TRACES, "Failed calls of this time"),
        description=texts.described(
            f"{s.retries.meaning} `retried`: attempts that Claude Code repeats by itself, of which it tells only the number.",
            "Not counted: what an SDK repeats inside one span and does not tell.",
            "Retries after rate limits pass by themselves; after time-outs they pay twice for one answer.",
        ),
    )


def services(context: Context) -> Panel | None:
    """Services by how long their runs get."""
    s, row = context.signals, cell(labels.SERVICE)
    return breakdown(
        "long-runs-by-service", "Long runs by service", labels.SERVICE, "Service",
        [columns.count(s.calls, "Calls"), columns.count(s.agent_runs, "Runs"), columns.count(s.long_run_calls, "Looping"),
         columns.money(s.long_run_cost, "Their cost"), Quotient("calls_per_run", "Per run", "calls", "agent_runs", "short", {"decimals": 1})],
        given=(s.long_run_calls,),
        sort_by="long_run_calls", no_value=texts.NO_CALLS, width=12,
        row_links=[*context.to(dashboards.RELIABILITY, "Only this service", service=row), *context.to(dashboards.TRACES, "Traces of this service", service=row)],
        description=texts.described(f"{s.long_run_calls.meaning} {_limit(context)}", _RUNS, _OPEN),
    )

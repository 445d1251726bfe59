"""Agents that go round in circles: calls per run, long runs and their money, tools that are tried again and again."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import columns, queries, words
from agentdash.panels.addresses import cell, label
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.query.promql import equals
from agentdash.signals import Expression, measured
from agentdash.vocabulary import labels
from agentdash.vocabulary.labels import MORE_THAN

HOUR = 3600
SHARE_STEPS = steps(GREEN, (0.05, ORANGE), (0.1, RED))
"""Shares of calls in long runs, and of fallbacks, at which numbers turn orange and red."""

_RUNS = "A run is what happens under one trace; it is counted while it goes on."
_OPEN = "Open the longest runs below: a loop shows the same tool, or the same answer, over and over."


def _limit(context: Context) -> str:
    rule = context.settings.alerts.of("loop")
    return (f"A long run called one model more than {rule['calls']} times, or {rule['coding_calls']} where the agent is Claude Code or Copilot "
            "(`alerts.loop` in the settings; services may have their own).")


def share(context: Context) -> Panel | None:
    """Which part of the calls long runs made."""
    signal = context.signals.long_run_share
    if not signal.measured:
        return None
    return Stat(
        key="long-run-part", title="Calls in long runs", signals=("long_run_share",), unit="percentunit", decimals=1, minimum=0, maximum=1,
        thresholds=SHARE_STEPS, noValue=words.NO_CALLS,
        description=words.described(f"{signal.meaning} {_limit(context)}", _RUNS, _OPEN),
        targets=[queries.at_the_end(signal.total(), "calls in long runs")], dataLinks=context.to("traces", "Traces of this time"),
    )


def money(context: Context) -> Panel | None:
    """What long runs cost, per hour, as a part of everything."""
    if not measured(context.signals.long_run_cost, context.signals.cost):
        return None
    long, everything = context.signals.long_run_cost, context.signals.cost
    whole = everything.total()
    return Stat(
        key="long-run-money", title="Money in long runs", signals=("long_run_cost", "cost"), unit="percentunit", decimals=1, minimum=0, maximum=1,
        thresholds=SHARE_STEPS, noValue=words.NO_TOKENS,
        description=words.described(
            f"Cost of the calls of long runs ÷ cost of all calls. {_limit(context)}", "Not counted: tokens without a price.",
            "A loop drags its whole history along, so its share of the money is larger than its share of the calls.",
        ),
        targets=[queries.at_the_end(f"(({long.total()}) or ({whole}) * 0) / (({whole}) > 0)", "money in long runs")],
        dataLinks=context.to("cost", "Where money goes"),
    )


def share_over_time(context: Context) -> Panel | None:
    """The share of calls in long runs, by service."""
    signal = context.signals.long_run_share
    if not signal.measured:
        return None
    limit = context.settings.alerts.of("loop")["above"]
    return TimeSeries(
        key="long-run-share", title="Calls in long runs, by service", signals=("long_run_share",), unit="percentunit", maximum=1, width=8,
        noValue=words.NO_CALLS, thresholds=steps(GREEN, (limit, RED)), thresholdStyle="dashed",
        description=words.described(
            f"{signal.meaning} {_limit(context)}",
            f"{_RUNS} The dashed line is the alert's limit; where long runs are usual the alert compares with yesterday.", _OPEN),
        targets=[queries.over_time(signal.rate(by=(labels.SERVICE,)), f"{{{{{labels.SERVICE}}}}}")],
        dataLinks=context.to("traces", "Traces of this service", service=label(labels.SERVICE)),
    )


def calls_per_run(context: Context) -> Panel | None:
    """Mean, median and P95 of calls per run, over time."""
    reaching, mean = context.signals.runs_reaching, context.signals.calls_per_run
    if not mean.measured:
        return None
    parts: dict[str, Expression | str] = {"mean": mean.rate()}
    if reaching.measured:
        buckets = _buckets(context)
        parts |= {"P50": f"histogram_quantile(0.5, {buckets})", "P95": f"histogram_quantile(0.95, {buckets})"}
    return TimeSeries(
        key="calls-per-run", title="Calls to models per run", signals=("calls_per_run", "runs_reaching"), unit="short", fill=0, width=8,
        noValue=words.NO_RUNS,
        description=words.described(
            f"How many calls to models a run makes: on average over agent runs that ended, and half (P50) and 95 % (P95) of the runs. {_RUNS}",
            "Percentiles are estimated between 1, 2, 4, 7, 12, 20, 33, 54, 88 and 143 calls. Calls outside of any run are runs of one call to them.",
            "A mean that rises while P95 stays is more work; P95 that leaves the others behind is a few runs that do not end.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name("mean", color=color("blue")), by_name("P50", color=color("light-purple")), by_name("P95", color=color("purple"), lineWidth=2)],
        dataLinks=context.to("traces", "Traces of this time"),
    )


def _buckets(context: Context) -> str:
    """Runs by calls as the buckets of a histogram: runs of at most so many calls are all runs without those of more."""
    reaching = context.signals.runs_reaching
    everything = reaching.rate(where=(equals(MORE_THAN, "0"),))
    above = f'label_replace({reaching.rate(by=(MORE_THAN,))}, "le", "$1", "{MORE_THAN}", "(.+)")'
    return (f'(sum by (le) ({above} * -1 + on () group_left () {everything}) or label_replace({everything}, "le", "+Inf", "", ""))')


def tools(context: Context) -> Panel | None:
    """Tools by how often they run, fail, and fail again in the same run."""
    signal = context.signals.tool_runs
    repeated = context.signals.repeated_failures
    runs = context.signals.agent_runs
    if not signal.measured:
        return None
    per_run = Column("per_run", "Per run", ("tool_runs", "agent_runs"), lambda by: f"{signal.total(by=(by,))} / on () group_left () ({runs.total()} > 0)",
                     {"unit": "short", "decimals": 2, "width": 80}) if runs.measured else None
    again = Column("repeated_failures", "Again and again", ("repeated_failures",), lambda by: repeated.total(by=(by,)),
                   {"unit": "short", "decimals": 0, "width": 130, "noValue": "0", "thresholds": steps("text", (1, RED)), "color": {"mode": "thresholds"},
                    "cellOptions": {"type": "color-text"}}) if repeated.measured else None
    limit = context.settings.alerts.of("loop")["tool_failures"]
    return breakdown(
        "repeated-tools", "Tools, tried again and again", labels.TOOL, "Tool",
        [columns.count(context.signals.tool_runs, "Runs", width=70), per_run, columns.ratio(context.signals.tool_error_ratio, "Failed"), again],
        sort_by="Again and again", no_value=words.NO_TOOLS, width=8, row_links=context.to("traces", "Failed and slow tool runs"),
        description=words.described(
            f"{signal.meaning} Per run: tool runs ÷ agent runs that ended. Again and again: failures of a tool that failed more than {limit} "
            "times in one run.",
            "Not counted: tools whose SDK makes no span for them.",
            "A tool that fails again and again in one run is what the agent loops over: mend the tool, or tell the agent when to give up.",
        ),
    )


def retries(context: Context) -> Panel | None:
    """Calls that repeat a failed one, by what went wrong."""
    again, inside = context.signals.retries, context.signals.attempts_inside
    if not again.measured:
        return None
    return TimeSeries(
        key="retries-by-kind", title="Retries per minute, by what went wrong", signals=("retries", "attempts_inside"), unit="short", stacked=True, fill=40, width=8,
        noValue="no retries in this range",
        description=words.described(
            f"{again.meaning} `retried`: attempts that Claude Code repeats by itself, of which it tells only the number.",
            "Not counted: what an SDK repeats inside one span and does not tell.",
            "Retries after rate limits pass by themselves; after time-outs they pay twice for one answer.",
        ),
        targets=[queries.over_time(f"{again.rate(by=(labels.ERROR_TYPE,), per=60)} or {inside.rate(by=(labels.ERROR_TYPE,), per=60)}", f"{{{{{labels.ERROR_TYPE}}}}}")],
        dataLinks=context.to("traces", "Failed calls of this time"),
    )


def services(context: Context) -> Panel | None:
    """Services by how long their runs get."""
    long = context.signals.long_run_calls
    if not long.measured:
        return None
    row = cell(labels.SERVICE)
    spent = context.signals.long_run_cost
    cost = Column("long_run_cost", "Cost of long runs", ("long_run_cost",), lambda by: spent.total(by=(by,)),
                  {"unit": spent.unit, "width": 140, "noValue": "–"}) if spent.measured else None
    return breakdown(
        "long-runs-by-service", "Long runs, by service", labels.SERVICE, "Service",
        [columns.count(context.signals.calls, "Calls"), columns.count(context.signals.agent_runs, "Runs"), columns.count(context.signals.long_run_calls, "In long runs", width=110),
         cost],
        ratios={"Calls per run": ("Calls", "Runs", {"unit": "short", "decimals": 1, "width": 110})}, sort_by="In long runs", no_value=words.NO_CALLS, width=12,
        row_links=[*context.to("reliability", "Only this service", service=row), *context.to("traces", "Traces of this service", service=row)],
        description=words.described(f"{long.meaning} {_limit(context)}", _RUNS, _OPEN),
    )

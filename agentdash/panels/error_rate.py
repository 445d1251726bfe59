"""How many calls fail, and why."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

TOLERABLE, BAD = 0.02, 0.05
"""Error ratios at which numbers turn orange and red."""

RATIO_STEPS = steps(GREEN, (TOLERABLE, ORANGE), (BAD, RED))


def ratio(context: Context) -> Panel | None:
    """Share of calls in the range that failed."""
    signal = context.signals.error_ratio
    if not signal.measured:
        return None
    return Stat(
        key="error-ratio", title="Error ratio", signals=("error_ratio",), unit="percentunit", decimals=2, minimum=0, maximum=1,
        noValue=words.NO_CALLS, thresholds=RATIO_STEPS,
        description=words.described(
            f"{signal.meaning} {context.signals.errors.meaning}",
            "Not counted: answers that arrived and were wrong.",
            f"Orange from {TOLERABLE:.0%}, red from {BAD:.0%}. When it is red, open the failed calls and read their error "
            "types: rate limits ask for fewer or slower calls, time-outs for a look at the provider.",
        ),
        targets=[queries.at_the_end(signal.total(), "error ratio")],
        dataLinks=context.to("traces", "Failed calls"),
    )


def by_type(context: Context) -> Panel | None:
    """Failed calls per minute by what went wrong."""
    signal = context.signals.errors
    if not signal.measured:
        return None
    return TimeSeries(
        key="errors-by-type", title="Failed calls per minute, by error", signals=("errors",), unit="short", stacked=True, fill=40,
        noValue=words.NO_FAILURES, table=True, calcs=("lastNotNull", "max"),
        description=words.described(
            signal.meaning,
            "SDKs name errors in many ways; they are folded into a few: rate_limit, timeout, server_error, connection, auth, …",
            "`rate_limit` and `overloaded` pass by themselves if agents slow down; `auth` and `not_found` do not.",
        ),
        targets=[queries.over_time(signal.rate(by=(labels.ERROR_TYPE,), per=60), f"{{{{{labels.ERROR_TYPE}}}}}")],
        dataLinks=context.to("traces", "Failed calls of this time"),
    )


def by_model(context: Context) -> Panel | None:
    """Error ratio over time, by model."""
    signal = context.signals.error_ratio
    if not signal.measured:
        return None
    return TimeSeries(
        key="error-ratio-by-model", title="Error ratio, by model", signals=("error_ratio",), unit="percentunit", maximum=1,
        noValue=words.NO_CALLS, table=True, calcs=("lastNotNull", "max"), thresholds=RATIO_STEPS, thresholdStyle="dashed",
        description=words.described(
            f"{signal.meaning} A failed call counts for the model that was asked for.",
            "Times without calls have no ratio.",
            "One model in trouble points at its provider, all of them at the network or at a key.",
        ),
        targets=[queries.over_time(signal.rate(by=(labels.MODEL,)), f"{{{{{labels.MODEL}}}}}")],
        dataLinks=context.to("traces", "Failed calls of this model", model=label(labels.MODEL)),
    )

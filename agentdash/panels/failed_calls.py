"""How many calls fail, and why."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import UP_IS_BAD
from agentdash.panels import draw, texts, totals
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels


def ratio(context: Context, table: str) -> Panel | None:
    """Share of calls in the range that failed, out of a table's columns."""
    s = context.signals
    return totals.share(
        table, "error-ratio", "Failed calls", s.error_ratio, s.errors, s.calls, before=True, changeColors=UP_IS_BAD, decimals=2, noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Failed calls"),
        description=texts.described(
            f"{s.error_ratio.meaning} {s.errors.meaning}", "Not counted: answers that arrived and were wrong.",
            f"{texts.limits(s.error_ratio)} When it is red, open the failed calls and read their error "
            "types: rate limits ask for fewer or slower calls, time-outs for a look at the provider.",
        ),
    )


def by_type(context: Context) -> Panel | None:
    """Failed calls per minute by what went wrong."""
    errors = context.signals.errors
    return draw.graph(
        dashboards.ERRORS_BY_TYPE.panel, "Failed calls per minute", errors.rate(by=(labels.ERROR_TYPE,), per=60), stacked=True, fill=40,
        noValue=texts.NO_FAILURES, table=True, calcs=("lastNotNull", "max"), dataLinks=context.to(dashboards.TRACES, "Failed calls of this time"),
        description=texts.described(
            errors.meaning,
            "SDKs name errors in many ways; they are folded into a few: rate_limit, timeout, server_error, connection, auth, …",
            "`rate_limit` and `overloaded` pass by themselves if agents slow down; `auth` and `not_found` do not.",
        ),
    )


def by_model(context: Context) -> Panel | None:
    """Error ratio over time, by model."""
    signal = context.signals.error_ratio
    return draw.graph(
        "error-ratio-by-model", "Failed calls by model", draw.top(signal.rate(by=(labels.MODEL,))),
        noValue=texts.NO_CALLS, table=True, calcs=("lastNotNull", "max"),
        dataLinks=context.to(dashboards.TRACES, "Failed calls of this model", model=label(labels.MODEL)),
        description=texts.described(
            f"{signal.meaning} A failed call counts for the model that was asked for.", "Times without calls have no ratio.",
            "One model in trouble points at its provider, all of them at the network or at a key.",
        ),
        **draw.limited(signal),
    )

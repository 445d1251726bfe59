"""How long calls to models take."""

from __future__ import annotations

from typing import Any

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import UP_IS_BAD
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards, labels

# One family of colours, the darker the further out.
QUANTILES = {"P50": (0.5, "light-purple"), "P95": (0.95, "purple"), "P99": (0.99, "dark-purple")}
SHADES = [by_name(name, color=color(shade), lineWidth=2) for name, (_, shade) in QUANTILES.items()]

_BUCKETS = "Percentiles are estimated inside histogram buckets and are within a few per cent of the true ones."
_NO_STREAMS = "no streamed calls in this range, or the SDK does not report the first chunk"


def _slow(context: Context) -> str:
    limits = context.signals.latency.limits
    return f"{limits.bad:g}s" if limits else "5s"


def p95(context: Context) -> Panel | None:
    """The time within which 95 % of the calls of the range were answered."""
    signal = context.signals.latency
    how: dict[str, Any] = {
        "noValue": texts.NO_CALLS, "dataLinks": context.to(dashboards.TRACES, "Slow calls", slower_than=_slow(context)),
        "description": texts.described(
            f"95 % of the calls in the range took no longer. {signal.meaning}", f"Not counted: failed calls. {_BUCKETS}",
            f"{texts.limits(signal)} When it is red, look which model it is (latency by model), then at its slow calls: long answers take long.",
        )}
    now, before = draw.quantile(signal, 0.95, window=RANGE, exact=True), draw.quantile(signal, 0.95, window=columns.THE_TIME_BEFORE)
    if context.signals.hourly:
        # Buckets are most of what is read; those of the time before are as many again.
        return draw.stat("latency-p95", "P95 latency", now, **how)
    return draw.change("latency-p95", "P95 latency", now, before, changeColors=UP_IS_BAD, **how)


def percentiles(context: Context) -> Panel | None:
    """P50, P95 and P99 over time."""
    signal = context.signals.latency
    return draw.graph(
        dashboards.LATENCY_PERCENTILES.panel, "Call latency percentiles", {name: draw.quantile(signal, q) for name, (q, _) in QUANTILES.items()},
        fill=0, noValue=texts.NO_CALLS, overrides=SHADES,
        dataLinks=context.to(dashboards.TRACES, "Slow calls of this time", slower_than=_slow(context)),
        description=texts.described(
            f"{signal.meaning} Half of the calls are faster than P50, one in a hundred is slower than P99.",
            f"Not counted: failed calls. {_BUCKETS}",
            "When P99 leaves the others behind, a few calls hang; when all rise together, the provider is slow or answers grow longer.",
        ),
    )


def by_model(context: Context) -> Panel | None:
    """P95 over time, by model."""
    signal = context.signals.latency
    return draw.graph(
        "latency-by-model", "P95 latency by model", draw.top(draw.quantile(signal, 0.95, (labels.MODEL,))), fill=0, table=True,
        calcs=("lastNotNull", "max"), noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Slow calls of this model", model=label(labels.MODEL)),
        description=texts.described(
            f"The time within which 95 % of a model's calls were answered. {signal.meaning}", f"Not counted: failed calls. {_BUCKETS}",
            "Compare a model with its own past, not with others: reasoning models take longer by design.",
        ),
    )


def first_token(context: Context) -> Panel | None:
    """How long users wait for the first word of a streamed answer."""
    signal = context.signals.time_to_first_token
    return draw.graph(
        "first-token", "Time to first token", {name: draw.quantile(signal, q) for name, (q, _) in QUANTILES.items() if name != "P99"}, fill=0,
        noValue=_NO_STREAMS, overrides=SHADES[:2], dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            signal.meaning, "Not counted: calls that are not streamed, and SDKs that do not report the first chunk.",
            "When it rises and the latency does not, prompts have grown or the provider queues.",
        ),
    )


def first_token_by_model(context: Context) -> Panel | None:
    """P95 of the time to the first token, by model."""
    signal = context.signals.time_to_first_token
    return draw.graph(
        "first-token-by-model", "P95 first token by model", draw.top(draw.quantile(signal, 0.95, (labels.MODEL,))), fill=0, width=8, noValue=_NO_STREAMS,
        dataLinks=context.to(dashboards.TRACES, "Calls of this model", model=label(labels.MODEL)),
        description=texts.described(
            signal.meaning, "Not counted: calls that are not streamed, and SDKs that do not report the first chunk.",
            "One model that begins late is its provider's queue; all of them are your network.",
        ),
    )


def distribution(context: Context) -> Panel | None:
    """How many calls took how long, over time."""
    signal = context.signals.latency
    return draw.heatmap(
        "latency-distribution", "Call latency distribution", signal.rate(by=("le",), per=60), noValue=texts.NO_CALLS,
        dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            f"Calls per minute by how long they took. {signal.meaning}", "Not counted: failed calls.",
            "Two bands are two kinds of calls (short and long answers, or a cache that hits and misses); a new band above is worth a look.",
        ),
    )

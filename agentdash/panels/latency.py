"""How long calls to models take."""

from __future__ import annotations

from agentdash.grafana.heatmap import Heatmap
from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

SLOW, TOO_SLOW = 15, 30
"""Seconds at which numbers turn orange and red."""

SECONDS_STEPS = steps(GREEN, (SLOW, ORANGE), (TOO_SLOW, RED))

# One family of colours, the darker the further out.
_QUANTILES = {"P50": (0.5, "light-purple"), "P95": (0.95, "purple"), "P99": (0.99, "dark-purple")}

_BUCKETS = "Percentiles are estimated inside histogram buckets and are within a few per cent of the true ones."


def p95(context: Context) -> Panel | None:
    """The time within which 95 % of the calls of the range were answered."""
    signal = context.signals.latency
    if not signal.measured:
        return None
    return Stat(
        key="latency-p95", title="P95 latency", signals=("latency",), unit="s", thresholds=SECONDS_STEPS, noValue=words.NO_CALLS,
        description=words.described(
            f"95 % of the calls in the range took no longer. {signal.meaning}",
            f"Not counted: failed calls. {_BUCKETS}",
            f"Orange from {SLOW} s, red from {TOO_SLOW} s. When it is red, look which model it is (latency by model), then at "
            "its slow calls: long answers take long.",
        ),
        targets=[queries.at_the_end(signal.quantile(0.95, window="$__range", exact=True), "P95")],
        dataLinks=context.to("traces", "Slow calls", slower_than=f"{SLOW}s"),
    )


def percentiles(context: Context) -> Panel | None:
    """P50, P95 and P99 over time."""
    signal = context.signals.latency
    if not signal.measured:
        return None
    parts = {name: signal.quantile(q) for name, (q, _) in _QUANTILES.items()}
    return TimeSeries(
        key="latency-percentiles", title="Latency of calls", signals=("latency",), unit="s", fill=0, noValue=words.NO_CALLS,
        description=words.described(
            f"{signal.meaning} Half of the calls are faster than P50, one in a hundred is slower than P99.",
            f"Not counted: failed calls. {_BUCKETS}",
            "When P99 leaves the others behind, a few calls hang; when all rise together, the provider is slow or answers grow longer.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name(name, color=color(shade), lineWidth=2) for name, (_, shade) in _QUANTILES.items()],
        dataLinks=context.to("traces", "Slow calls of this time", slower_than=f"{SLOW}s"),
    )


def by_model(context: Context) -> Panel | None:
    """P95 over time, by model."""
    signal = context.signals.latency
    if not signal.measured:
        return None
    return TimeSeries(
        key="latency-by-model", title="P95 latency, by model", signals=("latency",), unit="s", fill=0, table=True,
        calcs=("lastNotNull", "max"), noValue=words.NO_CALLS,
        description=words.described(
            f"The time within which 95 % of a model's calls were answered. {signal.meaning}",
            f"Not counted: failed calls. {_BUCKETS}",
            "Compare a model with its own past, not with others: reasoning models take longer by design.",
        ),
        targets=[queries.over_time(signal.quantile(0.95, by=(labels.MODEL,)), f"{{{{{labels.MODEL}}}}}")],
        dataLinks=context.to("traces", "Slow calls of this model", model=label(labels.MODEL)),
    )


def first_token(context: Context) -> Panel | None:
    """How long users wait for the first word of a streamed answer."""
    signal = context.signals.time_to_first_token
    if not signal.measured:
        return None
    parts = {name: signal.quantile(q) for name, (q, _) in _QUANTILES.items() if name != "P99"}
    return TimeSeries(
        key="first-token", title="Time to first token", signals=("time_to_first_token",), unit="s", fill=0,
        noValue="no streamed calls in this range, or the SDK does not report the first chunk",
        description=words.described(
            signal.meaning,
            "Not counted: calls that are not streamed, and SDKs that do not report the first chunk.",
            "When it rises and the latency does not, prompts have grown or the provider queues.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name(name, color=color(shade), lineWidth=2) for name, (_, shade) in _QUANTILES.items() if name != "P99"],
        dataLinks=context.to("traces", "Calls of this time"),
    )


def distribution(context: Context) -> Panel | None:
    """How many calls took how long, over time."""
    signal = context.signals.latency
    if not signal.measured:
        return None
    target = queries.over_time(signal.rate(by=("le",), per=60), "{{le}}")
    target.format = "heatmap"
    return Heatmap(
        key="latency-distribution", title="Distribution of latency", signals=("latency",), unit="s", noValue=words.NO_CALLS,
        description=words.described(
            f"Calls per minute by how long they took. {signal.meaning}",
            "Not counted: failed calls.",
            "Two bands are two kinds of calls (short and long answers, or a cache that hits and misses); a new band above is worth a look.",
        ),
        targets=[target],
        dataLinks=context.to("traces", "Calls of this time"),
    )

"""What prompt caches save."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import PLAIN, RED
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.context import Context
from agentdash.signals import Expression, measured
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT

_WHAT = "What cached input would have cost more at the price of other input, less what writing to the cache cost more."
_NOT_COUNTED = "Not counted: models whose cache has no price of its own in the book or in the settings."
_WHEN_LOW = "Below zero: prompts are written to the cache and not read again in time. Put what never changes first in the prompt."


def saved(context: Context) -> Panel | None:
    """What caching saved in the range."""
    signal = context.signals.cache_savings
    if not signal.measured or not measured(context.signals.tokens(CACHE_READ)):
        return None
    return Stat(
        key="cache-savings", title="Saved by caching", signals=("cache_savings",), unit=signal.unit, noValue="nothing cached",
        thresholds={"mode": "absolute", "steps": [{"color": RED, "value": None}, {"color": PLAIN, "value": 0}]},
        description=words.described(_WHAT, _NOT_COUNTED, _WHEN_LOW),
        targets=[queries.at_the_end(signal.total(), "saved")],
        dataLinks=context.to("traces", "Calls with many tokens"),
    )


def per_hour(context: Context) -> Panel | None:
    """Cost per hour beside what it would have been without caches."""
    cost, savings = context.signals.cost, context.signals.cache_savings
    if not cost.measured or not savings.measured or not measured(context.signals.tokens(CACHE_READ)):
        return None
    parts = {"cost": cost.rate(per=3600), "saved": savings.rate(per=3600)}
    return TimeSeries(
        key="with-and-without-cache", title="Per hour: paid, and saved by caching", signals=("cost", "cache_savings"), unit=cost.unit,
        stacked=True, fill=40, minimum=None, noValue=words.NO_TOKENS,
        description=words.described(f"Paid and saved add up to what it would have cost without caches. {_WHAT}", _NOT_COUNTED, _WHEN_LOW),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name("saved", color=color("super-light-green")), by_name("cost", color=color("green"))],
        dataLinks=context.to("traces", "Calls of this time"),
    )


def shares(context: Context) -> Panel | None:
    """Share of input from caches, and output per input."""
    if not measured(context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)):
        return None
    sent = context.signals.tokens(INPUT)
    parts: dict[str, Expression | str] = {"output ÷ input": context.signals.output_per_input.rate()}
    if measured(context.signals.tokens(CACHE_READ)):
        parts["cached ÷ input"] = f"{context.signals.tokens(CACHE_READ).rate()} / ({sent.rate()} > 0)"
    return TimeSeries(
        key="token-shares", title="Cached and output tokens, per input token", signals=("cache_read_tokens", "output_per_input"), unit="short", decimals=2,
        noValue=words.NO_TOKENS,
        description=words.described(
            "Cached input ÷ input, and output ÷ input. Output tokens are the dear ones, cached ones the cheap ones.",
            "Times without calls have no share.",
            "When the cached share falls to zero after a release, the prompt's beginning has changed.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this time"),
    )

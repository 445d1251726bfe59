"""What prompt caches save."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.signals import share
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.tokens import CACHE_READ, INPUT

_WHAT = "What cached input would have cost more at the price of other input, less what writing to the cache cost more."
_NOT_COUNTED = "Not counted: models whose cache has no price of its own in the book or in the settings."
_WHEN_LOW = "Below zero: prompts are written to the cache and not read again in time. Put what never changes first in the prompt."


def saved(context: Context) -> Panel | None:
    """What caching saved in the range."""
    s = context.signals
    return draw.stat(
        "cache-savings", "Cache savings", s.cache_savings.total(), given=(s.tokens(CACHE_READ),), noValue="nothing cached",
        thresholds=steps(RED, (0, PLAIN)), description=texts.described(_WHAT, _NOT_COUNTED, _WHEN_LOW),
        dataLinks=context.to(dashboards.TRACES, "Calls with many tokens"),
    )


def per_hour(context: Context) -> Panel | None:
    """Cost per hour beside what it would have been without caches."""
    s = context.signals
    return draw.graph(
        "with-and-without-cache", "Paid and saved per hour", {"cost": s.cost.rate(per=3600), "saved": s.cache_savings.rate(per=3600)},
        given=(s.cost, s.cache_savings, s.tokens(CACHE_READ)),
        stacked=True, fill=40, minimum=None, noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(f"Paid and saved add up to what it would have cost without caches. {_WHAT}", _NOT_COUNTED, _WHEN_LOW),
        overrides=[by_name("saved", color=color("super-light-green")), by_name("cost", color=color("green"))],
    )


def shares(context: Context) -> Panel | None:
    """Share of input from caches, and output per input."""
    s = context.signals
    return draw.graph(
        "token-shares", "Tokens per input token",
        {"output ÷ input": s.output_per_input.rate(), "cached ÷ input": share(s.tokens(CACHE_READ).rate(), s.tokens(INPUT).rate())},
        unit="short", decimals=2, maximum=None, noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            "Cached input ÷ input, and output ÷ input. Output tokens are the dear ones, cached ones the cheap ones.",
            "Times without calls have no share.",
            "When the cached share falls to zero after a release, the prompt's beginning has changed.",
        ),
    )

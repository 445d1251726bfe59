"""Tokens: what goes in, what comes out, and how much of it was cached."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts, totals
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.signals import union
from agentdash.vocabulary import dashboards, labels
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT, REASONING

# Name on panels and colour: parts of a whole are paler than the whole.
_TYPES = {INPUT: ("input", "blue"), CACHE_READ: ("cached input", "super-light-blue"), OUTPUT: ("output", "purple"), REASONING: ("reasoning", "super-light-purple")}

_NOT_COUNTED = "Not counted: failed calls, and successful ones whose SDK reports no usage (see coverage)."


def in_and_out(context: Context, table: str) -> Panel | None:
    """Tokens of the range, in and out, out of a table's columns."""
    s = context.signals
    return totals.named(
        table, "tokens", "Tokens", {"in": s.tokens(INPUT), "out": s.tokens(OUTPUT)}, noValue=texts.NO_TOKENS,
        dataLinks=context.to(dashboards.TRACES, "Calls with many tokens"),
        description=texts.described(
            "Tokens sent to models (in, cached ones included) and received from them (out, reasoning included).", _NOT_COUNTED,
            "A ratio of in to out far above the usual one means that agents carry too much context along.",
        ),
    )


def by_type(context: Context) -> Panel | None:
    """Tokens per minute, by type."""
    s = context.signals
    return draw.graph(
        dashboards.TOKENS_BY_TYPE.panel, "Tokens per minute by type", {name: s.tokens(one).rate(per=60) for one, (name, _) in _TYPES.items()},
        fill=0, noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            "Input includes the cached part, output includes the reasoning part; each pale line is a part of the strong one of its colour.",
            _NOT_COUNTED, "When cached input falls away from input, prompts no longer begin alike and the bill rises.",
        ),
        overrides=[by_name(name, color=color(shade), lineWidth=2) for name, shade in _TYPES.values()],
    )


def by_model(context: Context) -> Panel | None:
    """Tokens per minute, by model and direction."""
    s = context.signals
    return draw.graph(
        "tokens-by-model", "Tokens per minute by model",
        draw.top_and_others(union({one.name: s.tokens(one).rate(by=(labels.MODEL,), per=60) for one in (INPUT, OUTPUT)}).aggregated("sum", (labels.MODEL,))),
        stacked=True, fill=30, table=True, calcs=("mean", "max"), noValue=texts.NO_TOKENS,
        dataLinks=context.to(dashboards.TRACES, "Calls of this model", model=label(labels.MODEL)),
        description=texts.described(
            "Tokens in and out, together, of the models that answered most.", _NOT_COUNTED,
            "A model that you did not choose is a fallback or an alias that the provider moved.",
        ),
    )

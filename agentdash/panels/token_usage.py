"""Tokens: what goes in, what comes out, and how much of it was cached."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name, color
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.signals import measured
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import CACHE_READ, INPUT, OUTPUT, REASONING

# Type, name on panels, colour: parts of a whole are paler than the whole.
_TYPES = (
    (INPUT, "input", "blue"), (CACHE_READ, "cached input", "super-light-blue"), (OUTPUT, "output", "purple"),
    (REASONING, "reasoning", "super-light-purple"),
)

_NOT_COUNTED = "Not counted: failed calls, and successful ones whose SDK reports no usage (see coverage)."


def in_and_out(context: Context) -> Panel | None:
    """Tokens of the range, in and out."""
    if not measured(context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)):
        return None
    parts = {"in": context.signals.tokens(INPUT).total(), "out": context.signals.tokens(OUTPUT).total()}
    return Stat(
        key="tokens", title="Tokens", named=True, signals=("input_tokens", "output_tokens"), unit="short", noValue=words.NO_TOKENS,
        description=words.described(
            "Tokens sent to models (in, cached ones included) and received from them (out, reasoning included).",
            _NOT_COUNTED,
            "A ratio of in to out far above the usual one means that agents carry too much context along.",
        ),
        targets=[queries.at_the_end(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls with many tokens"),
    )


def by_type(context: Context) -> Panel | None:
    """Tokens per minute, by type."""
    known = [(signal, name, shade) for one, name, shade in _TYPES if (signal := context.signals.tokens(one)).measured]
    if not known:
        return None
    parts = {name: signal.rate(per=60) for signal, name, _ in known}
    return TimeSeries(
        key="tokens-by-type", title="Tokens per minute, by type", signals=tuple(signal.name for signal, _, _ in known), unit="short",
        fill=0, noValue=words.NO_TOKENS,
        description=words.described(
            "Input includes the cached part, output includes the reasoning part; each pale line is a part of the strong one of its colour.",
            _NOT_COUNTED,
            "When cached input falls away from input, prompts no longer begin alike and the bill rises.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[by_name(name, color=color(shade), lineWidth=2) for _, name, shade in known],
        dataLinks=context.to("traces", "Calls of this time"),
    )


def by_model(context: Context) -> Panel | None:
    """Tokens per minute, by model and direction."""
    if not measured(context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)):
        return None
    parts = {
        "input": context.signals.tokens(INPUT).rate(by=(labels.MODEL,), per=60),
        "output": context.signals.tokens(OUTPUT).rate(by=(labels.MODEL,), per=60),
    }
    return TimeSeries(
        key="tokens-by-model", title="Tokens per minute, by model", signals=("input_tokens", "output_tokens"), unit="short",
        stacked=True, fill=30, table=True, calcs=("mean", "max"), noValue=words.NO_TOKENS,
        description=words.described(
            "Tokens in and out of each model that answered.", _NOT_COUNTED,
            "A model that you did not choose is a fallback or an alias that the provider moved.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{labels.MODEL}}}}} · {{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this model", model=label(labels.MODEL)),
    )

"""Tokens that nobody has a price for, so that a missing price is never a zero."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.text import Text
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

_REMEDY = (
    "Name the model in `pricing` of the settings (a price, `free: true`, or an alias), or in `pricing.queries.models` where the book has it; "
    "`agentdash prices check` lists what is missing, `agentdash prices explain MODEL` says why."
)


def total(context: Context) -> Panel | None:
    """Tokens of the range without a price: anything above zero is red."""
    signal = context.signals.unpriced_tokens
    return draw.stat(
        dashboards.UNPRICED_TOKENS.panel, "Unpriced", signal.total(by=(labels.MODEL,)).aggregated("sum"), noValue="none known",
        thresholds=steps(PLAIN, (1, RED)), dataLinks=context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described(
            "Input and output tokens of models that have no price: they are in no cost on any dashboard.",
            "Free models have a price, which is zero; they are not here.", _REMEDY,
        ),
    )


def by_model(context: Context) -> Panel | None:
    """Which models, of which provider."""
    s = context.signals
    return breakdown(
        "unpriced-models", "Models without a price", labels.MODEL, "Model",
        [Column("unpriced_tokens", "Unpriced tokens", lambda by: s.unpriced_tokens.total(by=(by,)).using(lambda text: f"{text} > 0")),
         columns.count(s.calls, "Calls")],
        sort_by="unpriced_tokens", given=(s.unpriced_tokens,), no_value="no unpriced model known: all have a price, or metrics do not answer", width=12,
        row_links=context.to(dashboards.TRACES, "Traces of this model", model=cell(labels.MODEL)),
        description=texts.described(
            "One row per model: its tokens without a price.", "The same name may have a price at one provider and none at another.", _REMEDY),
    )


def book(context: Context) -> Panel:
    """Which prices are in use, and how old they are."""
    settings = context.settings
    prices = context.signals.prices
    own = [f"{len(prices.own.rules)} of your own rules win over it." if prices.own.rules else "No rules of your own."]
    if prices.own.discounts:
        own.append(f"{len(prices.own.discounts)} discounts are taken off.")
    if prices.own.currency.code != "USD":
        own.append(f"Shown in {prices.own.currency.code}, {prices.own.currency.per_usd:g} a dollar.")
    how = {"inline": "written into the queries", "rules": "multiplied by recording rules", "collector": "multiplied by the Collector, per call"}
    return Text(
        key="price-book", title="Prices in use", transparent=False, width=12, height=8,
        content=f"**{prices.book.title}**, {how[settings.pricing.mode]}.\n\n{' '.join(own)}\n\n"
                "USD per million tokens; cached input at its own price; prices that depend on the prompt's size at their base, but in the "
                "mode `collector`.\n\n" + _REMEDY,
    )

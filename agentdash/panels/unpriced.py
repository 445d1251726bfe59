"""Tokens that nobody has a price for, so that a missing price is never a zero."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.text import Text
from agentdash.grafana.thresholds import PLAIN, RED, steps
from agentdash.panels import columns, queries, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

_REMEDY = (
    "Name the model in `pricing` of the settings (a price, `free: true`, or an alias), or in `pricing.queries.models` where the book has it; "
    "`agentdash prices check` lists what is missing, `agentdash prices explain MODEL` says why."
)


def total(context: Context) -> Panel | None:
    """Tokens of the range without a price: anything above zero is red."""
    signal = context.signals.unpriced_tokens
    if not signal.measured:
        return None
    return Stat(
        key="unpriced", title="Tokens without a price", signals=("unpriced_tokens",), unit="short", noValue="none",
        thresholds=steps(PLAIN, (1, RED)),
        description=words.described(
            "Input and output tokens of models that have no price: they are in no cost on any dashboard.",
            "Free models have a price, which is zero; they are not here.", _REMEDY,
        ),
        targets=[queries.at_the_end(f"sum({signal.total(by=(labels.MODEL,))})", "without a price")],
        dataLinks=context.to("traces", "Traces of these calls"),
    )


def by_model(context: Context) -> Panel | None:
    """Which models, of which provider."""
    signal = context.signals.unpriced_tokens
    if not signal.measured:
        return None
    row = {"model": cell(labels.MODEL)}
    return breakdown(
        "unpriced-models", "Models without a price", labels.MODEL, "Model",
        [Column("unpriced_tokens", "Tokens without a price", ("unpriced_tokens",), lambda by: f"{signal.total(by=(by,))} > 0", {"unit": "short", "width": 200}),
         columns.count(context.signals.calls, "Calls")],
        sort_by="Tokens without a price", no_value="every model has a price", width=12,
        row_links=[*context.to("traces", "Traces of this model", **row)],
        description=words.described(
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

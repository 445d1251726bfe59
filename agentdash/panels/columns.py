"""Columns of the tables that compare services, models, tenants, tools or agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.grafana.table import COLOR_CELL, GAUGE_CELL
from agentdash.panels import draw
from agentdash.signals import Amount, Expression, Signals, joined
from agentdash.signals.contract import RANGE
from agentdash.signals.counted import Histogram
from agentdash.vocabulary.tokens import INPUT, OUTPUT


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, what it asks (given the label of the rows), and how its cells look."""

    key: str
    title: str
    ask: Callable[[str], Expression]
    look: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Quotient:
    """A column that Grafana computes: one column over another, by their keys. ``unit`` is Grafana's."""

    title: str
    over: str
    under: str
    unit: str
    look: Mapping[str, Any] = field(default_factory=dict)


def count(signal: Amount, title: str, **look: Any) -> Column:
    """How often something happened in the range, or how much it was."""
    return Column(signal.name, title, lambda by: signal.total(by=(by,)), {"decimals": 0, "width": 90} | look)


def gauged(signal: Amount, title: str, **look: Any) -> Column:
    """A count with a bar in its cell, so that the largest contributor is seen at once."""
    return count(signal, title, **{"cellOptions": GAUGE_CELL, "min": 0, "width": 170, "color": {"mode": "fixed", "fixedColor": "blue"}} | look)


def money(signal: Amount, title: str, **look: Any) -> Column:
    """An amount of money."""
    return Column(signal.name, title, lambda by: signal.total(by=(by,)), {"width": 110} | look)


def cost(signals: Signals) -> Column:
    """What the calls cost, with a bar in its cell."""
    return money(signals.cost, "Cost", width=150, min=0, cellOptions=GAUGE_CELL, color={"mode": "fixed", "fixedColor": "green"})


def ratio(signal: Amount, title: str = "Errors", **look: Any) -> Column:
    """A share in the range, in the colours of its limits."""
    own = {"decimals": 1, "width": 90, "thresholds": draw.limit_steps(signal), "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL}
    return Column(signal.name, title, lambda by: signal.total(by=(by,)), own | look)


def quantile(signal: Histogram, key: str, title: str, q: float = 0.95, window: str = RANGE, **look: Any) -> Column:
    """The time within which the share ``q`` was done."""
    return Column(key, title, lambda by: signal.quantile(q, by=(by,), window=window, exact=True), {"width": 90} | look)


def p95(signal: Histogram, **look: Any) -> Column:
    """The time within which 95 % were done, in the colours of its limits."""
    limits = draw.limit_steps(signal)
    coloured = {"thresholds": limits, "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL} if limits else {}
    return quantile(signal, "p95", "P95", **coloured | look)


def tokens(signals: Signals) -> Column:
    """Tokens in and out, together."""
    sent, received = signals.tokens(INPUT), signals.tokens(OUTPUT)
    # A service that only embeds texts has no output series at all.
    return Column("tokens", "Tokens", lambda by: joined(lambda one, other: f"{one} + ({other} or {one} * 0)", sent.total(by=(by,)), received.total(by=(by,))),
                  {"width": 100})

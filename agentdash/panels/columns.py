"""Columns of the tables that compare services, models, tenants, tools or agents.

A column is asked, or computed by Grafana out of others: two counts that are columns anyway make a share without a query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.grafana.table import COLOR_CELL, GAUGE_CELL
from agentdash.panels import draw
from agentdash.signals import Amount, Expression, Signal, Signals, Timed
from agentdash.signals.contract import RANGE
from agentdash.signals.counted import Histogram
from agentdash.vocabulary.tokens import INPUT, OUTPUT

NOTHING = {"type": "special", "options": {"match": "nan", "result": {"index": 0, "text": "–"}}}
"""A mapping: a number of nothing, such as one over zero, is a dash."""

Look = Mapping[str, Any]
"""Properties of the cells, as :func:`agentdash.grafana.overrides.by_name` takes them."""

THE_TIME_BEFORE = f"{RANGE} offset {RANGE}"
"""A window: as long as the dashboard's range, and just before it."""

_GAUGE: Look = {"cellOptions": GAUGE_CELL, "min": 0, "fieldMinMax": True, "width": 120}
"""A bar from zero to the largest number of its own column."""


@dataclass(frozen=True)
class Column:
    """A column that is asked: its key, heading, query (given the label of the rows), and how its cells look.

    A ``hidden`` one is for others to be computed from.
    """

    key: str
    title: str
    ask: Callable[[str], Expression]
    look: Look = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True)
class Sum:
    """A column that Grafana computes: the sum of others, by their keys, where missing ones are zero. Its unit is theirs."""

    key: str
    title: str
    of: tuple[str, ...]
    look: Look = field(default_factory=dict)


@dataclass(frozen=True)
class Quotient:
    """A column that Grafana computes: one column over another, by their keys. ``unit`` is Grafana's.

    With ``zero`` it is zero where the upper one is missing and the lower one is not.
    """

    key: str
    title: str
    over: str
    under: str
    unit: str
    look: Look = field(default_factory=dict)
    zero: bool = False


AnyColumn = Column | Sum | Quotient


def count(signal: Amount, title: str, *, hidden: bool = False, **look: Any) -> Column:
    """How often something happened in the range, or how much it was."""
    return Column(signal.name, title, lambda by: signal.total(by=(by,)), look, hidden)


def gauged(signal: Amount, title: str, **look: Any) -> Column:
    """A count with a bar in its cell, so that the largest contributor is seen at once."""
    return count(signal, title, **{**_GAUGE, "color": {"mode": "fixed", "fixedColor": "blue"}, **draw.total_row(), **look})


def money(signal: Amount, title: str, **look: Any) -> Column:
    """An amount of money."""
    return Column(signal.name, title, lambda by: signal.total(by=(by,)), look)


def cost(signals: Signals, of: Amount | None = None) -> Column:
    """What the calls cost, or another amount of money, with a bar in its cell."""
    return money(of or signals.cost, "Cost", **_GAUGE, color={"mode": "fixed", "fixedColor": "green"}, **draw.total_row())


def before(signal: Amount) -> Column:
    """How much it was in the time before the range, as long as the range is: for the change of a total.

    Estimated from samples a minute apart, for Gigapipe drops the offset of anything else.
    """
    return Column(f"{signal.name}_before", "", lambda by: signal.rate(by=(by,), window=THE_TIME_BEFORE).using(lambda text: f"{text} * $__range_s"), hidden=True)


def share(of: Signal, part: Amount, whole: Amount, title: str, **look: Any) -> tuple[Column, Quotient]:
    """The share ``of`` in the colours of its limits; the table has a column of the ``whole`` anyway."""
    return count(part, "", hidden=True), part_of(of, part, whole, title, **look)


def part_of(of: Signal, part: Amount, whole: Amount, title: str, **look: Any) -> Quotient:
    """The share ``of``, where the table has a column of the ``part`` as well."""
    own = {"decimals": 1, "thresholds": draw.limit_steps(of), "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL}
    return Quotient(of.name, title, part.name, whole.name, "percentunit", own | look, zero=True)


def failed_calls(signals: Signals) -> tuple[Column, Quotient]:
    """Share of the calls that failed."""
    return share(signals.error_ratio, signals.errors, signals.calls, "Failed")


def quantile(signal: Timed, key: str, title: str, q: float = 0.95, window: str = RANGE, **look: Any) -> Column:
    """The time within which the share ``q`` was done."""
    return Column(key, title, lambda by: draw.quantile(signal, q, (by,), window, exact=True), look)


def p95(signal: Histogram, **look: Any) -> Column:
    """The time within which 95 % were done, in the colours of its limits."""
    limits = draw.limit_steps(signal)
    coloured = {"thresholds": limits, "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL} if limits else {}
    return quantile(signal, "p95", "P95", **coloured | look)


def tokens(signals: Signals) -> tuple[Column, Column, Sum]:
    """Tokens in and out, together."""
    sent, received = signals.tokens(INPUT), signals.tokens(OUTPUT)
    return (count(sent, "", hidden=True), count(received, "", hidden=True), Sum("tokens", "Tokens", (sent.name, received.name), {"unit": sent.unit, **draw.total_row()}))

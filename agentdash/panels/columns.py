"""Columns of the tables that compare services, models, tenants, tools or agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.grafana.table import COLOR_CELL, GAUGE_CELL
from agentdash.panels.context import Context
from agentdash.panels.error_rate import RATIO_STEPS
from agentdash.panels.latency import SECONDS_STEPS


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, the expression that fills it (given the label of the rows), and how its cells look."""

    key: str
    title: str
    signals: tuple[str, ...]
    expression: Callable[[str], str]
    look: Mapping[str, Any] = field(default_factory=dict)


def count(context: Context, signal: str, title: str, **look: Any) -> Column | None:
    """How often something happened in the range."""
    bound = context.signals[signal]
    if not bound.measured:
        return None
    return Column(signal, title, (signal,), lambda by: bound.total(by=(by,)), {"unit": "short", "decimals": 0, "width": 90} | look)


def gauged(context: Context, signal: str, title: str, **look: Any) -> Column | None:
    """A count with a bar in its cell, so that the largest contributor is seen at once."""
    return count(context, signal, title, cellOptions=GAUGE_CELL, min=0, width=170, color={"mode": "fixed", "fixedColor": "blue"}, **look)


def ratio(context: Context, signal: str = "error_ratio", title: str = "Errors", **look: Any) -> Column | None:
    """Share of failed ones in the range, coloured like the error ratio everywhere."""
    bound = context.signals[signal]
    if not bound.measured:
        return None
    own = {"unit": "percentunit", "decimals": 1, "width": 90, "thresholds": RATIO_STEPS, "color": {"mode": "thresholds"},
           "cellOptions": COLOR_CELL}
    return Column(signal, title, (signal,), lambda by: bound.total(by=(by,)), own | look)


def p95(context: Context, signal: str = "latency", **look: Any) -> Column | None:
    """The time within which 95 % were done."""
    bound = context.signals[signal]
    if not bound.measured:
        return None
    own = {"unit": "s", "width": 90, "thresholds": SECONDS_STEPS, "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL}
    return Column("p95", "P95", (signal,), lambda by: bound.quantile(0.95, by=(by,), window="$__range", exact=True), own | look)


def tokens(context: Context) -> Column | None:
    """Tokens in and out, together."""
    if not context.measured("input_tokens", "output_tokens"):
        return None
    sent, received = context.signals["input_tokens"], context.signals["output_tokens"]

    def expression(by: str) -> str:
        # A service that only embeds texts has no output series at all.
        sent_total, received_total = sent.total(by=(by,)), received.total(by=(by,))
        return f"{sent_total} + ({received_total} or {sent_total} * 0)"

    return Column("tokens", "Tokens", ("input_tokens", "output_tokens"), expression, {"unit": "short", "width": 100})

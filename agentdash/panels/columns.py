"""Columns of the tables that compare services, models, tenants, tools or agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.grafana.table import COLOR_CELL, GAUGE_CELL
from agentdash.panels.context import Context
from agentdash.panels.error_rate import RATIO_STEPS
from agentdash.panels.latency import SECONDS_STEPS
from agentdash.signals import Amount, Expression, Histogram, measured
from agentdash.vocabulary.tokens import INPUT, OUTPUT


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, the expression that fills it (given the label of the rows), and how its cells look."""

    key: str
    title: str
    signals: tuple[str, ...]
    expression: Callable[[str], Expression | str]
    look: Mapping[str, Any] = field(default_factory=dict)


def count(signal: Amount, title: str, **look: Any) -> Column | None:
    """How often something happened in the range."""
    if not signal.measured:
        return None
    return Column(signal.name, title, (signal.name,), lambda by: signal.total(by=(by,)), {"unit": "short", "decimals": 0, "width": 90} | look)


def gauged(signal: Amount, title: str, **look: Any) -> Column | None:
    """A count with a bar in its cell, so that the largest contributor is seen at once."""
    return count(signal, title, cellOptions=GAUGE_CELL, min=0, width=170, color={"mode": "fixed", "fixedColor": "blue"}, **look)


def ratio(signal: Amount, title: str = "Errors", **look: Any) -> Column | None:
    """Share of failed ones in the range, coloured like the error ratio everywhere."""
    if not signal.measured:
        return None
    own = {"unit": "percentunit", "decimals": 1, "width": 90, "thresholds": RATIO_STEPS, "color": {"mode": "thresholds"},
           "cellOptions": COLOR_CELL}
    return Column(signal.name, title, (signal.name,), lambda by: signal.total(by=(by,)), own | look)


def p95(signal: Histogram, **look: Any) -> Column | None:
    """The time within which 95 % were done."""
    if not signal.measured:
        return None
    own = {"unit": "s", "width": 90, "thresholds": SECONDS_STEPS, "color": {"mode": "thresholds"}, "cellOptions": COLOR_CELL}
    return Column("p95", "P95", (signal.name,), lambda by: signal.quantile(0.95, by=(by,), window="$__range", exact=True), own | look)


def tokens(context: Context) -> Column | None:
    """Tokens in and out, together."""
    if not measured(context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)):
        return None
    sent, received = context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)

    def expression(by: str) -> str:
        # A service that only embeds texts has no output series at all.
        sent_total, received_total = sent.total(by=(by,)), received.total(by=(by,))
        return f"{sent_total} + ({received_total} or {sent_total} * 0)"

    return Column("tokens", "Tokens", ("input_tokens", "output_tokens"), expression, {"unit": "short", "width": 100})

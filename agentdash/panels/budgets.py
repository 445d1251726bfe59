"""Budgets: what is spent of them, and what will be at the end of the day or month."""

from __future__ import annotations

from collections.abc import Sequence

from agentdash.grafana.bargauge import BarGauge
from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.panels import queries
from agentdash.panels.context import Context
from agentdash.query.promql import Matcher, equals
from agentdash.settings.budgets import Budget
from agentdash.signals import labels
from agentdash.signals.cost import everywhere

_LABELS = {"service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL, "environment": labels.ENVIRONMENT}

# Grafana's "so far": the panel has a time range of its own, from the beginning of the period until now.
_SO_FAR = {"day": "now/d", "month": "now/M"}
_SECONDS = {"day": "86400", "month": "(86400 * days_in_month(vector(time())))"}

_NOT_COUNTED = (
    "The panel has a time range of its own, from the beginning of the day or month in the dashboard's time zone until now; the variables "
    "above do not narrow it. Not counted: tokens without a price and calls without usage."
)


def spent(context: Context, per: str) -> Panel | None:
    """Share of each budget of a period that is spent."""
    return _bars(
        context, per, f"budgets-{per}", f"Spent of the budgets of this {per}", "{cost} / {amount}",
        f"What was spent since the {per} began ÷ the budget.",
        "Over 100 %: the budget is gone. See who spends, and open the calls behind it.",
    )


def forecast(context: Context, per: str) -> Panel | None:
    """Share of each budget that will be spent at the end of the period, at the pace so far."""
    return _bars(
        context, per, f"forecast-{per}", f"Of the budgets at the end of this {per}", "{cost} / {amount} * {length} / $__range_s",
        f"What will be spent when the {per} ends at the pace since it began ÷ the budget.",
        f"Early in the {per} a busy hour weighs much. Over 100 % for long: slow down, or raise the budget.",
    )


def _bars(context: Context, per: str, key: str, title: str, formula: str, meaning: str, remedy: str) -> Panel | None:
    known = [budget for budget in context.settings.budgets if budget.per == per]
    cost = everywhere(context.settings)["cost"]
    if not known or not cost.measured:
        return None
    warn = min(budget.warn for budget in known)
    targets = [
        queries.at_the_end(
            formula.format(cost=cost.total(where=_matchers(budget)), amount=f"{budget.amount:g}", length=_SECONDS[per]),
            f"{budget.name} ({budget.amount:g} {context.settings.pricing.currency.code})", _letter(number),
        ) for number, budget in enumerate(known)
    ]
    return BarGauge(
        key=key, title=title, signals=("cost",), unit="percentunit", decimals=0, maximum=1.2, timeFrom=_SO_FAR[per],
        noValue="nothing spent yet", color={"mode": "thresholds"}, thresholds=steps(GREEN, *_marks(warn)), width=12,
        height=max(5, 2 + 2 * len(known)), description="\n\n".join((meaning, _NOT_COUNTED, remedy)), targets=targets,
    )


def _marks(warn: float) -> Sequence[tuple[float, str]]:
    return ((warn, ORANGE), (1, RED)) if warn < 1 else ((1, RED),)


def _matchers(budget: Budget) -> tuple[Matcher, ...]:
    return tuple(equals(label, value) for key, label in _LABELS.items() if (value := getattr(budget, key)))


def _letter(number: int) -> str:
    """Grafana's names of queries: A to Z, then A1 and so on."""
    return chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")

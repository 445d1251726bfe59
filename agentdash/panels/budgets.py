"""Budgets: what is spent of them, and what will be at the end of the day or month."""

from __future__ import annotations

from collections.abc import Sequence

from agentdash.grafana.bargauge import BarGauge
from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.query.promql import Matcher, equals
from agentdash.settings.budgets import Budget
from agentdash.signals import Amount, Expression, bind, union
from agentdash.vocabulary import dashboards, labels

_LABELS = {"service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL, "environment": labels.ENVIRONMENT}

# Grafana's "so far": the panel has a time range of its own, from the beginning of the period until now.
_SO_FAR = {"day": "now/d", "month": "now/M"}
_SECONDS = {"day": "86400", "month": "(86400 * days_in_month(vector(time())))"}

_TITLES = {"day": "Budgets today", "month": "Budgets this month"}

_NOT_COUNTED = (
    "The panel has a time range of its own, from the beginning of the day or month in the dashboard's time zone until now; the variables "
    "above do not narrow it. Not counted: tokens without a price and calls without usage."
)


def of_this(context: Context, per: str) -> Panel | None:
    """Each budget of a period: the share that is spent, and the share that will be at its end at the pace so far."""
    known = [budget for budget in context.settings.budgets if budget.per == per]
    # Without the dashboard's variables, which no budget depends on.
    cost = bind(context.settings).cost
    if not known or not cost.measured:
        return None
    bars: dict[str, Expression] = {}
    for budget in known:
        limit = f"{budget.name} ({budget.amount:g} {context.settings.pricing.currency.code})"
        share = _share(cost, budget)
        bars[f"{limit}: spent"] = share
        bars[f"{limit}: at the end"] = share.using(lambda text: f"{text} * {_SECONDS[per]} / $__range_s")
    expression = union(bars)
    return BarGauge(
        key=dashboards.BUDGETS[per].panel, title=_TITLES[per], signals=draw.names(expression), unit=expression.unit, decimals=0, minimum=0, maximum=1,
        timeFrom=_SO_FAR[per], noValue="nothing spent yet", color={"mode": "thresholds"}, width=12, height=max(5, 2 + 2 * len(known)),
        thresholds=steps(GREEN, *_marks(min(budget.warn for budget in known))),
        description=texts.described(
            f"Spent: what was spent since the {per} began ÷ the budget. At the end: what will be spent when the {per} ends, at the pace since it began.",
            _NOT_COUNTED,
            f"Over 100 %: the budget is gone, or will be. See who spends, and open the calls behind it. Early in the {per} a busy hour weighs much.",
        ),
        targets=[draw.at_the_end(expression)],
        dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
    )


def _share(cost: Amount, budget: Budget) -> Expression:
    return cost.total(where=_matchers(budget)).using(lambda text: f"{text} / {budget.amount:g}", unit="percentunit")


def _marks(warn: float) -> Sequence[tuple[float, str]]:
    return ((warn, ORANGE), (1, RED)) if warn < 1 else ((1, RED),)


def _matchers(budget: Budget) -> tuple[Matcher, ...]:
    return tuple(equals(label, value) for key, label in _LABELS.items() if (value := getattr(budget, key)))

"""Budgets: what is spent of them, and what will be at the end of the day or month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.grafana.table import GAUGE_CELL, Table
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.transformations import calculated, chosen, divided, joined, numbers
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.query.promql import Matcher, equals
from agentdash.settings.budgets import Budget
from agentdash.signals import Amount, Expression, bind
from agentdash.signals import joined as combined
from agentdash.vocabulary import dashboards, labels

SPENT, FORECAST = "spent", "forecast"
"""Keys of the queries."""
NAME, LIMIT = "budget", "limit"
"""Labels of their series; the limit is an amount in the settings' currency."""

_LABELS = {"service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL, "environment": labels.ENVIRONMENT}

# Grafana's "so far": the panel has a time range of its own, from the beginning of the period until now.
_SO_FAR = {"day": "now/d", "month": "now/M"}
_SECONDS = {"day": "86400", "month": "(86400 * days_in_month(vector(time())))"}
_LONGEST = {"day": timedelta(days=1), "month": timedelta(days=31)}
_TITLES = {"day": "Budgets today", "month": "Budgets this month"}

_NOT_COUNTED = (
    "The panel has a time range of its own, from the beginning of the day or month in the dashboard's time zone until now; the variables "
    "above do not narrow it. Not counted: tokens without a price and calls without usage."
)
_LATE = "What was spent since the last full half hour is not in it yet."
_STEP = 1800
"""Seconds of the windows that a long period is added up from; half an hour divides the offset of nearly every time zone, so that
the first window is the period's first."""


def of_this(context: Context, per: str) -> Panel | None:
    """Each budget of a period: what is spent of it, and what will be at its end at the pace so far."""
    known = [budget for budget in context.settings.budgets if budget.per == per]
    # Without the dashboard's variables, which no budget depends on.
    cost = bind(context.settings, hourly=context.signals.hourly).cost
    if not known or not cost.measured:
        return None
    longest = context.settings.backend.longest_range
    in_parts = longest is not None and longest < _LONGEST[per]
    total = _added_up if in_parts else _at_once

    def asked(rewrite: Callable[[str, Budget], str]) -> Expression:
        return combined(lambda *parts: " or ".join(rewrite(part, budget) for part, budget in zip(parts, known, strict=True)),
                        *(total(cost, budget) for budget in known), by=(NAME,))

    spent = asked(lambda text, budget: promql.named(promql.named(text, NAME, budget.name), LIMIT, f"{budget.amount:g}"))
    forecast = asked(lambda text, budget: promql.named(f"{text} * {_SECONDS[per]} / $__range_s", NAME, budget.name))
    marks = steps(GREEN, *_marks(min(budget.warn for budget in known)))
    bar = {"unit": "percentunit", "decimals": 0, "min": 0, "max": 1, "cellOptions": GAUGE_CELL, "thresholds": marks, "color": {"mode": "thresholds"}, "width": 120}
    return Table(
        key=dashboards.BUDGETS[per].panel, title=_TITLES[per], signals=draw.names(spent), unit=cost.unit, timeFrom=_SO_FAR[per], hideTimeOverride=True,
        noValue="no cost known: nothing was spent, or metrics do not answer", width=12, height=min(10, 4 + len(known)), sortBy="Used",
        description=texts.described(
            f"Spent: what was spent since the {per} began, and which part of the budget that is. Forecast: which part will be spent when the {per} "
            f"ends, at the pace since it began. {_LATE if in_parts else ''}".strip(),
            _NOT_COUNTED,
            f"Over 100 %: the budget is gone, or will be. See who spends, and open the calls behind it. Early in the {per} a busy hour weighs much.",
        ),
        targets=[draw.row_per_label(spent, SPENT), draw.row_per_label(forecast, FORECAST)],
        transformations=[
            joined(NAME), numbers(LIMIT), calculated("used", divided(f"Value #{SPENT}", LIMIT)),
            calculated("at the end", divided(f"Value #{FORECAST}", LIMIT)),
            *chosen({NAME: "Budget", f"Value #{SPENT}": "Spent", LIMIT: "Of", "used": "Used", "at the end": "Forecast"}),
        ],
        overrides=[
            by_name("Budget", width=170, links=context.to(dashboards.TRACES, "Calls of this time")),
            by_name("Spent", unit=cost.unit), by_name("Of", unit=cost.unit), by_name("Used", **bar), by_name("Forecast", **bar),
        ],
    )


def _at_once(cost: Amount, budget: Budget) -> Expression:
    return cost.total(where=_matchers(budget))


def _added_up(cost: Amount, budget: Budget) -> Expression:
    """For a backend that cannot look over a month in one window: what each half hour added."""
    part = cost.total(where=_matchers(budget), window=cost.adjoining(_STEP))
    return part.using(lambda text: f"sum_over_time(({text})[$__range:{_STEP}s])")


def _marks(warn: float) -> Sequence[tuple[float, str]]:
    return ((warn, ORANGE), (1, RED)) if warn < 1 else ((1, RED),)


def _matchers(budget: Budget) -> tuple[Matcher, ...]:
    return tuple(equals(label, value) for key, label in _LABELS.items() if (value := getattr(budget, key)))

"""Budgets that are spent faster than they last: over a long window, and still over a short one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.context import AlertContext
from agentdash.query.promql import equals
from agentdash.settings.alerts import AlertSettings
from agentdash.settings.budgets import Budget
from agentdash.signals import measured
from agentdash.vocabulary import dashboards, labels

HOURS = {"day": 24, "month": 720}
WINDOWS = {"budget_fast": ("1h", "5m"), "budget_slow": ("6h", "30m")}
_LABELS = {"service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL, "environment": labels.ENVIRONMENT}
_NAMES = {"budget_fast": ("AgentBudgetBurnFast", "A budget will be gone soon"), "budget_slow": ("AgentBudgetBurnSlow", "A budget will not last")}


def budget(context: AlertContext) -> Iterator[Alert]:
    """Two alerts for each budget of the settings."""
    if not measured(context.signals.cost):
        return
    for name, (long, short) in WINDOWS.items():
        for scope in context.scopes(name):
            for one in context.settings.budgets:
                yield _alert(context, one, name, scope.rule, long, short)


def _alert(context: AlertContext, one: Budget, name: str, rule: AlertSettings, long: str, short: str) -> Alert:
    scope = {key: getattr(one, key) for key in _LABELS if getattr(one, key)}
    where = tuple(equals(_LABELS[key], value) for key, value in scope.items())
    even = one.amount / HOURS[one.per]
    threshold = rule[one.per]

    def burn(window: str) -> str:
        return f"({context.per_hour(context.signals.cost, (), window, where)}) / {even:.10g}"

    title, words = _NAMES[name]
    # Hours until a whole period's budget is gone at that rate.
    lasts = HOURS[one.per] / threshold
    record = f"agentdash:budget_spend_per_hour:{zlib.crc32(one.name.encode()):08x}"
    return Alert(
        key=f"{name}-{zlib.crc32(one.name.encode()):08x}", name=title, title=f"{words}: {{budget}}", unit="times",
        expression=f"{burn(long)} and ({burn(short)} > {threshold:g})", threshold=threshold, hold=rule.hold, severity=rule.severity, by=(),
        service=one.service, labels={"budget": one.name, **{key: value for key, value in scope.items() if key != "model"}},
        summary="The budget {budget} ({amount} a {period}) is spent {value} times as fast as it may be, over {window} and still: "
                "in {hours} h or less it is gone",
        figures={"budget": one.name, "amount": f"{one.amount:g} {context.currency}", "period": one.per, "window": long, "hours": f"{lasts:.0f}"},
        money=Money(record, context.per_hour(context.signals.cost, (), short, where), (), "at {cost} per hour"), panel=dashboards.BUDGETS[one.per], runbook=title,
        reason="Without calls nothing is spent; while metrics cannot be asked, the last answer holds.",
    )

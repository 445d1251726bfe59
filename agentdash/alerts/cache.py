"""Prompts that the provider's cache no longer serves."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.context import AlertContext, Scope, past, per
from agentdash.query.promql import kept, ratio
from agentdash.signals import measured
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.tokens import CACHE_READ, INPUT


def cache(context: AlertContext) -> Iterator[Alert]:
    """How much of yesterday's share of cached input is gone."""
    read, sent = context.signals.tokens(CACHE_READ), context.signals.tokens(INPUT)
    if not measured(read, sent):
        return
    by = context.by
    for scope in context.scopes("cache"):
        rule = scope.rule
        window, before = rule["window"], past(rule["past"])

        def hits(window: str, scope: Scope = scope) -> str:
            return f"({ratio(str(read.rate(by, scope.where, window)), str(sent.rate(by, scope.where, window)), by)})"

        value = kept(f"(1 - {hits(window)} / ({hits(before)} >= {rule['hit_ratio']:g}))", by,
                     f"{sent.rate(by, scope.where, window, per(window))} >= {rule['tokens']}")
        yield Alert(
            key="cache", name="AgentCacheHitDrop", title="Prompts are no longer cached", expression=scope.narrowed(value),
            threshold=1 - rule["below"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{service} lost {value} of the share of its input that came from the provider's cache, compared with yesterday",
            money=context.spent(window, "and it spends {cost} per hour"), panel=dashboards.TOKENS_BY_TYPE, runbook="AgentCacheHitDrop", every=300,
            reason="Without input there is nothing to cache; while metrics cannot be asked, the last answer holds.",
        )

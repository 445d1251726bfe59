"""Answers that come from another model than was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.context import AlertContext, per
from agentdash.query.promql import kept
from agentdash.vocabulary import dashboards


def fallback(context: AlertContext) -> Iterator[Alert]:
    """The share of answers that a fallback gave, a gateway's or the client's own."""
    fallbacks, share = context.signals.fallbacks, context.signals.fallback_share
    if not share.measured:
        return
    by = context.by
    for scope in context.scopes("fallback"):
        rule = scope.rule
        window = rule["window"]
        value = kept(str(share.rate(by, scope.where, window)), by,
                     f"{fallbacks.rate(by, scope.where, window, per(window))} >= {rule['calls']}")
        yield Alert(
            key="fallback", name="AgentFallback", title="Another model answers than was asked for", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of the answers that {service} got in the last {window} came from another model than it asked for",
            figures={"window": window},
            money=Money("agentdash:fallback_extra_per_hour", context.per_hour(context.signals.fallback_extra, by, window), by,
                        "which changes what it spends by {cost} per hour"),
            panel=dashboards.FALLBACK_SHARE, runbook="AgentFallback",
            reason="Without answers there is no fallback; while metrics cannot be asked, the last answer holds.",
        )

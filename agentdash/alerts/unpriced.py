"""Tokens that nobody has a price for."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.context import AlertContext, per
from agentdash.query.promql import kept
from agentdash.signals import measured
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.tokens import INPUT, OUTPUT


def unpriced(context: AlertContext) -> Iterator[Alert]:
    """The share of tokens whose model has no price."""
    sent, received = context.signals.tokens(INPUT), context.signals.tokens(OUTPUT)
    missing = context.signals.unpriced_tokens
    if not measured(sent, received, missing):
        return
    by = context.by
    for scope in context.scopes("unpriced"):
        rule = scope.rule
        window = rule["window"]
        all_sent, all_received = (signal.rate(by, scope.where, window) for signal in (sent, received))
        everything = f"({all_sent} + ({all_received} or {all_sent} * 0))"
        value = kept(f"({missing.rate(by, scope.where, window)} / ({everything} > 0))", by, f"{everything} * {per(window)} >= {rule['tokens']}")
        yield Alert(
            key="unpriced", name="AgentUnpricedTokens", title="Models without a price", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of the tokens of {service} in the last {window} have no price, so every cost is too low",
            figures={"window": window},
            money=context.spent(window, "and the rest costs {cost} per hour"), panel=dashboards.UNPRICED_TOKENS, runbook="AgentUnpricedTokens", every=300,
            reason="Without tokens there is nothing to price; while metrics cannot be asked, the last answer holds.",
        )

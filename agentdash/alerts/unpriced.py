"""Tokens that nobody has a price for."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Surroundings, per
from agentdash.query.promql import on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.tokens import INPUT, OUTPUT


def unpriced(around: Surroundings) -> Iterator[Alert]:
    """The share of tokens whose model has no price."""
    sent, received = around.signals.tokens(INPUT), around.signals.tokens(OUTPUT)
    missing = around.signals.unpriced_tokens
    if not measured(around.signals.tokens(INPUT), around.signals.tokens(OUTPUT), around.signals.unpriced_tokens):
        return
    by = around.by
    for place in around.places("unpriced"):
        rule = place.rule
        window = rule["window"]
        all_sent, all_received = (signal.rate(by, place.where, window) for signal in (sent, received))
        everything = f"({all_sent} + ({all_received} or {all_sent} * 0))"
        value = (f"({missing.rate(by, place.where, window)} / ({everything} > 0)) and {on(by)} "
                 f"({everything} * {per(window)} >= {rule['tokens']})")
        yield Alert(
            key="unpriced", name="AgentUnpricedTokens", title="Models without a price", expression=place.here(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"{{value}} of the tokens of {{service}} in the last {window} have no price, so every cost is too low",
            money=around.spent(window, "and the rest costs {cost} per hour"), panel=dashboards.UNPRICED_TOKENS, runbook="AgentUnpricedTokens", every=300,
            reason="Without tokens there is nothing to price; while metrics cannot be asked, the last answer holds.",
        )

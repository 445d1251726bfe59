"""Answers that come from another model than was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.surroundings import Surroundings, per
from agentdash.query.promql import on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards


def fallback(around: Surroundings) -> Iterator[Alert]:
    """The share of answers that a fallback gave, a gateway's or the client's own."""
    if not measured(around.signals.fallbacks, around.signals.answers):
        return
    by = around.by
    fallbacks, answers = around.signals.fallbacks, around.signals.answers
    for place in around.places("fallback"):
        rule = place.rule
        window = rule["window"]
        value = (f"({fallbacks.rate(by, place.where, window)} / ({answers.rate(by, place.where, window)} > 0)) and {on(by)} "
                 f"({fallbacks.rate(by, place.where, window, per(window))} >= {rule['calls']})")
        yield Alert(
            key="fallback", name="AgentFallback", title="Another model answers than was asked for", expression=place.here(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"{{value}} of the answers that {{service}} got in the last {window} came from another model than it asked for",
            money=Money("agentdash:fallback_extra_per_hour", around.per_hour(around.signals.fallback_extra, by, window), by,
                        "which changes what it spends by {cost} per hour"),
            panel=dashboards.FALLBACK_SHARE, runbook="AgentFallback",
            reason="Without answers there is no fallback; while metrics cannot be asked, the last answer holds.",
        )

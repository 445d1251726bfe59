"""Calls that take too long, against a target: how fast the allowed share of slow calls is used up."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.context import AlertContext, Scope, per
from agentdash.query.promql import equals, kept
from agentdash.vocabulary import dashboards

LONG, SHORT = "1h", "5m"


def latency(context: AlertContext) -> Iterator[Alert]:
    """Slow calls over an hour and over five minutes: it has gone on for a while, and it still does."""
    signal = context.signals.latency
    if not signal.measured:
        return
    by = context.by
    for scope in context.scopes("latency"):
        rule = scope.rule
        bound, allowed = f"{rule['slower_than']:g}", 1 - rule["objective"]

        def burn(window: str, scope: Scope = scope, bound: str = bound, allowed: float = allowed) -> str:
            fast = signal.rate(by, (*scope.where, equals("le", bound)), window)
            return f"(1 - {fast} / ({signal.rate(by, (*scope.where, equals('le', '+Inf')), window)} > 0)) / {allowed:.6g}"

        enough = signal.rate(by, (*scope.where, equals("le", "+Inf")), LONG, per(LONG))
        value = kept(burn(LONG), by, f"{burn(SHORT)} > {rule['burn']:g}", f"{enough} >= {rule['calls']}")
        yield Alert(
            key="latency", name="AgentLatencySLO", title="Calls to models take too long", expression=scope.narrowed(value), unit="times",
            threshold=rule["burn"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="Calls of {service} that take longer than {bound} s come {value} times as often as the {allowed} that are allowed, in the last "
                    "hour and still",
            figures={"bound": bound, "allowed": f"{allowed:.0%}"},
            money=context.spent("15m", "while it spends {cost} per hour"), panel=dashboards.LATENCY_PERCENTILES,
            runbook="AgentLatencySLO",
            reason="Without calls nobody waits; while metrics cannot be asked, the last answer holds.",
        )

"""Calls that take too long, against a target: how fast the allowed share of slow calls is used up."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Place, Surroundings, per
from agentdash.query.promql import equals, on
from agentdash.vocabulary import dashboards

LONG, SHORT = "1h", "5m"


def latency(around: Surroundings) -> Iterator[Alert]:
    """Slow calls over an hour and over five minutes: it has gone on for a while, and it still does."""
    signal = around.signals.latency
    if not signal.measured:
        return
    by = around.by
    for place in around.places("latency"):
        rule = place.rule
        bound, allowed = f"{rule['slower_than']:g}", 1 - rule["objective"]

        def burn(window: str, place: Place = place, bound: str = bound, allowed: float = allowed) -> str:
            fast = signal.rate(by, (*place.where, equals("le", bound)), window)
            return f"(1 - {fast} / ({signal.rate(by, (*place.where, equals('le', '+Inf')), window)} > 0)) / {allowed:.6g}"

        enough = signal.rate(by, (*place.where, equals("le", "+Inf")), LONG, per(LONG))
        value = f"{burn(LONG)} and {on(by)} ({burn(SHORT)} > {rule['burn']:g}) and {on(by)} ({enough} >= {rule['calls']})"
        yield Alert(
            key="latency", name="AgentLatencySLO", title="Calls to models take too long", expression=place.here(value), unit="times",
            threshold=rule["burn"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"Calls of {{service}} that take longer than {bound} s come {{value}} times as often as the {allowed:.0%} that are "
                     f"allowed, in the last hour and still",
            money=around.spent("15m", "while it spends {cost} per hour"), panel=dashboards.LATENCY_PERCENTILES,
            runbook="AgentLatencySLO",
            reason="Without calls nobody waits; while metrics cannot be asked, the last answer holds.",
        )

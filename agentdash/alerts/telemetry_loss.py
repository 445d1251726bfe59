"""Telemetry that does not arrive.

agentdash's Collector sends every series again each interval, idle or not, so silence means that the way is broken and not
that nobody works. With a Collector of one's own only what it says of itself could tell, and that has other names.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.context import AlertContext
from agentdash.query import promql
from agentdash.signals.pipeline import ACCEPTED
from agentdash.vocabulary import dashboards


def telemetry_loss(context: AlertContext) -> Iterator[Alert]:
    """The share that the Collector lost; all of it where the Collector itself fell silent."""
    signal = context.signals.telemetry_loss
    if not signal.measured:
        return
    for scope in context.scopes("lost"):
        rule = scope.rule
        window, before = rule["window"], rule["past"]

        def seen(window: str) -> str:
            return promql.aggregate("count", f"max_over_time({promql.selector(ACCEPTED[0], (), window)})")

        silent = f"(({seen(f'{before} offset {window}')} * 0 + 1) unless {seen(window)})"
        yield Alert(
            key="lost", name="AgentTelemetryLost", title="Telemetry does not arrive", expression=f"{signal.rate((), (), window)} or {silent}",
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=(),
            summary="{value} of the agents' telemetry of the last {window} was lost (100% where the Collector itself is silent)",
            figures={"window": window},
            money=Money("agentdash:spend_per_hour:before", context.per_hour(context.signals.cost, (), "1h offset 1h"), (),
                        "while nobody sees what is spent, {cost} per hour before"),
            panel=dashboards.TELEMETRY_LOST, runbook="AgentTelemetryLost", every=300, on_error="Alerting",
            reason="No data means that nothing ever arrived, an installation that waits for its first agent; an error means that metrics cannot "
                   "be asked, which is what this alert is for: one of them, while the others hold their last answer.",
        )

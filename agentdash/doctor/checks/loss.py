"""Whether the Collector lost any of what it took."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.world import World


class Loss(Check):
    """What the Collector lost of what it took."""

    name, title, needs = "loss", "Telemetry lost", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """The share in the time, against the alert's limit."""
        signal = world.signals.telemetry_loss
        if not signal.measured:
            yield unknown("only agentdash's Collector tells", asked=False)
            return
        share = next((row.value for row in world.prometheus.query(str(signal.total(window=world.since)))), None)
        if share is None:
            yield unknown(f"the Collector's own counters are not in the metrics of the last {world.since}", "let collector.own_metrics be scraped by the Collector itself", asked=False)
        elif signal.limits and share > signal.limits.look:
            yield bad(f"{share:.1%} of the telemetry of the last {world.since} was refused or given up", "more memory for the Collector, or a backend that keeps up")
        else:
            yield good(f"{share:.1%} of the telemetry of the last {world.since}")

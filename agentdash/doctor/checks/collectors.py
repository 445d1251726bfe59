"""Whether several Collectors count side by side, which nobody told to divide by traces."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, good, unknown
from agentdash.doctor.world import World
from agentdash.query import promql
from agentdash.signals import sources
from agentdash.vocabulary import labels

_WINDOW = "10m"


class Collectors(Check):
    """How many Collectors count at the same time, where the settings have one tier."""

    name, title, needs = "collectors", "Several Collectors", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """A restart begins a new life, but only Collectors side by side count in both of two windows."""
        gateways = world.settings.collector.gateways
        if gateways is not None:
            yield good(f"two tiers: what belongs together, by {gateways.by}, meets at one gateway")
            return
        if "derived" not in world.settings.telemetry.sources:
            yield unknown("only agentdash's Collector says who counted", asked=False)
            return
        now, before = (set(world.by(promql.per_second(f"{sources.DURATION}_count", (), window, (labels.COLLECTOR,)), labels.COLLECTOR))
                       for window in (_WINDOW, f"{_WINDOW} offset {_WINDOW}"))
        several = len(now & before)
        if several > 1:
            yield unknown(f"{several} Collectors count side by side; unless each trace stays with one of them, runs, loops, doubles and fallbacks are judged on parts",
                          "collector: {tiers: two}, or let the balancer before them go by trace (docs/load.md)")
        else:
            yield good("no two count side by side")

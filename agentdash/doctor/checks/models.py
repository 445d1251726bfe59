"""Whether calls name a model, without which there is no price."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding
from agentdash.doctor.gaps import gaps
from agentdash.doctor.world import World


class Models(Check):
    """Calls without a model, by service."""

    name, title, needs = "models", "Models", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """A service whose share is above the signal's own limit."""
        s = world.signals
        yield from gaps(world, s.model_gap, s.calls_without_model, "calls name no model, so they have no price", "use an instrumentation that names it: `agentdash instrument`")

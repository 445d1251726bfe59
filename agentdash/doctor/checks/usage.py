"""Whether calls carry the usage that tokens and money are made of."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding
from agentdash.doctor.gaps import gaps
from agentdash.doctor.world import World


class Usage(Check):
    """Calls without usage, by service."""

    name, title, needs = "usage", "Token usage", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """A service whose share is above the signal's own limit."""
        s = world.signals
        yield from gaps(world, s.usage_gap, s.calls_without_usage, "calls report no token usage, so their cost is not counted",
                         'stream_options={"include_usage": true} for OpenAI streams; `agentdash instrument` has the others')

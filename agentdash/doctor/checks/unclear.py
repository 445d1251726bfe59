"""Whether any AI span was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.gaps import by_service
from agentdash.doctor.names import with_numbers
from agentdash.doctor.world import World


class Unclear(Check):
    """AI spans that nobody understood, by service."""

    name, title, needs = "unclear", "Not understood", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """Any at all."""
        signal = world.signals.unclear_spans
        if not signal.measured:
            yield unknown("only agentdash's Collector counts them", asked=False)
            return
        found = by_service(world, signal)
        if found:
            yield bad(f"spans with tokens that are neither call nor tool nor run: {with_numbers(found.items())}; they are in no other number",
                      "use an instrumentation that docs/truth.md lists, or send us a recording (CONTRIBUTING.md)")
        else:
            yield good("every span with tokens is understood")

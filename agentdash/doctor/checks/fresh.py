"""Whether numbers are there, and are being written."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.examination import broken
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import some, with_numbers
from agentdash.doctor.world import World
from agentdash.query import promql
from agentdash.signals import Counted
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import INPUT

_FRESH = "5m"
"""How far back an instant query looks."""
_LATELY = "15m"


class Fresh(Check):
    """Services and when their last samples were written."""

    name, title, needs = "metrics", "Metrics", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """Asks calls, or tokens where the source has no calls, by service."""
        known = [one for one in (world.signals.calls, world.signals.tokens(INPUT)) if one.measured]
        found: dict[str, float] = {}
        for signal in known:
            found = found or self._services(world, signal, world.since)
        if not found:
            raise broken(f"no number of an agent in the last {world.since}",
                         "see the Collector above; where it is well, look whether it writes to the same Prometheus and tenant")
        yield good(f"{len(found)} services in the last {world.since}: {with_numbers(found.items())}")
        metrics = {series.metric for signal in known for source in signal.series for series in source}
        if not world.prometheus.query(promql.aggregate("count", promql.any_of(metrics))):
            yield bad(f"nothing was written in the last {_FRESH}: every series has ended", "see the Collector and Backends above: it is stopped, or its writes are refused")
            return
        lately = self._services(world, known[0], _LATELY)
        yield good(f"written until now; active in the last {_LATELY}: {some(sorted(lately)) or 'nobody'}")

    def _services(self, world: World, signal: Counted, window: str) -> dict[str, float]:
        return {service: number for (service,), number in world.by(str(signal.total((labels.SERVICE,), window=window)), labels.SERVICE).items()}

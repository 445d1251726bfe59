"""Which telemetry source feeds which service, and whether it is one that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.query import promql
from agentdash.signals import bind
from agentdash.signals.sources import METRIC_SOURCES
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import INPUT


class TelemetrySources(Check):
    """Series of every source, by service."""

    name, title, needs = "sources", "Sources", ("prometheus",)

    def run(self, world: World) -> Iterator[Finding]:
        """Asks calls, else tokens, of each source, chosen or not."""
        chosen = world.settings.telemetry.sources
        fed = {source: found for source in METRIC_SOURCES if (found := self._services(world, source))}
        for source in (one for one in METRIC_SOURCES if one in chosen and one in fed):
            yield good(f"{source} feeds {some(sorted(fed[source]))}")
        if not fed:
            yield unknown("no service has series of any source", asked=False)
            return
        seen = {service for source, found in fed.items() if source in chosen for service in found}
        for source, found in fed.items():
            if source not in chosen and (unseen := sorted(found - seen)):
                yield bad(f"{some(unseen)}: only {source} series, which telemetry.sources ({', '.join(chosen)}) does not read",
                          "send it through agentdash's Collector, or add the source to telemetry.sources")
        for source in chosen:
            if source in METRIC_SOURCES and source not in fed:
                yield bad(f"telemetry.sources names {source}, and no service has series of it" + (f"; there are {', '.join(fed)}" if fed else ""),
                          "take it out of telemetry.sources, or see why the Collector does not write it")

    def _services(self, world: World, source: str) -> set[str]:
        settings = world.settings
        signals = bind(replace(settings, telemetry=replace(settings.telemetry, sources=(source,))))
        for signal in (signals.calls, signals.tokens(INPUT)):
            if signal.measured and (found := world.by(str(signal.total((labels.SERVICE,), window=world.since)), labels.SERVICE)):
                # Prometheus' own scrapes call an instance `job`; who has no service is nobody's.
                own = {row.labels.get(labels.COLLECTOR, "") for row in world.prometheus.query(promql.aggregate("count", signal.series[0][0].metric, (labels.COLLECTOR,)))}
                if source == "semconv" and own and "" not in own:
                    # The same names as derived ones, which carry the Collector's life.
                    return set()
                return {one[0] for one in found}
        return set()

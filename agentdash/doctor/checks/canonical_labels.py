"""Whether series carry the labels by which dashboards narrow and tell apart, and whether these say something."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import with_numbers
from agentdash.doctor.world import World
from agentdash.query import promql
from agentdash.vocabulary import attributes, labels

_UNNAMED = "unknown_service"
"""What SDKs call a program without a name."""
_TAG = {labels.ENVIRONMENT: attributes.ENVIRONMENT, labels.TENANT: attributes.TENANT}


class CanonicalLabels(Check):
    """Labels that are missing, and the share of ``unknown``."""

    name, title, needs = "labels", "Labels", ("metrics",)

    def run(self, world: World) -> Iterator[Finding]:
        """Asks the signal of calls, label by label."""
        calls = world.signals.calls
        if not calls.measured:
            return
        if calls.binding.sources == ("derived",) and (lost := self._lost(world)):
            yield bad(f"series of calls lack {', '.join(lost)}: not written by agentdash's Collector, or changed on the way",
                      "let nothing drop or rename labels between the Collector and the backend (write_relabel_configs)")
        by_service = world.by(str(calls.total((labels.SERVICE,), window=world.since)), labels.SERVICE)
        unnamed = {name: number for (name,), number in by_service.items() if not name or name == labels.UNKNOWN or name.startswith(_UNNAMED)}
        if unnamed:
            yield bad(f"calls of programs that do not say their name: {with_numbers(unnamed.items())}", "set OTEL_SERVICE_NAME in each program")
        told = []
        for label in (labels.ENVIRONMENT, labels.TENANT, labels.PROVIDER):
            if not self._carried(world, label):
                continue
            silent, everybody = self._silent(world, label)
            name = labels.attribute_name(label)
            if silent and not everybody:
                remedy = f"OTEL_RESOURCE_ATTRIBUTES={_TAG[label]}=… in these programs" if label in _TAG else "a dialect may be missing: send us a recording"
                yield bad(f"{name} is unknown for calls of {with_numbers(silent.items())}, and known for others", remedy)
            elif everybody:
                told.append(f"nobody says {name}")
        if not unnamed:
            yield good("every service has a name" + (f"; {', and '.join(told)}" if told else ""))

    def _lost(self, world: World) -> list[str]:
        metric = world.signals.calls.series[0][0].metric
        wanted = (labels.SERVICE, labels.ENVIRONMENT, labels.TENANT, labels.AGENT, labels.OPERATION, labels.MODEL, labels.FAILED, labels.COLLECTOR)
        return [label for label in wanted if world.prometheus.query(promql.aggregate("count", promql.selector(metric, (promql.equals(label, ""),))))]

    def _carried(self, world: World, label: str) -> bool:
        return "derived" in world.settings.telemetry.sources and label in world.signals.calls.labels

    def _silent(self, world: World, label: str) -> tuple[dict[str, float], bool]:
        """Calls of services that do not say it, and whether nobody does."""
        found = world.by(str(world.signals.calls.total((labels.SERVICE, label), window=world.since)), labels.SERVICE, label)
        silent = {service: number for (service, value), number in found.items() if value == labels.UNKNOWN}
        return silent, bool(silent) and len(silent) == len(found)



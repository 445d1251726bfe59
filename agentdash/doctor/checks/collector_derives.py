"""Whether the Collector makes series out of what it took."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import NoAnswer
from agentdash.doctor.examination import unreachable
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.signals import sources
from agentdash.vocabulary import labels


class CollectorDerives(Check):
    """Its own endpoint of series: calls by service."""

    name, title, needs = "collector-derives", "Derived series", ("collector",)

    def run(self, world: World) -> Iterator[Finding]:
        """Reads what it holds in memory, which needs no backend."""
        try:
            held = world.own_series()
        except NoAnswer as error:
            raise unreachable(f"it shows no series: {error}", "open collector.series to this machine, or run doctor beside the Collector") from None
        calls = held.get(f"{sources.DURATION}_count", [])
        unclear = {row.labels.get(labels.SERVICE, "") for row in held.get(sources.UNCLEAR.removesuffix("_total"), ())}
        if calls:
            services = sorted({row.labels.get(labels.SERVICE, "") for row in calls})
            yield good(f"derives {sum(map(len, held.values()))} series; calls of {some(services)}")
        elif unclear:
            yield bad(f"understands nothing of what {some(sorted(unclear))} sends", "send us a recording (CONTRIBUTING.md); `agentdash instrument` has what is known")
        elif self._took_spans(world):
            yield bad("took spans, and none of them is a call to a model", "instrument the calls, not only the web framework: `agentdash instrument`")
        else:
            yield unknown("nothing to derive series from yet", asked=False)

    def _took_spans(self, world: World) -> bool:
        try:
            return sum(row.value for row in world.own_metrics().get("otelcol_receiver_accepted_spans", ())) > 0
        except NoAnswer:
            return False

"""``--panel``: one panel's own queries, asked of the metrics themselves, without Grafana."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import View
from agentdash.doctor.empty import reason
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.explain import described, find
from agentdash.explain.answers import as_sent


class AskedPanel(Check):
    """Whether one panel's queries find anything (`--panel`), and which matcher empties them."""

    name, title, needs, per_panel = "panel", "Panel", ("prometheus",), True

    def run(self, world: World) -> Iterator[Finding]:
        """Over the time of --since, with the choices of --set."""
        if not world.panel:
            return
        view = View(world.now - world.seconds, world.now, scrape=world.settings.telemetry.interval)
        for found in find(world.settings, world.panel):
            explained = described(world.settings, found)
            asked = [query for query in explained.queries if query.asks == "prometheus"]
            empty = [query for query in asked if not _answers(world, as_sent(query.text, view, world.chosen))]
            if len(empty) < len(asked):
                beside = f"; nothing in {some(query.ref for query in empty)}" if empty else ""
                yield good(f"{explained.title} has data in the last {world.since}{beside}")
            elif asked:
                why = reason(asked[0].text, world.chosen, view, lambda text: _answers(world, text))
                yield bad(f"{explained.title}: {why.line}", "choose All, or another value" if why.chosen else "`agentdash doctor` without --panel says whether its service arrives")


def _answers(world: World, query: str) -> bool:
    return bool(world.prometheus.query(query))

"""``--panel``: one panel's own queries, asked of the metrics themselves, without Grafana."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.ask import View
from agentdash.doctor.empty import reason
from agentdash.doctor.examination import unreachable
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.world import World
from agentdash.explain import described, find
from agentdash.explain.answers import as_sent


class AskedPanel(Check):
    """Whether its queries find anything, and which matcher empties them."""

    name, title, needs, per_panel = "panel", "Panel", ("prometheus",), True

    def run(self, world: World) -> Iterator[Finding]:
        """Over the time of --since, with the choices of --set."""
        if not world.panel:
            raise unreachable("no panel was named (--panel KEY)", asked=False)
        view = View(world.now - world.seconds, world.now, scrape=world.settings.telemetry.interval)
        for found in find(world.settings, world.panel):
            explained = described(world.settings, found)
            for query in explained.queries:
                if query.asks != "prometheus":
                    continue
                name = f"{explained.title}, {query.ref}"

                def ask(text: str) -> bool:
                    return bool(world.prometheus.query(text))

                if ask(as_sent(query.text, view, world.chosen)):
                    yield good(f"{name} has data in the last {world.since}")
                else:
                    why = reason(query.text, world.chosen, view, ask)
                    yield bad(f"{name}: {why.line}", "choose All, or another value" if why.chosen else "`agentdash doctor` without --panel says whether its service arrives")

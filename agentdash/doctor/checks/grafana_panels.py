"""Whether each panel's query answers, asked as the browser asks it: through Grafana's own API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.ask import View
from agentdash.doctor.empty import Reason, reason
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.saved import Saved, saved_dashboards
from agentdash.doctor.through_grafana import QueryFailed, has_data
from agentdash.doctor.world import World
from agentdash.explain import find
from agentdash.settings.durations import is_duration, seconds
from agentdash.vocabulary.dashboards import LONG


class GrafanaPanels(Check):
    """Every query of Prometheus' on every saved dashboard."""

    name, title, needs, per_panel = "grafana-panels", "Panels", ("grafana",), True

    def run(self, world: World) -> Iterator[Finding]:
        """Each with the dashboard's own range and choices. An empty one is only wrong where a choice empties it."""
        with_data, quiet = 0, dict[str, str]()
        found = [one for one in find(world.settings, world.panel) if one.panel] if world.panel else []
        wanted = {one.panel.id for one in found if one.panel}
        others = {*LONG.values()} - {one.name for one in found} if wanted else set()
        for dashboard in saved_dashboards(world):
            if dashboard.name in others:
                continue
            begin = dashboard.range if is_duration(dashboard.range) else world.settings.grafana.time_range
            view = View(world.now - seconds(begin), world.now, scrape=world.settings.telemetry.interval)
            for panel in dashboard.panels:
                if wanted and panel.get("id") not in wanted:
                    continue
                world.progress(f"{dashboard.title}: {panel.get('title')}")
                queries = [target for target in panel["targets"] if target.get("expr") and not target.get("hide") and _is_prometheus(target, panel)]
                if not queries:
                    continue
                name = f"{dashboard.name}/{panel.get('title')}"
                try:
                    empty = self._asked(world, dashboard, queries, view)
                except QueryFailed as error:
                    yield bad(f"{name}: its query fails: {error}", "`agentdash push` brings the query that the settings mean; see the datasource's log")
                    continue
                if empty is None:
                    with_data += 1
                elif empty.chosen or world.panel:
                    yield bad(f"{name}: {empty.line}", "choose All, or another value" if empty.chosen else "see the checks above for the service that should feed it")
                else:
                    quiet[name] = empty.line
        if with_data:
            yield good(f"{with_data} panels have data" + (f"; nothing to show on {some(quiet, 3)}" if quiet else ""))
        elif quiet:
            yield bad(f"all {len(quiet)} panels are empty: {next(iter(quiet.values()))}", "see Metrics above; Grafana's datasource may lead to another Prometheus")
        elif world.panel:
            yield unknown("on the saved dashboards it asks no metrics itself: it reads another panel's columns, or traces or logs", asked=False)

    def _asked(self, world: World, dashboard: Saved, queries: Sequence[Mapping[str, Any]], view: View) -> Reason | None:
        """None where a query has data; else why the first one has none."""
        chosen = dashboard.chosen(world)
        # Every query is asked, for an error of any of them; a graph's newest point may lie behind the last step.
        answers = [has_data(world, target, target["expr"], chosen, view) for target in queries]
        if any(answers) or any(has_data(world, {**target, "instant": True}, target["expr"], chosen, view) for target in queries if not target.get("instant")):
            return None
        first = queries[0]
        return reason(first["expr"], chosen, view, lambda query: has_data(world, {**first, "instant": True}, query, {}, view))


def _is_prometheus(target: Mapping[str, Any], panel: Mapping[str, Any]) -> bool:
    asked = target.get("datasource") or panel.get("datasource")
    # Dashboards of long ago name a datasource by a text.
    return isinstance(asked, Mapping) and asked.get("type") == "prometheus"

"""Whether what dashboards have chosen still exists: a variable that is saved with a service that is gone empties every panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.doctor.datasource_uids import known
from agentdash.doctor.finding import Check, Finding, bad, good
from agentdash.doctor.names import some
from agentdash.doctor.saved import Saved, saved_dashboards
from agentdash.doctor.world import World
from agentdash.vocabulary.dashboards import STANDING


class GrafanaVariables(Check):
    """The values that are saved in each dashboard, and those of ``--set``."""

    name, title, needs = "grafana-variables", "Variables", ("grafana", "prometheus")

    def run(self, world: World) -> Iterator[Finding]:
        """Compares them with the values that the metrics have."""
        wrong: dict[tuple[str, str], list[str]] = {}
        there = {str(one.get("uid")) for one in known(world).values()}
        for one in saved_dashboards(world):
            for variable in one.variables:
                for value in _vanished(world, one, variable):
                    wrong.setdefault((str(variable["name"]), value), []).append(one.title)
                if variable["type"] == "datasource" and there and (uid := str((variable.get("current") or {}).get("value") or "")) and uid not in there:
                    yield bad(f"{one.title}: {variable.get('label') or variable['name']} is set to the datasource {uid}, which is not there",
                              "choose another one on the dashboard and save it, or `agentdash push --force`")
        for (name, value), titles in wrong.items():
            yield bad(f'{name} is set to "{value}", which no series has in the last {world.since} ({some(titles)})', "choose All, or another value, and save the dashboard")
        if not wrong:
            yield good("what is chosen on the dashboards exists")


def _vanished(world: World, dashboard: Saved, variable: Mapping[str, Any]) -> Sequence[str]:
    """Chosen values that there are not."""
    name = variable["name"]
    label = STANDING.get(name)
    chosen = dashboard.chosen(world).get(name, ())
    if variable["type"] != "query" or label is None or not chosen:
        return ()
    there = {value for (value,) in world.by(str(world.signals.calls.total((label,), window=world.since)), label)} if world.signals.calls.measured else set()
    return [value for value in chosen if there and value not in there]

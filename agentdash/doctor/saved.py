"""Dashboards as Grafana has them, with what is chosen on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agentdash.dashboards import dashboards
from agentdash.doctor.world import World
from agentdash.push.client import path
from agentdash.push.errors import Missing

_ALL = ("$__all", "")


@dataclass(frozen=True)
class Saved:
    """A dashboard's JSON out of Grafana."""

    name: str
    """Its name in the settings: ``overview``."""
    spec: Mapping[str, Any]

    @property
    def title(self) -> str:
        """For people."""
        return str(self.spec.get("title") or self.name)

    @property
    def variables(self) -> Sequence[Mapping[str, Any]]:
        """In their order."""
        return list((self.spec.get("templating") or {}).get("list") or ())

    @property
    def panels(self) -> Iterator[Mapping[str, Any]]:
        """All panels with queries, those in closed rows included."""
        for panel in self.spec.get("panels") or ():
            for one in (panel, *(panel.get("panels") or ())):
                if one.get("targets"):
                    yield one

    def chosen(self, world: World) -> dict[str, list[str]]:
        """Values of variables that are not All: those of ``--set``, else the saved ones."""
        found: dict[str, list[str]] = {}
        for variable in self.variables:
            name = str(variable.get("name"))
            value = world.chosen.get(name) or (variable.get("current") or {}).get("value")
            values = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]
            if values and values[0] not in _ALL:
                found[name] = values
        return found

    @property
    def range(self) -> str:
        """How far back it opens, e.g. ``6h``; "" for a range that is not that simple."""
        begin = str((self.spec.get("time") or {}).get("from") or "")
        return begin.removeprefix("now-") if begin.startswith("now-") else ""


def saved_dashboards(world: World) -> list[Saved]:
    """Those of the settings that are in Grafana."""
    return world.once("saved dashboards", lambda: [*_read(world)])


def _read(world: World) -> Iterator[Saved]:
    for name in dashboards(world.settings):
        uid = f"{world.settings.grafana.uid_prefix}-{name}"
        try:
            answer = world.grafana.client.get("/dashboards/uid" + path(uid))
        except Missing:
            continue
        yield Saved(name, answer["dashboard"])

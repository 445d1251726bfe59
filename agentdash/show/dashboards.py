"""The dashboards of the settings as Grafana gets them, each panel with its key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agentdash.dashboards import dashboards
from agentdash.errors import unknown
from agentdash.settings import Settings


def saved(settings: Settings, name: str) -> dict[str, Any]:
    """One dashboard as JSON; panels have their ``key`` beside what Grafana reads. Raises UnknownName."""
    known = dashboards(settings)
    if name not in known:
        raise unknown("dashboard", name, known)
    keys = {panel.id: panel.key for panel in known[name].all_panels()}
    found = known[name].to_json_data()
    for panel in _all(found["panels"]):
        panel["key"] = keys.get(panel["id"], "")
    return found


def _all(panels: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for panel in panels:
        yield panel
        yield from _all(panel.get("panels", ()))

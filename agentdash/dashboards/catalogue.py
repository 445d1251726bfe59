"""Every dashboard by its name, and their files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agentdash.dashboards import cost, coverage, overview, reliability, traces
from agentdash.grafana import json_text
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels.context import Context, context
from agentdash.signals import measured

if TYPE_CHECKING:
    from agentdash.settings import Settings

DASHBOARDS: dict[str, Callable[[Context], Dashboard]] = {
    module.NAME: module.dashboard for module in (overview, traces, cost, reliability, coverage)
}

_NEEDS = {cost.NAME: cost.needs, reliability.NAME: reliability.needs, coverage.NAME: coverage.needs}


def dashboards(settings: Settings) -> dict[str, Dashboard]:
    """The dashboards that the settings ask for, by name, but for those that would be empty: without agentdash's own
    series nobody can tell which calls report no usage."""
    around = context(settings)
    names = [name for name in settings.dashboards if name in DASHBOARDS]
    built = [name for name in names if name not in _NEEDS or measured(*_NEEDS[name](around))]
    around = replace(around, addresses=replace(around.addresses, built=frozenset(built)))
    return {name: DASHBOARDS[name](around) for name in built}


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The dashboards' JSON, and the folder that they lie in."""
    grafana = settings.grafana
    folders = [{"title": grafana.folder, "uid": grafana.folder_uid}]
    found = {f"dashboards/{name}.json": json_text.dumps(one.to_json_data()) for name, one in dashboards(settings).items()}
    found["api/folders.json"] = (json.dumps(folders, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    return found

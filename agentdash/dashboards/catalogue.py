"""Every dashboard by its name, and their files."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agentdash.dashboards import changes, coding, cost, coverage, overview, reliability, traces
from agentdash.dashboards.definition import DashboardDefinition
from agentdash.errors import AgentdashWarning, UserError, unknown
from agentdash.grafana import json_text
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels.context import Context, context, hourly
from agentdash.settings import texts
from agentdash.settings.alerts import OwnAlert
from agentdash.signals import measured
from agentdash.vocabulary import dashboards as dashboard_names

if TYPE_CHECKING:
    from agentdash.settings import Settings

_OURS = (
    DashboardDefinition(overview.NAME, overview.dashboard), DashboardDefinition(traces.NAME, traces.dashboard),
    DashboardDefinition(cost.NAME, cost.dashboard, cost.needs), DashboardDefinition(reliability.NAME, reliability.dashboard, reliability.needs),
    DashboardDefinition(coverage.NAME, coverage.dashboard, coverage.needs), DashboardDefinition(coding.NAME, coding.dashboard, coding.needs),
)
DASHBOARDS: dict[str, DashboardDefinition] = {one.name: one for one in _OURS}


def dashboards(settings: Settings) -> dict[str, Dashboard]:
    """The dashboards that the settings ask for, and those of extensions, by name, but for those that would be empty: without
    agentdash's own series nobody can tell which calls report no usage.

    Raises UserError for what the settings say of panels that no dashboard has.
    """
    found = _built(settings)
    _check(settings, found)
    if settings.texts:
        texts.tell(settings.texts_file, {name: one.texts for name, one in found.items()}, settings.texts)
    return found


def _built(settings: Settings) -> dict[str, Dashboard]:
    around, wanted = _wanted(settings)
    return {**{name: one.build(around) for name, one in wanted.items()}, **_of_long_ranges(around, wanted)}


def _wanted(settings: Settings) -> tuple[Context, dict[str, DashboardDefinition]]:
    """The dashboards that have something to show, and their surroundings."""
    wanted = {name: DASHBOARDS[name] for name in settings.dashboards if name in DASHBOARDS}
    for own in settings.additions.of(DashboardDefinition):
        if own.name in DASHBOARDS or own.name in wanted:
            raise UserError(f"{own.place}: a dashboard is called {own.name} already; give yours another name")
        wanted[own.name] = own
    around = context(settings)
    built = {name: one for name, one in wanted.items() if measured(*one.needs(around))}
    return replace(around, addresses=replace(around.addresses, built=frozenset(built))), built


def _of_long_ranges(around: Context, wanted: Mapping[str, DashboardDefinition]) -> dict[str, Dashboard]:
    if not around.settings.long_ranges:
        return {}
    long = hourly(around)
    return {dashboard_names.LONG[name]: one.build(long) for name, one in wanted.items() if name in dashboard_names.LONG}


def long_ranges(settings: Settings) -> dict[str, Dashboard]:
    """Those of the dashboards that read hourly samples. Raises UserError as :func:`dashboards` does."""
    return _of_long_ranges(*_wanted(settings))


def _check(settings: Settings, found: dict[str, Dashboard]) -> None:
    """What the settings say of panels and dashboards is about some that there are."""
    own = [one for one in settings.panels if not one.signal]
    told = {place for name, one in found.items() for place in changes.refer(own, name, one.offered)}
    unheard = [(one.place, one.dashboard, one.key) for one in own if one.place not in told]
    unheard += [(one.place, one.dashboard, "") for one in settings.panels if one.signal and one.dashboard not in found]
    panels = {f"{name}/{panel.key}" for name, one in found.items() for panel in one.all_panels()}
    unheard += [(f"{one.place}.panel", *_parts(one.panel)) for one in (*settings.alerts.own, *settings.additions.of(OwnAlert))
                if one.panel and one.panel not in panels]
    if not unheard:
        return
    # Other settings build more; what is there under those is no mistake.
    possible = {name: one.offered for name, one in _built(_everything(settings)).items()}
    for place, dashboard, key in unheard:
        if dashboard and dashboard not in possible and dashboard not in found:
            raise UserError(f"{place}: {unknown('dashboard', dashboard, {*possible, *found})}")
        known = {one for name in ([dashboard] if dashboard else possible) for one in (*possible.get(name, ()), *(found[name].offered if name in found else ()))}
        if key and key not in known:
            raise UserError(f"{place}: {unknown('panel', key, known)}")
        warnings.warn(f"{place}: these settings do not build it", AgentdashWarning, stacklevel=3)


def _parts(panel: str) -> tuple[str, str]:
    dashboard, _, key = panel.partition("/")
    return dashboard, key


def _everything(settings: Settings) -> Settings:
    return replace(settings, dashboards=tuple(DASHBOARDS), panels=(), texts={}, telemetry=replace(settings.telemetry, sources=("derived",)))


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The dashboards' JSON, and the folder that they lie in."""
    grafana = settings.grafana
    folders = [{"title": grafana.folder, "uid": grafana.folder_uid}]
    found = {f"dashboards/{name}.json": json_text.dumps(as_saved(one)) for name, one in dashboards(settings).items()}
    found["api/folders.json"] = (json.dumps(folders, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    return found


def as_saved(board: Dashboard) -> dict[str, Any]:
    """The dashboard's JSON as it goes into Grafana; each description ends in the command that says the rest: series, prices, the query."""
    found = board.to_json_data()
    keys = {panel.id: panel.key for panel in board.all_panels() if panel.targets}
    for panel in (one for row in found["panels"] for one in (row, *row.get("panels", ()))):
        if key := keys.get(panel.get("id")):
            panel["description"] = f"{panel.get('description', '')}\n\n`agentdash explain {key}`".strip()
    return found

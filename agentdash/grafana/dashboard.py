"""A dashboard in the classic model, schema version 42: the form that every way into Grafana takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attr
import grafanalib.core as grafanalib

from agentdash.errors import unknown
from agentdash.grafana.ids import MAX_UID, distinct_panel_ids
from agentdash.grafana.panel import Panel
from agentdash.grafana.targets import PanelTarget

Annotations, Templating, Time = grafanalib.Annotations, grafanalib.Templating, grafanalib.Time

SCHEMA_VERSION = 42
REFRESH_INTERVALS = ["30s", "1m", "5m", "15m", "30m", "1h"]
SHARED_CROSSHAIR = 1


def _plain(thing: Any) -> Any:
    return thing.to_json_data() if hasattr(thing, "to_json_data") else thing


@attr.s(kw_only=True, eq=False, repr=False)
class Dashboard(grafanalib.Dashboard):
    """Panels, variables and links under one uid.

    Gives every panel its id and connects the panels that read each other's results. Raises :class:`ValueError` for a uid
    of more than forty characters and for two panels with one key.
    """

    title: str = attr.ib()
    uid: str = attr.ib()
    quickRanges: tuple[tuple[str, str], ...] = attr.ib(default=())
    """What the time picker offers, as (words, beginning); empty for Grafana's own list, which older Grafanas show in any case."""
    offered: tuple[str, ...] = attr.ib(default=())
    """Keys of all its panels before any was hidden."""
    texts: Mapping[str, Any] = attr.ib(factory=dict)
    """What people read on it in our own words, by key."""

    def __attrs_post_init__(self) -> None:
        """Ids come from keys, so they do not depend on the order of panels."""
        if not 0 < len(self.uid) <= MAX_UID:
            raise ValueError(f"uid {self.uid!r} has {len(self.uid)} characters; Grafana takes 1 to {MAX_UID}")
        panels = list(self._iter_panels())
        ids = distinct_panel_ids(panel.key for panel in panels)
        for panel in panels:
            panel.id = ids[panel.key]
            for target in panel.targets:
                if isinstance(target, PanelTarget):
                    if target.key not in ids:
                        raise unknown(f"panel on the dashboard {self.uid!r}, which {panel.key!r} reads:", target.key, ids)
                    target.panel = ids[target.key]

    def _iter_panels(self) -> Iterator[Any]:
        for panel in self.panels:
            yield panel
            yield from getattr(panel, "panels", ())

    def all_panels(self) -> list[Panel]:
        """All panels but the rows' headings, those in closed rows included."""
        return [panel for panel in self._iter_panels() if isinstance(panel, Panel)]

    def panel(self, key: str) -> Panel:
        """The panel with that key, those in closed rows included. Raises :class:`~agentdash.errors.UnknownName`."""
        known = {panel.key: panel for panel in self.all_panels()}
        if key not in known:
            raise unknown(f"panel on the dashboard {self.uid!r}:", key, known)
        return known[key]

    def to_json_data(self) -> dict[str, Any]:
        """The dashboard as Grafana saves it: plain dicts and lists, ready for :func:`json_text.dumps`."""
        return {
            "annotations": {"list": [_plain(one) for one in self.annotations.list]},
            "description": self.description,
            "editable": self.editable,
            "fiscalYearStartMonth": 0,
            "graphTooltip": SHARED_CROSSHAIR,
            "links": [_plain(link) for link in self.links],
            "liveNow": False,
            "panels": [panel.to_json_data() for panel in self.panels],
            "preload": False,
            "refresh": self.refresh,
            "schemaVersion": SCHEMA_VERSION,
            "tags": list(self.tags),
            "templating": {"list": [_plain(one) for one in self.templating.list]},
            "time": self.time.to_json_data(),
            "timepicker": self._timepicker(),
            "timezone": self.timezone,
            "title": self.title,
            "uid": self.uid,
            "weekStart": "",
        }

    def _timepicker(self) -> dict[str, Any]:
        found: dict[str, Any] = {"refresh_intervals": REFRESH_INTERVALS}
        if self.quickRanges:
            found["quick_ranges"] = [{"display": words, "from": start, "to": "now"} for words, start in self.quickRanges]
        return found

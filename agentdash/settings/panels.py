"""`panels:`, panels with another title, size or place, and new ones of signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place
from agentdash.vocabulary.dashboards import PanelRef


@dataclass(frozen=True)
class PanelSettings:
    """What is different about a panel; None says nothing."""

    # On one dashboard, or ("") on all that have it
    dashboard: str
    key: str
    title: str | None
    description: str | None
    unit: str | None
    hide: bool
    # From where it is orange, and red
    thresholds: tuple[float, float] | None
    # Of 24 columns, and lines of 30 pixels
    width: int | None
    height: int | None
    # Keys of panels, and the title of a section
    after: str | None
    before: str | None
    section: str | None
    # A new panel: the signal that it draws, how, and by which labels
    signal: str
    draw: str
    by: tuple[str, ...]
    # Where the settings say it
    place: str

    def concerns(self, panel: PanelRef) -> bool:
        """Whether it is about this panel."""
        return self.key == panel.panel and self.dashboard in ("", panel.dashboard)


_PLACES = ("after", "before", "section")
_OF_NEW = ("draw", "by")


def from_raw(raw: Mapping[str, Any], at: Place) -> tuple[PanelSettings, ...]:
    """Build them from their checked YAML. Two places for one panel are a problem, and a new panel without a dashboard."""
    return tuple(_panel(name, one or {}, at[name]) for name, one in raw.items())


def _panel(name: str, raw: Mapping[str, Any], at: Place) -> PanelSettings:
    dashboard, _, key = name.rpartition("/")
    places = [place for place in _PLACES if place in raw]
    for place in places[1:]:
        at[place].wrong(f"it has a place already ({places[0]})", "keep one of them")
    if not raw:
        at.wrong("says nothing", "write e.g. hide: true")
    if "signal" in raw and not dashboard:
        at.wrong("a new panel needs a dashboard", f"write e.g. overview/{name}:")
    if "signal" not in raw:
        for one in _OF_NEW:
            if one in raw:
                at[one].wrong("only a new panel says that", "write signal: beside it, or remove it")
    return PanelSettings(
        dashboard, key, raw.get("title"), raw.get("description"), raw.get("unit"), raw.get("hide", False), _thresholds(raw.get("thresholds"), at["thresholds"]),
        raw.get("width"), raw.get("height"), raw.get("after"), raw.get("before"), raw.get("section"), raw.get("signal", ""), raw.get("draw", "graph"),
        tuple(raw.get("by", ())), str(at),
    )


def _thresholds(raw: Mapping[str, float] | None, at: Place) -> tuple[float, float] | None:
    if not raw:
        return None
    red = raw["red"]
    orange = raw.get("orange", red / 2)
    if not orange < red:
        at["orange"].wrong(f"{orange:g} is not below red", f"write e.g. {red / 2:g}")
    return float(orange), float(red)

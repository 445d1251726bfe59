"""A plain grafanalib panel among ours: placed as it is, its JSON put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import attr
import grafanalib.core as grafanalib

from agentdash.grafana.panel import Panel
from agentdash.grafana.targets import PROMETHEUS

_OF_OLD_EDITORS = ("query", "target", "metric", "intervalFactor", "step")
"""What grafanalib writes on every query and Prometheus' datasource does not know."""
_BASE = {"mode": "absolute", "steps": [{"color": "green", "value": None}]}


def is_plain(panel: object) -> TypeGuard[grafanalib.Panel]:
    """Whether it is grafanalib's own and none of ours."""
    return isinstance(panel, grafanalib.Panel) and not isinstance(panel, Panel)


def is_row(panel: object) -> bool:
    """Whether it is a heading, for which a section stands here."""
    return isinstance(panel, grafanalib.RowPanel)


def slug(title: str) -> str:
    """A title as a key: ``queue-depth``."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@attr.s(kw_only=True, eq=False, repr=False)
class Foreign(Panel):
    """grafanalib's panel with a key. Queries without a datasource ask the dashboard's metrics; what says nothing is left out."""

    written: Mapping[str, Any] = attr.ib()
    """What grafanalib makes of it."""

    def to_json_data(self) -> dict[str, Any]:
        """The panel as grafanalib writes it, without what is empty, with our id, place, links and texts."""
        found: dict[str, Any] = _cleaned(self.written)
        found |= {"id": self.id, "title": self.title, "gridPos": _plain(self.gridPos)}
        # Of older forms, that the grid replaced.
        for name in ("span", "height", "minSpan", "error", "editable"):
            found.pop(name, None)
        if self.description:
            found["description"] = self.description
        targets = found.get("targets", [])
        source = found.get("datasource") or next((one["datasource"] for one in targets if "datasource" in one), PROMETHEUS)
        if targets:
            found["datasource"] = source
            found["targets"] = [_target(one, source) for one in targets]
        legend = found.get("options", {}).get("legend")
        if legend:
            legend.setdefault("showLegend", legend.get("displayMode") != "hidden")
        if "fieldConfig" in found:
            defaults = found["fieldConfig"].setdefault("defaults", {})
            if not defaults.get("unit"):
                defaults.pop("unit", None)
            if not defaults.get("thresholds", {}).get("steps"):
                defaults["thresholds"] = _BASE
            if self.unit:
                defaults["unit"] = self.unit
            if self.thresholds:
                defaults["thresholds"] = dict(self.thresholds)
            if self.dataLinks and not defaults.get("links"):
                defaults["links"] = list(self.dataLinks)
        return found


def adopted(original: grafanalib.Panel, key: str, links: Sequence[Mapping[str, Any]]) -> Foreign:
    """The panel under a key of ours, with links where it has none. Its size is that of its own place on the grid, if it has one.

    Raises what grafanalib raises for a panel that it cannot write.
    """
    found = Foreign(key=key, title=original.title, description=original.description or "", written=_plain(original), dataLinks=list(links))
    if original.gridPos:
        found.width, found.height = original.gridPos.w, original.gridPos.h
    return found


def _plain(value: Any) -> Any:
    """Objects of grafanalib as plain data."""
    if hasattr(value, "to_json_data"):
        return _plain(value.to_json_data())
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _cleaned(value: Any) -> Any:
    """Without nulls and empty mappings, but for a threshold's base step."""
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    step = set(value) <= {"color", "value", "index", "line", "op", "yaxis"} and "color" in value
    cleaned = {key: _cleaned(item) for key, item in value.items() if item is not None or (step and key == "value")}
    return {key: item for key, item in cleaned.items() if item != {}}


def _target(target: Mapping[str, Any], source: Any) -> dict[str, Any]:
    found = {key: value for key, value in target.items() if value != "" and not (key == "hide" and not value)}
    found.setdefault("datasource", source)
    if "expr" in found:
        found = {key: value for key, value in found.items() if key not in _OF_OLD_EDITORS}
        found |= {"editorMode": "code", "exemplar": False, "range": not found.get("instant", False)}
        found.setdefault("legendFormat", "__auto")
    return found

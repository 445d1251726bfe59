"""The base of every panel: what all visualizations share, written the way Grafana saves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attr
import grafanalib.core as grafanalib

from agentdash.errors import unknown

PLUGIN_VERSION = "12.4.0"
"""Options are written in the shape of this Grafana; later ones migrate from it by themselves."""

PALETTE = {"mode": "palette-classic-by-name"}
"""A colour by the series' name, so that a model looks the same on every panel and dashboard."""


@attr.s(kw_only=True, eq=False, repr=False)
class Panel(grafanalib.Panel):
    """A panel with a stable key.

    ``key`` names the panel inside its dashboard; its id comes from it. ``signals`` are the names of the signals that it
    draws, for those who ask which telemetry feeds it. ``dataLinks`` open from a point or a cell, ``links`` (grafanalib's)
    from the panel's title. ``noValue`` is what an empty panel says.
    """

    kind: ClassVar[str] = ""

    key: str = attr.ib()
    signals: Sequence[str] = attr.ib(factory=tuple)
    unit: str = attr.ib(default="")
    decimals: int | None = attr.ib(default=None)
    minimum: float | None = attr.ib(default=None)
    maximum: float | None = attr.ib(default=None)
    color: Mapping[str, Any] = attr.ib(factory=lambda: PALETTE)
    thresholds: Mapping[str, Any] | None = attr.ib(default=None)
    mappings: Sequence[Mapping[str, Any]] = attr.ib(factory=list)
    noValue: str = attr.ib(default="")
    dataLinks: Sequence[Mapping[str, Any]] = attr.ib(factory=list)
    overrides: Sequence[Mapping[str, Any]] = attr.ib(factory=list)
    width: int = attr.ib(default=12)
    height: int = attr.ib(default=8)

    def query(self, key: str = "") -> Any:
        """The query with that key (of a table: its column's), or the panel's only one.

        Raises :class:`~agentdash.errors.UnknownName`.
        """
        known = {target.refId: target for target in self.targets}
        if not key and len(known) == 1:
            [key] = known
        if key not in known:
            raise unknown(f"query in the panel {self.key!r}:", key, known)
        return known[key]

    def options(self) -> dict[str, Any]:
        """The visualization's options, all of them."""
        return {}

    def custom(self) -> dict[str, Any]:
        """The visualization's own part of the field options."""
        return {}

    def to_json_data(self) -> dict[str, Any]:
        """The panel as Grafana saves it: plain dicts and lists, without nulls (but a threshold's base step)."""
        found: dict[str, Any] = {
            "fieldConfig": {"defaults": self._defaults(), "overrides": list(self.overrides)},
            "options": self.options(),
            "pluginVersion": PLUGIN_VERSION,
            "title": self.title,
            "type": self.kind,
        }
        if self.gridPos is not None:
            found["gridPos"] = self.gridPos.to_json_data()
        if self.targets:
            found["datasource"] = self.dataSource or self.targets[0].datasource
            found["targets"] = [target.to_json_data() for target in self.targets]
        for name, value in (
            ("description", self.description), ("id", self.id), ("interval", self.interval),
            ("links", [link.to_json_data() if hasattr(link, "to_json_data") else link for link in self.links]),
            ("timeFrom", self.timeFrom), ("hideTimeOverride", self.hideTimeOverride), ("timeShift", self.timeShift),
            ("transformations", self.transformations), ("transparent", self.transparent),
        ):
            if value:
                found[name] = value
        return found

    def _defaults(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "color": self.color, "custom": self.custom(), "links": list(self.dataLinks), "mappings": list(self.mappings),
        }
        for name, value in (
            ("unit", self.unit or None), ("decimals", self.decimals), ("min", self.minimum), ("max", self.maximum),
            ("noValue", self.noValue or None), ("thresholds", self.thresholds),
        ):
            if value is not None:
                found[name] = value
        return found

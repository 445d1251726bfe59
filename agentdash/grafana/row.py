"""Rows: a heading and the panels below it."""

from __future__ import annotations

from typing import Any

import attr
import grafanalib.core as grafanalib


@attr.s(kw_only=True, eq=False, repr=False)
class Row(grafanalib.RowPanel):
    """A heading. A collapsed row holds its panels, which ask nothing until it is opened."""

    key: str = attr.ib()

    def to_json_data(self) -> dict[str, Any]:
        """The row as Grafana saves it."""
        grid = self.gridPos
        return {
            "collapsed": self.collapsed, "gridPos": {"h": grid.h, "w": grid.w, "x": grid.x, "y": grid.y}, "id": self.id,
            "panels": [panel.to_json_data() for panel in self.panels], "title": self.title, "type": "row",
        }

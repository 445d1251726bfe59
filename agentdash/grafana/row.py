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
        return {
            "collapsed": self.collapsed, "gridPos": self.gridPos.to_json_data() if self.gridPos else {}, "id": self.id,
            "panels": [panel.to_json_data() for panel in self.panels], "title": self.title, "type": "row",
        }

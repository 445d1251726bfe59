"""Tables: one row per service, model, trace …"""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel

GAUGE_CELL = {"mode": "basic", "type": "gauge", "valueDisplayMode": "text"}
COLOR_CELL = {"type": "color-text"}

MIN_WIDTH = 60
"""Pixels of a column that has no width of its own; Grafana would give it 150, and let the table be cut."""


@attr.s(kw_only=True, eq=False, repr=False)
class Table(Panel):
    """A table; ``sortBy`` names the column that it is sorted by, the largest first unless ``ascending``."""

    kind: ClassVar[str] = "table"

    sortBy: str = attr.ib(default="")
    ascending: bool = attr.ib(default=False)
    width: int = attr.ib(default=24)
    height: int = attr.ib(default=10)

    def custom(self) -> dict[str, Any]:
        """Cells are plain text unless an override says otherwise."""
        return {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": False, "inspect": False, "minWidth": MIN_WIDTH}

    def options(self) -> dict[str, Any]:
        """Small rows, a header, one sorted column; whole rows only, and pages for those that find no room."""
        found: dict[str, Any] = {"cellHeight": "sm", "enablePagination": True, "frameIndex": 0, "showHeader": True}
        if self.sortBy:
            found["sortBy"] = [{"desc": not self.ascending, "displayName": self.sortBy}]
        return found

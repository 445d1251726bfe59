"""Log lines."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class Logs(Panel):
    """Log lines with their time; a click on a line shows its attributes."""

    kind: ClassVar[str] = "logs"

    ascending: bool = attr.ib(default=False)
    width: int = attr.ib(default=24)
    height: int = attr.ib(default=10)

    def options(self) -> dict[str, Any]:
        """Lines are wrapped and keep their details."""
        return {
            "dedupStrategy": "none", "enableInfiniteScrolling": False, "enableLogDetails": True,
            "prettifyLogMessage": False, "showCommonLabels": False, "showLabels": False, "showLogContextToggle": False, "showTime": True,
            "sortOrder": "Ascending" if self.ascending else "Descending", "wrapLogMessage": True,
        }

    def to_json_data(self) -> dict[str, Any]:
        """Lines have no fields of numbers, so no field options."""
        found = super().to_json_data()
        found["fieldConfig"] = {"defaults": {}, "overrides": []}
        return found

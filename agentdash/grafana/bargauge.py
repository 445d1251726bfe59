"""A short list of bars: the largest contributors to something."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class BarGauge(Panel):
    """One horizontal bar per series, with its name and number."""

    kind: ClassVar[str] = "bargauge"

    minimum: float | None = attr.ib(default=0)

    def options(self) -> dict[str, Any]:
        """Bars of one weight, numbers beside them."""
        return {
            "displayMode": "basic",
            "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
            "maxVizHeight": 40, "minVizHeight": 16, "minVizWidth": 8, "namePlacement": "left", "orientation": "horizontal",
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "showUnfilled": True, "sizing": "auto", "valueMode": "color",
        }

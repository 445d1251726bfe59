"""Heatmaps of histogram buckets."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class Heatmap(Panel):
    """How many fell into which bucket, over time. Its query needs ``format="heatmap"`` and the label ``le`` as legend."""

    kind: ClassVar[str] = "heatmap"

    def custom(self) -> dict[str, Any]:
        """Scale of the axis."""
        return {"hideFrom": {"legend": False, "tooltip": False, "viz": False}, "scaleDistribution": {"type": "linear"}}

    def options(self) -> dict[str, Any]:
        """One hue, from pale to strong; the unit stands on the axis."""
        return {
            "calculate": False, "cellGap": 1,
            "color": {"exponent": 0.5, "fill": "dark-orange", "mode": "scheme", "reverse": False, "scale": "exponential",
                      "scheme": "Blues", "steps": 64},
            "exemplars": {"color": "rgba(255,0,255,0.7)"}, "filterValues": {"le": 1e-9}, "legend": {"show": True},
            "rowsFrame": {"layout": "auto"}, "showValue": "never",
            "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": True},
            "yAxis": {"axisPlacement": "left", "reverse": False, "unit": self.unit or "short"},
        }

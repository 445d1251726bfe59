"""Time series: lines and stacked areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel


@attr.s(kw_only=True, eq=False, repr=False)
class TimeSeries(Panel):
    """Lines over time.

    Up to four series have their legend below; with ``table`` it stands on the right, with the values named by
    ``calcs``, sorted by the last of them. ``stacked`` is for series that add up to something.
    """

    kind: ClassVar[str] = "timeseries"

    stacked: bool = attr.ib(default=False)
    fill: int = attr.ib(default=10)
    lineWidth: int = attr.ib(default=1)
    table: bool = attr.ib(default=False)
    calcs: Sequence[str] = attr.ib(default=("lastNotNull", "mean", "max"))
    thresholdStyle: str = attr.ib(default="off")
    minimum: float | None = attr.ib(default=0)

    def custom(self) -> dict[str, Any]:
        """Drawing style of the series."""
        return {
            "axisBorderShow": False, "axisCenteredZero": False, "axisColorMode": "text", "axisLabel": "",
            "axisPlacement": "auto", "barAlignment": 0, "barWidthFactor": 0.6,
            "drawStyle": "line", "fillOpacity": self.fill,
            "gradientMode": "none", "hideFrom": {"legend": False, "tooltip": False, "viz": False},
            "insertNulls": False, "lineInterpolation": "linear", "lineWidth": self.lineWidth, "pointSize": 5,
            "scaleDistribution": {"type": "linear"}, "showPoints": "auto", "spanNulls": False,
            "stacking": {"group": "A", "mode": "normal" if self.stacked else "none"},
            "thresholdsStyle": {"mode": self.thresholdStyle},
        }

    def options(self) -> dict[str, Any]:
        """Legend and tooltip: every series of a moment, the largest first."""
        legend: dict[str, Any] = {
            "calcs": list(self.calcs) if self.table else [], "displayMode": "table" if self.table else "list",
            "placement": "right" if self.table else "bottom", "showLegend": True,
        }
        if self.table and self.calcs:
            legend |= {"sortBy": _COLUMNS[self.calcs[-1]], "sortDesc": True}
        return {"legend": legend, "tooltip": {"hideZeros": False, "mode": "multi", "sort": "desc"}}


_COLUMNS = {"lastNotNull": "Last *", "mean": "Mean", "max": "Max", "sum": "Total", "min": "Min"}

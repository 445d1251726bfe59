"""Queries of a panel, one class per datasource, with the keys that datasource's own editor saves."""

from __future__ import annotations

from typing import Any

import attr
import grafanalib.core as grafanalib
from attr.validators import in_

DASHBOARD_DATASOURCE = {"type": "datasource", "uid": "-- Dashboard --"}
"""Reads what another panel of the dashboard has already fetched."""


def reference(kind: str) -> dict[str, str]:
    """The dashboard's datasource variable of that kind: ``prometheus``, ``tempo`` or ``loki``."""
    return {"type": kind, "uid": f"${{{kind}}}"}


PROMETHEUS, TEMPO, LOKI = reference("prometheus"), reference("tempo"), reference("loki")


@attr.s(kw_only=True, eq=False, repr=False)
class PromTarget(grafanalib.Target):
    """A PromQL query: over time, or one number per series at the end of the range (``instant``)."""

    datasource: dict[str, str] = attr.ib(default=PROMETHEUS)
    format: str = attr.ib(default="time_series", validator=in_(["time_series", "table", "heatmap"]))

    def to_json_data(self) -> dict[str, Any]:
        """The target as Grafana saves it."""
        found = {
            "datasource": self.datasource, "editorMode": "code", "exemplar": False, "expr": self.expr,
            "format": self.format, "instant": self.instant, "legendFormat": self.legendFormat or "__auto",
            "range": not self.instant, "refId": self.refId,
        }
        if self.interval:
            found["interval"] = self.interval
        return found


@attr.s(kw_only=True, eq=False, repr=False)
class TempoTarget(grafanalib.Target):
    """A TraceQL search or metrics query, or the trace whose id ``query`` is.

    Metrics queries need a ``step`` (``1m``): without one Grafana asks for steps of about a second.
    Grafana reads the query type from a panel's first Tempo query, so a panel has one of them.
    """

    datasource: dict[str, str] = attr.ib(default=TEMPO)
    query: str = attr.ib()
    limit: int = attr.ib(default=20)
    spss: int = attr.ib(default=3)
    step: str = attr.ib(default="")
    tableType: str = attr.ib(default="spans", validator=in_(["traces", "spans", "raw"]))
    queryType: str = attr.ib(default="traceql", validator=in_(["traceql", "traceqlSearch", "traceId"]))

    def to_json_data(self) -> dict[str, Any]:
        """The target as Grafana saves it."""
        found = {
            "datasource": self.datasource, "filters": [], "limit": self.limit, "query": self.query,
            "queryType": self.queryType, "refId": self.refId, "spss": self.spss, "tableType": self.tableType,
        }
        if self.step:
            found["metricsQueryType"] = "range"
            found["step"] = self.step
        return found


@attr.s(kw_only=True, eq=False, repr=False)
class LokiTarget(grafanalib.Target):
    """A LogQL query that returns lines."""

    datasource: dict[str, str] = attr.ib(default=LOKI)
    maxLines: int = attr.ib(default=200)

    def to_json_data(self) -> dict[str, Any]:
        """The target as Grafana saves it."""
        return {
            "datasource": self.datasource, "editorMode": "code", "expr": self.expr, "maxLines": self.maxLines,
            "queryType": "range", "refId": self.refId,
        }


@attr.s(kw_only=True, eq=False, repr=False)
class PanelTarget(grafanalib.Target):
    """The result of another panel (by its key) of the same dashboard: no query of its own.

    The dashboard writes the id when it knows all of them.
    """

    datasource: dict[str, str] = attr.ib(default=DASHBOARD_DATASOURCE)
    key: str = attr.ib()
    panel: int = attr.ib(default=0)
    transformed: bool = attr.ib(default=True)

    def to_json_data(self) -> dict[str, Any]:
        """The target as Grafana saves it."""
        return {
            "datasource": self.datasource, "panelId": self.panel, "refId": self.refId,
            "withTransforms": self.transformed,
        }

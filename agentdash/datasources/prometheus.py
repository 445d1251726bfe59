"""Options of the metrics datasource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.settings import Settings


def options(settings: Settings) -> dict[str, Any]:
    """Grafana's ``jsonData``.

    The time interval is the telemetry's own, for ``$__rate_interval`` comes from it. Rules and exemplars are asked
    for where the backend has them.
    """
    found: dict[str, Any] = {
        "cacheLevel": "Low",
        "httpMethod": "POST",
        "manageAlerts": settings.backend.alerts_listed,
        "prometheusType": "Prometheus",
        # The series endpoint is slow where there are many series; from this version on Grafana asks for label values.
        "prometheusVersion": "2.50.0",
        "timeInterval": f"{settings.telemetry.interval}s",
    }
    if settings.backend.exemplars:
        found["exemplarTraceIdDestinations"] = [
            {"datasourceUid": settings.datasources.tempo.uid, "name": "trace_id", "urlDisplayLabel": "Trace"},
        ]
    return found

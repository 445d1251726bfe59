"""Events drawn over every graph of a dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_GRAFANA = {"type": "grafana", "uid": "-- Grafana --"}


def built_in() -> dict[str, Any]:
    """Grafana's own: what people marked on this dashboard, and its alerts."""
    return {
        "builtIn": 1, "datasource": _GRAFANA, "enable": True, "hide": True, "iconColor": "rgba(0, 211, 255, 1)",
        "name": "Annotations & Alerts", "type": "dashboard",
    }


def tagged(name: str, tags: Sequence[str], color: str) -> dict[str, Any]:
    """Annotations of the whole Grafana with one of these tags; nothing is asked of a datasource."""
    return {
        "datasource": _GRAFANA, "enable": True, "hide": False, "iconColor": color, "name": name,
        "target": {"limit": 100, "matchAny": True, "tags": list(tags), "type": "tags"},
    }

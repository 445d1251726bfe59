"""Events drawn over every graph of a dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_GRAFANA = {"type": "grafana", "uid": "-- Grafana --"}


def alert_states() -> dict[str, Any]:
    """Grafana's own, with a switch of its own that is off: what people marked on this dashboard, and when its alerts changed.

    Grafana draws these in the colour of the alert's state, where they hide what else is marked.
    """
    return {
        "builtIn": 1, "datasource": _GRAFANA, "enable": False, "hide": False, "iconColor": "rgba(0, 211, 255, 1)",
        "name": "Alert states", "type": "dashboard",
    }


def tagged(name: str, tags: Sequence[str], color: str) -> dict[str, Any]:
    """Annotations of the whole Grafana with one of these tags; nothing is asked of a datasource."""
    return {
        "datasource": _GRAFANA, "enable": True, "hide": False, "iconColor": color, "name": name,
        "target": {"limit": 100, "matchAny": True, "tags": list(tags), "type": "tags"},
    }

"""Events drawn over every graph of a dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.grafana.targets import PROMETHEUS

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


def from_metric(name: str, expression: str, title: str, color: str, step: str = "60s", enabled: bool = True) -> dict[str, Any]:
    """An event wherever a PromQL expression has a value above zero; ``title`` may use ``{{label}}``."""
    return {
        "datasource": PROMETHEUS, "enable": enabled, "expr": expression, "hide": False, "iconColor": color, "name": name,
        "step": step, "tagKeys": "", "textFormat": "", "titleFormat": title, "useValueForTime": False,
    }

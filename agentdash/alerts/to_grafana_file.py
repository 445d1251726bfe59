"""Alerts as Grafana's file provisioning takes them.

Grafana puts the environment into labels and titles of such files, so their ``$`` are doubled; annotations and queries it
leaves as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agentdash.alerts import grafana_rule
from agentdash.alerts.alert import Alert
from agentdash.alerts.annotations import linked, routing_labels

if TYPE_CHECKING:
    from agentdash.settings import Settings


def provisioning(alerts: Sequence[Alert], settings: Settings, currency: str) -> dict[str, Any]:
    """The content of ``provisioning/alerting/*.yaml``."""
    grafana = settings.grafana
    return {"apiVersion": 1, "groups": [
        {"orgId": 1, "name": _escaped(f"{grafana.uid_prefix}-{every}s"), "folder": _escaped(grafana.folder), "interval": f"{every}s",
         "rules": [_rule(alert, settings, currency) for alert in alerts if alert.every == every]}
        for every in sorted({alert.every for alert in alerts})
    ]}


def _rule(alert: Alert, settings: Settings, currency: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "uid": grafana_rule.uid(alert, settings), "title": _escaped(grafana_rule.title(alert)), "condition": "C",
        "data": grafana_rule.data(alert, settings), "noDataState": alert.on_no_data, "execErrState": alert.on_error, "for": alert.hold,
        "labels": {name: _escaped(value) for name, value in routing_labels(alert, settings).items()},
        "annotations": grafana_rule.rule_annotations(alert, settings, currency), "isPaused": False,
    }
    if shown := linked(alert, settings):
        found |= {"dashboardUid": shown[0], "panelId": shown[1]}
    return found


def _escaped(text: str) -> str:
    return text.replace("$", "$$")

"""Alerts as Grafana's HTTP API takes them: groups of rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agentdash.alerts import grafana_rule
from agentdash.alerts.alert import Alert
from agentdash.alerts.annotations import linked, routing_labels

if TYPE_CHECKING:
    from agentdash.settings import Settings


def groups(alerts: Sequence[Alert], settings: Settings, currency: str) -> list[dict[str, Any]]:
    """The content of ``api/alert-rules.json``: bodies of PUT …/rule-groups/…, ``interval`` in seconds."""
    grafana = settings.grafana
    found = []
    for every in sorted({alert.every for alert in alerts}):
        title = f"{grafana.uid_prefix}-{every}s"
        found.append({"title": title, "folderUid": grafana.folder_uid, "interval": every,
                      "rules": [_rule(alert, settings, currency, title) for alert in alerts if alert.every == every]})
    return found


def _rule(alert: Alert, settings: Settings, currency: str, group: str) -> dict[str, Any]:
    annotations = grafana_rule.rule_annotations(alert, settings, currency)
    if shown := linked(alert, settings):
        annotations |= {"__dashboardUid__": shown[0], "__panelId__": str(shown[1])}
    return {
        "uid": grafana_rule.uid(alert, settings), "title": grafana_rule.title(alert), "orgID": 1, "folderUID": settings.grafana.folder_uid,
        "ruleGroup": group, "condition": "C", "data": grafana_rule.data(alert, settings), "noDataState": alert.on_no_data,
        "execErrState": alert.on_error, "for": alert.hold, "labels": routing_labels(alert, settings), "annotations": annotations, "isPaused": False,
    }

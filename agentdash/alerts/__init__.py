"""When to call somebody: rules out of signals, in Grafana's form (files and API) and in Prometheus'."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.alerts.catalogue import alert_texts, alerts
from agentdash.alerts.to_grafana_api import groups
from agentdash.alerts.to_grafana_file import provisioning
from agentdash.alerts.to_prometheus import rule_file
from agentdash.settings.texts import tell

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = ["alert_texts", "alerts", "artifacts"]


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Relative path to content; nothing where alerts are switched off. Warns of texts that the settings' file of texts lacks."""
    found, currency = alerts(settings), settings.pricing.currency.code
    if not found:
        return {}
    if settings.texts:
        tell(settings.texts_file, alert_texts(settings), settings.texts)
    return {
        f"provisioning/alerting/{settings.grafana.uid_prefix}.yaml": yaml_text.dumps(provisioning(found, settings, currency), sort_keys=False),
        "api/alert-rules.json": (json.dumps(groups(found, settings, currency), indent=1, ensure_ascii=False) + "\n").encode(),
        "rules/alerts.yml": yaml_text.dumps(rule_file(found, settings, currency), sort_keys=False),
    }

"""When to call somebody: rules out of signals, in Grafana's form (files and API) and in Prometheus'."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.alerts.catalogue import alerts
from agentdash.alerts.to_grafana_api import groups
from agentdash.alerts.to_grafana_file import provisioning
from agentdash.alerts.to_prometheus import rule_file

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = ["alerts", "artifacts"]


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Relative path to content; nothing where alerts are switched off."""
    found, currency = alerts(settings), settings.pricing.currency.code
    if not found:
        return {}
    return {
        f"provisioning/alerting/{settings.grafana.uid_prefix}.yaml": yaml_text.dumps(provisioning(found, settings, currency), sort_keys=False),
        "api/alert-rules.json": (json.dumps(groups(found, settings, currency), indent=1, ensure_ascii=False) + "\n").encode(),
        "rules/alerts.yml": yaml_text.dumps(rule_file(found, settings, currency), sort_keys=False),
    }

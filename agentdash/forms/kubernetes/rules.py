"""Alert and recording rules for Prometheus' operator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.forms.kubernetes.objects import Object, metadata_name

if TYPE_CHECKING:
    from agentdash.settings import Settings


def objects(settings: Settings, built: Mapping[str, bytes]) -> dict[str, Object]:
    """A ``PrometheusRule`` per rule file. The operator takes those with the labels of ``kubernetes.rule_labels``.

    Grafana calls by itself (alerting.yaml); Prometheus' alerts are for those who route by Alertmanager. One of the two is
    enough.
    """
    found = {}
    for path, content in sorted(built.items()):
        if path.startswith("rules/"):
            name = path.removeprefix("rules/").rpartition(".")[0]
            found[f"rules-{name}.yaml"] = Object(
                "monitoring.coreos.com/v1", "PrometheusRule", metadata_name(settings, "rules", name), settings.kubernetes.namespace,
                {"spec": yaml_text.loads(content)}, labels=dict(settings.kubernetes.rule_labels))
    return found

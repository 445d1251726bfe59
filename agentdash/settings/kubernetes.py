"""`kubernetes:`, how the Kubernetes form is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place


@dataclass(frozen=True)
class Kubernetes:
    """How the Kubernetes form fits into the cluster that is there."""

    namespace: str
    # "sidecar" (ConfigMaps that the chart's sidecar loads) or "grafana-operator" (its custom resources)
    grafana: str
    # "deployment", "operator" (OpenTelemetryCollector) or "none"
    collector: str
    # Labels by which Prometheus' operator chooses rules, and Grafana's operator the Grafana, as sorted pairs
    rule_labels: tuple[tuple[str, str], ...]
    grafana_labels: tuple[tuple[str, str], ...]
    # Whether {{ }} is escaped, for files that become templates of a Helm chart
    helm: bool


def from_raw(raw: Mapping[str, Any], at: Place) -> Kubernetes:
    """Build the section `kubernetes:` from its checked YAML."""
    labels = {key: tuple(sorted(raw[key].items())) for key in ("rule_labels", "grafana_labels")}
    return Kubernetes(**{**raw, **labels})

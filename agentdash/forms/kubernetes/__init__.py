"""Kubernetes objects: what the charts' sidecars and Prometheus' operator load, or the custom resources of Grafana's operator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.forms.kubernetes import collector, grafana_operator, rules, sidecar
from agentdash.forms.kubernetes.objects import Object, escaped_for_helm, kustomization

if TYPE_CHECKING:
    from agentdash.settings import Settings


def artifacts(settings: Settings, built: Mapping[str, bytes]) -> dict[str, bytes]:
    """``kubernetes/*.yaml``, one object a file, and ``kubernetes/kustomization.yaml``, which applies them all.

    Raises AgentdashError for an object that ``kubectl apply`` would refuse for its size.
    """
    grafana = grafana_operator if settings.kubernetes.grafana == "grafana-operator" else sidecar
    objects: dict[str, Object] = {**grafana.objects(settings, built), **rules.objects(settings, built), **collector.objects(settings)}
    found = {f"kubernetes/{path}": one for path, one in objects.items()}
    escape = escaped_for_helm if settings.kubernetes.helm else bytes
    files = {path: escape(yaml_text.dumps(one.checked(path), sort_keys=False, blocks=True)) for path, one in found.items()}
    if not settings.kubernetes.helm:
        files["kubernetes/kustomization.yaml"] = yaml_text.dumps(kustomization(settings.kubernetes.namespace, objects), sort_keys=False)
    return files

"""The Collector in the cluster: as a plain Deployment, or for the OpenTelemetry operator.

One replica: runs, doubles and fallbacks are judged by whole traces, which several need to be given by trace id
(docs/load.md).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from agentdash import yaml_text
from agentdash.collector import artifacts as collector_files
from agentdash.errors import UserError
from agentdash.forms.in_container import in_container, port
from agentdash.forms.kubernetes.objects import Object, metadata_name

if TYPE_CHECKING:
    from agentdash.settings import Settings

IMAGE = "otel/opentelemetry-collector-contrib"
"""The operator's own default image lacks most of the components."""
RETRY_429 = "exporter.prometheusremotewritexporter.RetryOn429"
"""With this gate what a store refuses for its number (429) is sent again; without it the Collector drops it."""
_CONFIG, _CONFIG_PATH = "collector/config.yaml", "/etc/otelcol-contrib"
_QUEUE = "queue"


def objects(settings: Settings) -> dict[str, Object]:
    """File name to object; nothing with ``kubernetes.collector: none``. Raises UserError for two tiers."""
    if settings.kubernetes.collector == "none":
        return {}
    if settings.collector.gateways:
        raise UserError("collector.tiers: two has no Kubernetes objects yet; write kubernetes: {collector: none}, and deploy collector/agent.yaml and "
                        "collector/config.yaml as they are")
    inside = in_container(settings)
    text = collector_files(inside)[_CONFIG].decode()
    return _custom(settings, inside, text) if settings.kubernetes.collector == "operator" else _plain(settings, inside, text)


def _env_from(settings: Settings) -> list[dict[str, Any]]:
    """The secrets that the configuration refers to as ``${env:NAME}``; there need not be any."""
    return [{"secretRef": {"name": metadata_name(settings, "collector"), "optional": True}}]


def _resources(settings: Settings) -> dict[str, Any]:
    # The Collector refuses telemetry at its own limit; the pod's must be above it.
    memory = f"{settings.collector.memory_limit_mib * 5 // 4}Mi"
    return {"requests": {"cpu": "100m", "memory": memory}, "limits": {"memory": memory}}


def _custom(settings: Settings, inside: Settings, text: str) -> dict[str, Object]:
    spec: dict[str, Any] = {
        "mode": "statefulset" if inside.collector.queue == "disk" else "deployment", "replicas": 1, "image": f"{IMAGE}:{settings.collector.version}",
        "args": {"feature-gates": RETRY_429}, "envFrom": _env_from(settings), "resources": _resources(settings), "config": yaml_text.loads(text),
    }
    if inside.collector.queue == "disk":
        spec |= {"volumeMounts": [{"name": _QUEUE, "mountPath": inside.collector.queue_directory}],
                 "volumeClaimTemplates": [_claim()]}
    return {"collector.yaml": Object("opentelemetry.io/v1beta1", "OpenTelemetryCollector", metadata_name(settings), settings.kubernetes.namespace,
                                     {"spec": spec}, server_side=True)}


def _claim() -> dict[str, Any]:
    return {"metadata": {"name": _QUEUE}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "5Gi"}}}}


def _plain(settings: Settings, inside: Settings, text: str) -> dict[str, Object]:
    name, namespace = metadata_name(settings, "collector"), settings.kubernetes.namespace
    chosen = {"app.kubernetes.io/name": name}
    ports = {"otlp-grpc": port(inside.collector.grpc), "otlp-http": port(inside.collector.http), "metrics": port(inside.collector.own_metrics)}
    health = port(inside.collector.health)
    probe = {"httpGet": {"path": "/", "port": health}}
    disk = inside.collector.queue == "disk"
    container: dict[str, Any] = {
        "name": "collector", "image": f"{IMAGE}:{settings.collector.version}", "args": [f"--config={_CONFIG_PATH}/config.yaml", f"--feature-gates={RETRY_429}"], "envFrom": _env_from(settings),
        "ports": [{"name": key, "containerPort": number} for key, number in {**ports, "health": health}.items()],
        "readinessProbe": probe, "livenessProbe": {**probe, "initialDelaySeconds": 15}, "resources": _resources(settings),
        "securityContext": {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
        "volumeMounts": [{"name": "config", "mountPath": _CONFIG_PATH, "readOnly": True},
                         *([{"name": _QUEUE, "mountPath": inside.collector.queue_directory}] if disk else [])],
    }
    pod = {
        "metadata": {"labels": chosen, "annotations": {"agentdash/config": hashlib.sha256(text.encode()).hexdigest()[:16]}},
        "spec": {
            "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "fsGroup": 10001},
            # What is on its way is written before the pod goes.
            "terminationGracePeriodSeconds": 60,
            "containers": [container], "volumes": [{"name": "config", "configMap": {"name": name}}],
        },
    }
    spec: dict[str, Any] = {"replicas": 1, "selector": {"matchLabels": chosen}, "template": pod}
    workload = Object("apps/v1", "StatefulSet", name, namespace, {"spec": {**spec, "serviceName": name, "volumeClaimTemplates": [_claim()]}}) if disk \
        else Object("apps/v1", "Deployment", name, namespace, {"spec": spec})
    return {
        "collector-config.yaml": Object("v1", "ConfigMap", name, namespace, {"data": {"config.yaml": text}}, server_side=True),
        "collector.yaml": workload,
        "collector-service.yaml": Object("v1", "Service", name, namespace, {"spec": {
            "selector": chosen, "ports": [{"name": key, "port": number, "targetPort": key} for key, number in ports.items()]}}, labels=chosen),
    }

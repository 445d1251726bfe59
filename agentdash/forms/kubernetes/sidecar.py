"""What the sidecars of Grafana's chart load: ConfigMaps and Secrets by their labels.

The annotation that names the folder does nothing until the chart has `sidecar.dashboards.folderAnnotation: grafana_folder`
and `provider.foldersFromFilesStructure: true`; the sidecar of alerts is off by default (docs/deploy/kubernetes.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentdash.forms import built as read
from agentdash.forms.kubernetes.objects import Object, metadata_name

if TYPE_CHECKING:
    from agentdash.settings import Settings


def objects(settings: Settings, built: Mapping[str, bytes]) -> dict[str, Object]:
    """File name to object: a ConfigMap per dashboard, one for alerting, a Secret for datasources.

    The datasources hold ``${ENV}`` references, which Grafana's own process fills in: give them to its pod
    (``envFromSecret`` of the chart).
    """
    namespace, prefix = settings.kubernetes.namespace, settings.grafana.uid_prefix
    found = {}
    for name, dashboard in read.dashboards(built).items():
        text = json.dumps(dashboard, ensure_ascii=False, separators=(",", ":"))
        found[f"dashboard-{name}.yaml"] = Object(
            "v1", "ConfigMap", metadata_name(settings, "dashboard", name), namespace, {"data": {f"{dashboard['uid']}.json": text}},
            labels={"grafana_dashboard": "1"}, annotations={"grafana_folder": settings.grafana.folder})
    provisioned = f"provisioning/datasources/{prefix}.yaml"
    if provisioned in built:
        found["datasources.yaml"] = Object(
            "v1", "Secret", metadata_name(settings, "datasources"), namespace, {"stringData": {f"{prefix}.yaml": built[provisioned].decode()}},
            labels={"grafana_datasource": "1"})
    alerting = f"provisioning/alerting/{prefix}.yaml"
    if alerting in built:
        found["alerting.yaml"] = Object(
            "v1", "ConfigMap", metadata_name(settings, "alerting"), namespace, {"data": {f"{prefix}.yaml": built[alerting].decode()}},
            labels={"grafana_alert": "1"})
    return found

"""Custom resources of grafana-operator (grafana.integreatly.org/v1beta1, version 5)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agentdash.forms import built as read
from agentdash.forms.kubernetes.objects import Object, metadata_name

if TYPE_CHECKING:
    from agentdash.settings import Settings

_VERSION = "grafana.integreatly.org/v1beta1"
_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def objects(settings: Settings, built: Mapping[str, bytes]) -> dict[str, Object]:
    """File name to object: the folder, and what belongs into it.

    Secrets come from the Secret ``<uid prefix>-secrets``, whose keys are the names of the ``${ENV}`` references.
    """
    namespace = settings.kubernetes.namespace
    chosen = {"instanceSelector": {"matchLabels": dict(settings.kubernetes.grafana_labels)}}
    folder = metadata_name(settings, "folder")

    def custom(kind: str, spec: Mapping[str, Any], *name: str) -> Object:
        return Object(_VERSION, kind, metadata_name(settings, *name), namespace, {"spec": {**chosen, **spec}})

    found = {"folder.yaml": custom("GrafanaFolder", {"title": settings.grafana.folder, "uid": settings.grafana.folder_uid}, "folder")}
    for name, dashboard in read.dashboards(built).items():
        text = json.dumps(dashboard, ensure_ascii=False, separators=(",", ":"))
        found[f"dashboard-{name}.yaml"] = custom("GrafanaDashboard", {"folderRef": folder, "json": text}, "dashboard", name)
    for source in read.datasources(built):
        found[f"datasource-{source['type']}.yaml"] = custom(
            "GrafanaDatasource", _datasource(source, metadata_name(settings, "secrets")), "datasource", source["type"])
    for group in read.rule_groups(built):
        found[f"alerts-{group['title']}.yaml"] = custom(
            "GrafanaAlertRuleGroup", {"folderRef": folder, "interval": f"{group['interval']}s", "rules": [_rule(one) for one in group["rules"]]},
            "alerts", group["title"])
    return found


def _datasource(body: Mapping[str, Any], secret: str) -> dict[str, Any]:
    kept = ("access", "basicAuth", "basicAuthUser", "isDefault", "jsonData", "name", "type", "url")
    spec: dict[str, Any] = {"uid": body["uid"], "datasource": {key: body[key] for key in kept}}
    if body["secureJsonData"]:
        spec["datasource"]["secureJsonData"] = body["secureJsonData"]
        spec["valuesFrom"] = [
            {"targetPath": f"secureJsonData.{key}", "valueFrom": {"secretKeyRef": {"name": secret, "key": name}}}
            for key, value in sorted(body["secureJsonData"].items()) for name in _REFERENCE.findall(value)]
    return spec


def _rule(body: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("uid", "title", "condition", "for", "noDataState", "execErrState", "labels", "annotations", "isPaused")
    return {**{key: body[key] for key in kept}, "data": [
        {key: one[key] for key in ("refId", "datasourceUid", "queryType", "relativeTimeRange", "model") if one.get(key) not in (None, "")}
        for one in body["data"]]}

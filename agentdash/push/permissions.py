"""Which permission a request needs, for the message of one that was denied."""

from __future__ import annotations

from agentdash.push.faults import Denied
from agentdash.push.wanted import DASHBOARDS, DATASOURCES, FOLDERS, RULES

_ACTIONS = {
    (DASHBOARDS, "read"): "dashboards:read", (DASHBOARDS, "create"): "dashboards:create",
    (DASHBOARDS, "update"): "dashboards:write", (DASHBOARDS, "delete"): "dashboards:delete",
    (FOLDERS, "read"): "folders:read", (FOLDERS, "create"): "folders:create",
    (FOLDERS, "update"): "folders:write", (FOLDERS, "delete"): "folders:delete",
    (DATASOURCES, "read"): "datasources:read", (DATASOURCES, "create"): "datasources:create",
    (DATASOURCES, "update"): "datasources:write", (DATASOURCES, "delete"): "datasources:delete",
    (RULES, "read"): "alert.rules:read", (RULES, "create"): "alert.rules:create and alert.provisioning.provenance:write",
    (RULES, "update"): "alert.rules:write and alert.provisioning.provenance:write",
    (RULES, "delete"): "alert.rules:delete and alert.provisioning.provenance:write",
}


def missing(kind: str, uid: str, folder: str, doing: str, error: Denied) -> str:
    """Name the permission and what it is needed on: `needs dashboards:write on folder agentdash`."""
    if kind == DATASOURCES:
        on = "data sources" if doing == "create" else f"datasource {uid}"
    elif kind == FOLDERS:
        on = (f"folder {folder}" if folder else "the root folder (general)") if doing == "create" else f"folder {uid}"
    else:
        on = f"folder {folder}" if folder else "the root folder (general)"
    told = f" (Grafana asks for: {error.permission})" if error.permission else f' (Grafana: "{error.detail}")' if error.detail else ""
    return f"may not {doing} it: the credentials need {_ACTIONS[kind, doing]} on {on}{told}; give the service account that permission"

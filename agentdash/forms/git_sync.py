"""A folder of a repository that Grafana's Git Sync reads (Grafana 12.4 and newer): dashboards and their folder.

Git Sync carries no datasources, no alert rules and no library panels; `agentdash push --only` does, beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agentdash.forms import built as read

if TYPE_CHECKING:
    from agentdash.settings import Settings


def artifacts(settings: Settings, built: Mapping[str, bytes]) -> dict[str, bytes]:
    """``git-sync/<folder uid>/…``: a file per dashboard and the file that names the folder.

    A directory without ``_folder.json`` gets a uid that changes when it is moved.
    """
    below = f"git-sync/{settings.grafana.folder_uid}"
    found = {f"{below}/_folder.json": _text("folder.grafana.app/v1beta1", "Folder", settings.grafana.folder_uid, {"title": settings.grafana.folder})}
    for name, dashboard in read.dashboards(built).items():
        spec = {key: value for key, value in dashboard.items() if key not in ("uid", "id", "version")}
        found[f"{below}/{name}.json"] = _text("dashboard.grafana.app/v1", "Dashboard", dashboard["uid"], spec)
    return found


def _text(version: str, kind: str, name: str, spec: Mapping[str, Any]) -> bytes:
    document = {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()

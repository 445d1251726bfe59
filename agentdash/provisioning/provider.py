"""The file that tells Grafana where the dashboards lie and which folder they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.settings import Settings

DASHBOARDS_PATH = "/etc/grafana/dashboards"
"""Where the dashboards are mounted: beside ``/etc/grafana/provisioning``."""

_SECONDS_BETWEEN_READS = 30


def provider(settings: Settings) -> dict[str, Any]:
    """The content of ``provisioning/dashboards/*.yaml``.

    What people change in Grafana's editor is overwritten by the files, so it does not offer to save. The folder has no uid
    here: Grafana makes the alert rules' folder first, by its title and with a uid of its own, and would make a second one.
    """
    grafana = settings.grafana
    return {
        "apiVersion": 1,
        "providers": [{
            "allowUiUpdates": False, "disableDeletion": False, "folder": grafana.folder.replace("$", "$$"),
            "name": grafana.uid_prefix, "options": {"path": DASHBOARDS_PATH}, "orgId": 1,
            "type": "file", "updateIntervalSeconds": _SECONDS_BETWEEN_READS,
        }],
    }

"""`grafana:`, how the dashboards sit in Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place


@dataclass(frozen=True)
class GrafanaSettings:
    """Folder, uids and the defaults of every dashboard."""

    folder: str
    folder_uid: str
    uid_prefix: str
    # "browser", "utc" or an IANA name
    timezone: str
    # A duration such as "1m"; "" means never, as in Grafana's own JSON.
    refresh: str
    # How far back a dashboard opens, a duration such as "6h"
    time_range: str

    @property
    def time_from(self) -> str:
        """Where a dashboard's time range begins, as Grafana writes it: `now-6h`."""
        return f"now-{self.time_range}"


def from_raw(raw: Mapping[str, Any], at: Place) -> GrafanaSettings:
    """Build the section from its checked YAML. A slash in the folder's title is a problem."""
    if "/" in raw["folder"]:
        at["folder"].wrong(f'"{raw["folder"]}" has a slash: where Grafana reads rules from files that is a folder in a folder, for dashboards it is none',
                           f'write e.g. {raw["folder"].replace("/", " - ")}')
    return GrafanaSettings(**{
        **raw, "folder_uid": raw.get("folder_uid", raw["uid_prefix"]), "refresh": "" if raw["refresh"] == "never" else raw["refresh"],
    })

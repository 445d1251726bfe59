"""`grafana:`, how the dashboards sit in Grafana."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place


@dataclass(frozen=True)
class Grafana:
    """Folder, uids and the defaults of every dashboard."""

    folder: str = "AI agents"
    folder_uid: str = "agentdash"
    uid_prefix: str = "agentdash"
    # "browser", "utc" or an IANA name
    timezone: str = "browser"
    # A duration such as "1m"; "" means never, as in Grafana's own JSON.
    refresh: str = "1m"
    # How far back a dashboard opens, a duration such as "6h"
    time_range: str = "6h"

    @property
    def time_from(self) -> str:
        """Where a dashboard's time range begins, as Grafana writes it: `now-6h`."""
        return f"now-{self.time_range}"


def from_raw(raw: Mapping[str, Any], at: Place) -> Grafana:
    """Build the section from its checked YAML."""
    prefix = raw.get("uid_prefix", Grafana.uid_prefix)
    refresh = raw.get("refresh", Grafana.refresh)
    return Grafana(
        folder=raw.get("folder", Grafana.folder),
        folder_uid=raw.get("folder_uid", prefix),
        uid_prefix=prefix,
        timezone=raw.get("timezone", Grafana.timezone),
        refresh="" if refresh == "never" else refresh,
        time_range=raw.get("time_range", Grafana.time_range),
    )

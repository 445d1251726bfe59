"""Grafana's datasources for metrics, traces and logs, linked to each other: one model, two ways to write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentdash.datasources.model import Datasource, datasources
from agentdash.datasources.to_api import to_api
from agentdash.datasources.to_file import to_file

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = ["Datasource", "artifacts", "datasources", "to_api", "to_file"]


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The bodies for Grafana's API; the provisioning file is part of the provisioning tree."""
    text = json.dumps(to_api(datasources(settings)), indent=1, sort_keys=True, ensure_ascii=False)
    return {"api/datasources.json": (text + "\n").encode()}

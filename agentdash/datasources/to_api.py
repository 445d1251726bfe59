"""Datasources as bodies for Grafana's HTTP API, which expands nothing: ``$`` is written once.

Secrets are still ``${ENV}`` references here; whoever sends the bodies puts the values in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agentdash.datasources.model import GrafanaDatasource


def to_api(sources: Iterable[GrafanaDatasource]) -> list[dict[str, Any]]:
    """One body per datasource for ``POST /api/datasources`` and ``PUT /api/datasources/uid/<uid>``."""
    return [
        {
            "access": "proxy", "basicAuth": bool(source.user), "basicAuthUser": source.user, "isDefault": False,
            "jsonData": dict(source.options), "name": source.name, "secureJsonData": dict(source.secrets),
            "type": source.kind, "uid": source.uid, "url": source.url, "withCredentials": False,
        }
        for source in sources
    ]

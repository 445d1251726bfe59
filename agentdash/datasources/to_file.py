"""Datasources as a file-provisioning document.

Grafana expands environment variables in every string of such a file, so a ``$`` that belongs to a query is doubled and
``${ENV}`` stays for Grafana's own process to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from agentdash.datasources.model import GrafanaDatasource

_LITERAL_DOLLAR = re.compile(r"\$(?!\{[A-Za-z_][A-Za-z0-9_]*\})")


def to_file(sources: Iterable[GrafanaDatasource]) -> dict[str, Any]:
    """The content of ``provisioning/datasources/*.yaml``."""
    return {"apiVersion": 1, "datasources": [_one(source) for source in sources]}


def _one(source: GrafanaDatasource) -> dict[str, Any]:
    found: dict[str, Any] = {
        "access": "proxy", "editable": False, "isDefault": False, "jsonData": _doubled(source.options),
        "name": source.name, "orgId": 1, "type": source.kind, "uid": source.uid,
        "url": source.url.replace("$", "$$"), "version": 1,
    }
    if source.user:
        found |= {"basicAuth": True, "basicAuthUser": _kept(source.user)}
    if source.secrets:
        found["secureJsonData"] = {name: _kept(value) for name, value in source.secrets.items()}
    return found


def _kept(text: str) -> str:
    """Doubles every ``$`` but those of ``${ENV}`` references."""
    return _LITERAL_DOLLAR.sub("$$", text)


def _doubled(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, Mapping):
        return {key: _doubled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_doubled(item) for item in value]
    return value

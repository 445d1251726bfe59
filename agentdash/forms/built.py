"""What the other rooms built, read back from their files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_DASHBOARDS = "dashboards/"


def dashboards(built: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Dashboard name (``overview``) to its JSON."""
    return {path.removeprefix(_DASHBOARDS).removesuffix(".json"): json.loads(content)
            for path, content in sorted(built.items()) if path.startswith(_DASHBOARDS)}


def folders(built: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The folders, each with ``uid`` and ``title``."""
    return _list(built, "api/folders.json")


def datasources(built: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Bodies for Grafana's API; secrets are ``${ENV}`` references."""
    return _list(built, "api/datasources.json")


def rule_groups(built: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Grafana-managed alert rules as bodies for its API; none where alerts are off."""
    return _list(built, "api/alert-rules.json")


def _list(built: Mapping[str, bytes], path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(built.get(path, b"[]"))
    return found

"""Rules for a ruler with tenants, as ``mimirtool rules load`` reads them (Mimir, Grafana Cloud): a namespace and its groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agentdash import yaml_text

if TYPE_CHECKING:
    from agentdash.settings import Settings


def artifacts(settings: Settings, built: Mapping[str, bytes]) -> dict[str, bytes]:
    """``mimirtool/NAMESPACE.yaml``; nothing where there are no rules."""
    files = [content for path, content in sorted(built.items()) if path.startswith("rules/")]
    groups: list[dict[str, Any]] = [group for content in files for group in yaml_text.loads(content)["groups"]]
    name = settings.grafana.uid_prefix
    return {f"mimirtool/{name}.yaml": yaml_text.dumps({"namespace": name, "groups": groups}, sort_keys=False)} if groups else {}

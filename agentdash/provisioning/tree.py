"""All files below ``provisioning/``, but those of alerting, which the alerts themselves write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdash import yaml_text
from agentdash.datasources import datasources, to_file
from agentdash.provisioning.provider import provider

if TYPE_CHECKING:
    from agentdash.settings import Settings


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Path below ``dist/`` to content."""
    name = settings.grafana.uid_prefix
    found = {f"provisioning/dashboards/{name}.yaml": yaml_text.dumps(provider(settings))}
    if made := datasources(settings):
        found[f"provisioning/datasources/{name}.yaml"] = yaml_text.dumps(to_file(made))
    return found

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
    return {
        f"provisioning/dashboards/{name}.yaml": yaml_text.dumps(provider(settings)),
        f"provisioning/datasources/{name}.yaml": yaml_text.dumps(to_file(datasources(settings))),
    }

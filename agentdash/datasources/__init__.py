"""Grafana's datasources for metrics, traces and logs, linked to each other: one model, two ways to write it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agentdash.datasources.model import GrafanaDatasource, datasources, existing
from agentdash.datasources.to_api import to_api
from agentdash.datasources.to_file import to_file
from agentdash.errors import UserError

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = ["GrafanaDatasource", "artifacts", "check_files", "datasources", "existing", "to_api", "to_file"]


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The bodies for Grafana's API, and which datasources are to be there; the provisioning file is part of the provisioning tree."""
    found = {
        "api/datasources.json": to_api(datasources(settings)),
        "api/existing-datasources.json": [{"type": one.kind, "reference": one.text} for one in existing(settings)],
    }
    return {path: _json(bodies) for path, bodies in found.items() if bodies}


def check_files(settings: Settings) -> None:
    """Raise UserError for an existing datasource that is known by its name: Grafana's files refer to uids."""
    for one in existing(settings):
        if one.is_name:
            raise UserError(
                f'datasources.{one.kind}.existing: "{one.text}" is a name, and files need the uid; write the uid, which ends the '
                "address of its page in Grafana, or use `agentdash push`, which looks it up"
            )


def _json(bodies: list[dict[str, Any]]) -> bytes:
    return (json.dumps(bodies, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

"""What Grafana should have, as the built files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOLDERS, DATASOURCES, DASHBOARDS, RULES = "folder", "datasource", "dashboard", "rule group"
# In this order they are written, and in the opposite one deleted.
KINDS = (FOLDERS, DATASOURCES, DASHBOARDS, RULES)


@dataclass(frozen=True)
class Resource:
    """One thing to be in Grafana. `spec` is the normal form that is compared (see `normal`), `body` what is sent.

    `folder` is the uid of the folder it lies in ("" for the root). `secrets` maps a datasource's secret fields to
    `${ENV}` references. A rule group's uid is "<folder uid>/<title>".
    """

    kind: str
    uid: str
    title: str
    folder: str
    spec: Mapping[str, Any]
    body: Mapping[str, Any]
    secrets: Mapping[str, str]
    # The built file, for messages
    file: str


@dataclass(frozen=True)
class Wanted:
    """Every resource, folders' parents before their children, and the uid prefix that is the mark of their owner."""

    prefix: str
    resources: tuple[Resource, ...]

    def of(self, kind: str) -> tuple[Resource, ...]:
        """The resources of one kind."""
        return tuple(resource for resource in self.resources if resource.kind == kind)

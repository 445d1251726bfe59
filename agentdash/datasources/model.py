"""What a datasource is, before it is written for a file or for Grafana's API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.datasources import loki, prometheus, tempo

if TYPE_CHECKING:
    from agentdash.settings import Settings
    from agentdash.settings.datasources import DatasourceSettings

_OPTIONS = {"prometheus": prometheus.options, "tempo": tempo.options, "loki": loki.options}


@dataclass(frozen=True)
class GrafanaDatasource:
    """One datasource, with `$` written once everywhere and secrets as ``${ENV}`` references.

    ``options`` are Grafana's ``jsonData``; ``secrets`` its ``secureJsonData``.
    """

    kind: str
    uid: str
    name: str
    url: str
    user: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """A datasource that is in Grafana already, by its uid or, where `is_name`, for certain by its name."""

    kind: str
    text: str

    @property
    def is_name(self) -> bool:
        """Whether it cannot be a uid. A name may look like one; only Grafana can tell then."""
        return re.fullmatch(r"[A-Za-z0-9_-]{1,40}", self.text) is None


def datasources(settings: Settings) -> tuple[GrafanaDatasource, ...]:
    """The datasources that agentdash makes: Prometheus, Tempo, Loki, whatever answers behind them; no existing ones."""
    given = settings.datasources.by_kind()
    return tuple(_one(kind, one, settings) for kind, one in given.items() if not one.existing)


def existing(settings: Settings) -> tuple[Reference, ...]:
    """The datasources that somebody else made, which dashboards, links and rules refer to."""
    given = settings.datasources.by_kind()
    return tuple(Reference(kind, one.uid) for kind, one in given.items() if one.existing)


def _one(kind: str, connection: DatasourceSettings, settings: Settings) -> GrafanaDatasource:
    options = dict(_OPTIONS[kind](settings))
    secrets: dict[str, str] = {}
    if connection.basic_auth_password:
        secrets["basicAuthPassword"] = connection.basic_auth_password
    for number, (name, value) in enumerate(connection.headers, start=1):
        # Grafana keeps every header's value as a secret, named after the option that holds the header's name.
        options[f"httpHeaderName{number}"] = name
        secrets[f"httpHeaderValue{number}"] = value
    return GrafanaDatasource(kind, connection.uid, connection.name, connection.url, connection.basic_auth_user, options, secrets)

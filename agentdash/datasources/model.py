"""What a datasource is, before it is written for a file or for Grafana's API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.datasources import loki, prometheus, tempo

if TYPE_CHECKING:
    from agentdash.settings import Settings
    from agentdash.settings.datasources import Datasource as Connection

_OPTIONS = {"prometheus": prometheus.options, "tempo": tempo.options, "loki": loki.options}


@dataclass(frozen=True)
class Datasource:
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


def datasources(settings: Settings) -> tuple[Datasource, ...]:
    """The datasources of the settings: Prometheus, Tempo, Loki, whatever answers behind them."""
    return tuple(_one(kind, getattr(settings.datasources, kind), settings) for kind in _OPTIONS)


def _one(kind: str, connection: Connection, settings: Settings) -> Datasource:
    options = dict(_OPTIONS[kind](settings))
    secrets: dict[str, str] = {}
    if connection.basic_auth_password:
        secrets["basicAuthPassword"] = connection.basic_auth_password
    for number, (name, value) in enumerate(connection.headers, start=1):
        # Grafana keeps every header's value as a secret, named after the option that holds the header's name.
        options[f"httpHeaderName{number}"] = name
        secrets[f"httpHeaderValue{number}"] = value
    return Datasource(kind, connection.uid, connection.name, connection.url, connection.basic_auth_user, options, secrets)

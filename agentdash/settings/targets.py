"""`targets:`, the Grafana servers that `agentdash push` knows by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings import datasources, formats
from agentdash.settings.datasources import Datasources
from agentdash.settings.environment import REFERENCE
from agentdash.settings.place import Place


@dataclass(frozen=True)
class TargetSettings:
    """One Grafana server. Texts may hold `${ENV}` references, which only a push resolves; "" means not given."""

    url: str
    # Seconds, for one request
    timeout: int
    # Whether its certificate goes unchecked
    insecure: bool
    token: str = ""
    token_file: str = ""
    user: str = ""
    password: str = ""
    password_file: str = ""
    ca_file: str = ""
    client_cert: str = ""
    client_key: str = ""
    org_id: int | None = None
    # What this Grafana's datasources are, where they are others than everywhere
    datasources: Datasources | None = None


def from_raw(raw: Mapping[str, Any], at: Place) -> dict[str, TargetSettings]:
    """Build the section from its checked YAML: name to target.

    A target without a URL, with two ways to log in, or with half of one is a problem.
    """
    return {name: _one(entry, at[name]) for name, entry in raw.items()}


def _one(raw: Mapping[str, Any], at: Place) -> TargetSettings:
    if "url" not in raw:
        at.wrong("no url", "write url: https://grafana.example.com")
    elif not REFERENCE.search(raw["url"]) and not formats.FORMATS["url"][1](raw["url"]):
        at["url"].wrong("not a URL (http or https, without user, query or fragment)", "write e.g. https://grafana.example.com")
    given = [key for key in ("token", "token_file", "user") if key in raw]
    if len(given) > 1:
        at[given[1]].wrong(f"there is a {given[0]} as well", "keep one way to log in")
    secrets = [key for key in ("password", "password_file") if key in raw]
    if "user" in raw and len(secrets) != 1:
        at["user"].wrong("a user needs one password", "write password: ${GRAFANA_PASSWORD}, or password_file")
    if secrets and "user" not in raw:
        at[secrets[0]].wrong("a password without a user", "write user beside it")
    if "client_key" in raw and "client_cert" not in raw:
        at["client_key"].wrong("a key without its certificate", "write client_cert beside it")
    own = datasources.overridden(raw["datasources"], at["datasources"]) if "datasources" in raw else None
    return TargetSettings(**{"url": "", **raw, "datasources": own})

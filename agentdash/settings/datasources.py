"""`datasources:`, where Grafana finds metrics, traces and logs."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.backends import BACKENDS, GIGAPIPE, Backend
from agentdash.errors import AgentdashWarning
from agentdash.settings.environment import REFERENCE
from agentdash.settings.place import Place

KINDS = ("prometheus", "tempo", "loki")

_TITLES = {"prometheus": "metrics", "tempo": "traces", "loki": "logs"}
_WRITTEN_TO = {"prometheus": "metrics_url", "tempo": "traces_url", "loki": "logs_url"}
_SECRET_HEADER = re.compile(r"auth|token|secret|passw|cookie|api-?key", re.IGNORECASE)


@dataclass(frozen=True)
class Datasource:
    """One datasource. `basic_auth_password` and header values may hold `${ENV}` references; they are never resolved here."""

    url: str
    uid: str
    name: str
    basic_auth_user: str = ""
    # "" or "${NAME}"
    basic_auth_password: str = ""
    # (name, value) pairs, sorted by name
    headers: tuple[tuple[str, str], ...] = ()
    # Somebody else made it: `uid` is its uid or its name in Grafana, the rest is how the Collector reaches the backend.
    existing: bool = False


def _default(kind: str) -> Datasource:
    return Datasource(GIGAPIPE.urls[kind], f"agentdash-{kind}", f"agentdash {_TITLES[kind]}")


@dataclass(frozen=True)
class Datasources:
    """The three datasources that the dashboards read."""

    prometheus: Datasource = field(default_factory=lambda: _default("prometheus"))
    tempo: Datasource = field(default_factory=lambda: _default("tempo"))
    loki: Datasource = field(default_factory=lambda: _default("loki"))


def from_raw(raw: Mapping[str, Any], at: Place) -> Datasources:
    """Build the section from its checked YAML; what stands beside the three counts for each of them.

    Raises UserError for two equal uids or names, a password without a user, a header with a secret in plain text,
    a common URL for a backend that has none, and an existing datasource that is to be called otherwise.
    """
    backend = BACKENDS[at.document.get("backend", GIGAPIPE.name)]
    if not backend.one_url and "url" in raw:
        at["url"].fail(f"{backend.title} have no common URL", "give prometheus.url, tempo.url and loki.url")
    prefix = at.document.get("grafana", {}).get("uid_prefix", "agentdash")
    built = {kind: _one(kind, raw, at, backend, prefix) for kind in KINDS}
    for what in ("uid", "name"):
        owner: dict[str, str] = {}
        for kind, source in built.items():
            value = getattr(source, what)
            if value in owner:
                at[kind]["existing" if built[kind].existing else what].fail(f'"{value}" is also the {what} of {owner[value]}', "give each datasource its own")
            owner[value] = kind
    for kind, key in _WRITTEN_TO.items():
        if built[kind].existing and "url" not in {**raw, **raw[kind]} and key not in at.document.get("collector", {}):
            line = f"{at[kind]['existing']}: the Collector does not know where that is; write collector.{key}, or url beside it"
            warnings.warn(line, AgentdashWarning, stacklevel=2)
    return Datasources(**built)


def _one(kind: str, raw: Mapping[str, Any], at: Place, backend: Backend, prefix: str) -> Datasource:
    own = raw.get(kind, {})
    existing = own.get("existing", "")
    for key in ("uid", "name"):
        if existing and key in own:
            at[kind][key].fail("an existing datasource has one already", f"keep existing: {existing} alone")

    def pick(key: str, default: Any) -> tuple[Any, Place]:
        return (own[key], at[kind][key]) if key in own else (raw.get(key, default), at[key])

    user, _ = pick("basic_auth_user", "")
    password, where = pick("basic_auth_password", "")
    if password and not user:
        where.fail("a password without a user", "write basic_auth_user beside it")
    headers, where = pick("headers", {})
    for name, value in headers.items():
        if _SECRET_HEADER.search(name) and not REFERENCE.search(value):
            where[name].fail("a secret must not stand in a file", "refer to an environment variable, e.g. ${GIGAPIPE_TOKEN}")
    return Datasource(
        url=own.get("url", raw.get("url", backend.urls[kind])).rstrip("/"),
        uid=existing or own.get("uid", f"{prefix}-{kind}"),
        name=existing or own.get("name", f"{prefix} {_TITLES[kind]}"),
        basic_auth_user=user,
        basic_auth_password=password,
        headers=tuple(sorted(headers.items())),
        existing=bool(existing),
    )

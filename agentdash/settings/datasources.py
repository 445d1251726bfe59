"""`datasources:`, where Grafana finds metrics, traces and logs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.backends import BACKENDS, Backend
from agentdash.settings.environment import REFERENCE
from agentdash.settings.place import Place

KINDS = ("prometheus", "tempo", "loki")

_TITLES = {"prometheus": "metrics", "tempo": "traces", "loki": "logs"}
_SECRET_HEADER = re.compile(r"auth|token|secret|passw|cookie|api-?key", re.IGNORECASE)


@dataclass(frozen=True)
class DatasourceSettings:
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


@dataclass(frozen=True)
class Datasources:
    """The datasources that the dashboards read; without logs Loki is None."""

    prometheus: DatasourceSettings
    tempo: DatasourceSettings
    loki: DatasourceSettings | None

    def by_kind(self) -> dict[str, DatasourceSettings]:
        """Those that there are, by their kind."""
        found = {"prometheus": self.prometheus, "tempo": self.tempo}
        return found if self.loki is None else {**found, "loki": self.loki}


def from_raw(raw: Mapping[str, Any], at: Place) -> Datasources:
    """Build the section from its checked YAML; what stands beside the three counts for each of them.

    Two equal uids or names are a problem, a datasource of one's own without the address of its stack, a password without a user, a header with a secret in plain text, a common URL for
    a backend that has none, and an existing datasource that is to be called otherwise.
    """
    backend, prefix = BACKENDS[at.whole["backend"]], at.whole["grafana"]["uid_prefix"]
    if not backend.one_url and "url" in raw:
        at["url"].wrong(f"{backend.title} have no common URL", "give prometheus.url, tempo.url and loki.url")
        raw = {key: value for key, value in raw.items() if key != "url"}
    built = {kind: _one(kind, raw, at, backend, prefix) for kind in KINDS if raw[kind] is not None}
    for what in ("uid", "name"):
        owner: dict[str, str] = {}
        for kind, source in built.items():
            value = getattr(source, what)
            # What exists is called by one of the two.
            if value in owner and not (source.existing and what == "name"):
                at[kind]["existing" if source.existing else what].wrong(f'"{value}" is also the {what} of {owner[value]}', "give each datasource its own")
            owner[value] = kind
    return Datasources(built["prometheus"], built["tempo"], built.get("loki"))


def overridden(own: Mapping[str, Any], at: Place) -> Datasources:
    """The datasources of one target: the general ones, but for what it says itself."""
    general = at.whole["datasources"]
    whole = {**general, **own}
    for kind in KINDS:
        if isinstance(general[kind], Mapping) and isinstance(own.get(kind), Mapping):
            whole[kind] = {**general[kind], **own[kind]}
    return from_raw(whole, at)


def _one(kind: str, raw: Mapping[str, Any], at: Place, backend: Backend, prefix: str) -> DatasourceSettings:
    own = raw[kind]
    existing = own.get("existing", "")
    if backend.hosted and "uid" not in own and "name" not in own:
        existing = existing or backend.hosted.existing[kind]
    for key in ("uid", "name"):
        if existing and key in own:
            at[kind][key].wrong("an existing datasource has one already", f"keep existing: {existing} alone")

    def pick(key: str, default: Any) -> tuple[Any, Place]:
        return (own[key], at[kind][key]) if key in own else (raw.get(key, default), at[key])

    user, _ = pick("basic_auth_user", "")
    password, where = pick("basic_auth_password", "")
    if password and not user:
        where.wrong("a password without a user", "write basic_auth_user beside it")
    headers, where = pick("headers", {})
    check_headers(headers, where)
    url, _ = pick("url", backend.urls[kind])
    if backend.hosted and not existing and url == backend.urls[kind]:
        at[kind]["url"].wrong("every stack has its own address", f"write it, e.g. {url}, or leave out uid and name: {backend.hosted.existing[kind]} is there")
    return DatasourceSettings(
        url=url.rstrip("/"),
        uid=existing or own.get("uid", f"{prefix}-{kind}"),
        name=existing or own.get("name", f"{prefix} {_TITLES[kind]}"),
        basic_auth_user=user,
        basic_auth_password=password,
        headers=tuple(sorted(headers.items())),
        existing=bool(existing),
    )


def check_headers(headers: Mapping[str, str], at: Place) -> None:
    """A secret in a header's value, in plain text, is a problem."""
    for name, value in headers.items():
        if _SECRET_HEADER.search(name) and not REFERENCE.search(value):
            at[name].wrong("a secret must not stand in a file", "refer to an environment variable, e.g. ${GIGAPIPE_TOKEN}")

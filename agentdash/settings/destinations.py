"""`collector.metrics:`, `traces:` and `logs:`, where the Collector sends what it has, and as whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from agentdash.backends import Backend
from agentdash.settings.datasources import Datasources, DatasourceSettings, check_headers
from agentdash.settings.place import Place

OTLP_BESIDE = 14318
"""Where Tempo takes OTLP on the Collector's own machine, whose port 4318 is the Collector's."""


@dataclass(frozen=True)
class Destination:
    """A backend's way in. `password` and values of headers may hold `${ENV}` references; they are never resolved here."""

    url: str
    user: str = ""
    # "" or "${NAME}"
    password: str = ""
    # (name, value) pairs, sorted by name
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Destinations:
    """Prometheus remote write, and OTLP over HTTP without `/v1/traces` and `/v1/logs`; without logs None."""

    metrics: Destination
    traces: Destination
    logs: Destination | None
    # Lines about what had to be guessed
    warnings: tuple[str, ...] = ()


def from_raw(raw: Mapping[str, Any], sources: Datasources, backend: Backend, listens: Mapping[str, str], at: Place) -> Destinations:
    """The three keys of the Collector's section; what they leave out is as for the datasource.

    ``listens`` are the Collector's own addresses by their keys. An address that leads back to one of them is a problem, one
    that cannot be told from the datasource's, one without a user where the backend is a hosted stack, and logs where the settings have none.
    """
    warnings: list[str] = []
    # Of a section with something wrong in it only the defaults are here, which say nothing about a stack.
    stack = None if any(problem.path[:1] in (("collector",), ("datasources",)) for problem in at.found) else backend.hosted

    def one(kind: str, source: DatasourceSettings, derived: str | None) -> Destination:
        own, place = raw[kind], at[kind]
        for key, other in (("user", "password"), ("password", "user")):
            if key in own and other not in own:
                place[key].wrong(f"a {key} without a {other}", f"write {other} beside it")
        check_headers(own.get("headers", {}), place["headers"])
        unknown = "url" not in own and source.url == backend.urls[_KINDS[kind]]
        if unknown and stack:
            place["url"].wrong("every stack has its own address", f"write it, e.g. {derived}")
        elif unknown and source.existing and not backend.hosted:
            warnings.append(f"{place}: the Collector does not know where the existing datasource {source.uid} is; write url, or url beside existing")
        if "url" not in own and derived is None:
            place["url"].wrong(f"where {kind} are taken cannot be told from {source.url}", f"write url: {backend.example(kind, source.url)}")
        url = own.get("url", derived or source.url).rstrip("/")
        if (door := leads_to(url, listens)) is not None:
            place["url"].wrong(f"{url} leads back to the Collector itself, which listens there (collector.{door}: {listens[door]})",
                               f"write where the backend takes {kind}, or give the Collector another port")
        login = own if "user" in own or "password" in own else {"user": source.basic_auth_user, "password": source.basic_auth_password} if source.basic_auth_user else {}
        headers = tuple(sorted(own["headers"].items())) if "headers" in own else source.headers
        if stack and not unknown:
            endings = stack.endings[kind]
            if not url.endswith(endings):
                place["url"].wrong(f"{backend.title} does not take {kind} at {url}", f"write an address that ends in {' or '.join(endings)}")
            if "user" not in login and not any(name.lower() == "authorization" for name, _ in headers):
                place.wrong("a cloud stack without a user", 'write user: "NUMBER" and password: ${GRAFANA_CLOUD_TOKEN}')
        return Destination(url, login.get("user", ""), login.get("password", ""), headers)

    if sources.loki is None and raw["logs"]:
        at["logs"].wrong("there are no logs (datasources.loki: null)", "remove one of the two")
    return Destinations(
        one("metrics", sources.prometheus, backend.metrics_endpoint(sources.prometheus.url)),
        one("traces", sources.tempo, _beside(backend.traces_endpoint(sources.tempo.url), listens)),
        one("logs", sources.loki, backend.logs_endpoint(sources.loki.url)) if sources.loki is not None else None,
        tuple(warnings),
    )


_KINDS = {"metrics": "prometheus", "traces": "tempo", "logs": "loki"}


def _beside(url: str | None, listens: Mapping[str, str]) -> str | None:
    """A derived address, or where the same machine takes OTLP when that port is the Collector's own."""
    if url is None or leads_to(url, {key: listens[key] for key in ("grpc", "http")}) is None:
        return url
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return urlunsplit(parts._replace(netloc=f"{host}:{OTLP_BESIDE}"))


def leads_to(url: str, listens: Mapping[str, str]) -> str | None:
    """The key of the listening address that a URL leads to, if any."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    for key, address in listens.items():
        there, _, number = address.rpartition(":")
        if int(number) == port and _same_machine(host, there.strip("[]")):
            return key
    return None


def _same_machine(host: str, listening: str) -> bool:
    host, listening = host.rstrip(".").lower(), listening.rstrip(".").lower()
    return host == listening or (_is_here(host) and _is_here(listening))


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost") or host in ("localhost.localdomain", "ip6-localhost", "ip6-loopback"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any(one.is_loopback or one.is_unspecified for one in (address, mapped) if one is not None)

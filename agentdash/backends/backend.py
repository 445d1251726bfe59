"""What a backend is to agentdash: addresses, and what it can and cannot answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Hosted:
    """What a stack that somebody else runs asks for: addresses of its own, users, datasources that it brings along."""

    existing: Mapping[str, str]
    """Uids of the datasources that are in its Grafana, by kind."""
    endings: Mapping[str, tuple[str, ...]]
    """How addresses end that take metrics, traces and logs."""


@dataclass(frozen=True)
class Backend:
    """One way to store metrics, traces and logs.

    ``urls`` are the usual addresses that Grafana asks, by kind of datasource (``prometheus``, ``tempo``, ``loki``).
    """

    name: str
    """As the settings say it."""
    title: str
    """As people say it."""
    urls: Mapping[str, str]
    one_url: bool = False
    """Whether one server answers for metrics, traces and logs, so that one URL is enough."""

    remote_write: str = "/api/v1/write"
    """Path of Prometheus' remote write, below the address of the metrics."""
    otlp_logs: str = "/otlp"
    """Path that an OTLP exporter is given for logs, below the address of the logs."""
    otlp_ports: Mapping[int, int] = field(default_factory=dict)
    """Ports of the traces' address that are for queries, and the port that takes OTLP over HTTP instead."""

    exemplars: bool = True
    """Whether metrics keep the ids of traces."""
    alerts_listed: bool = True
    """Whether the metrics' own alerting rules can be read below ``/api/v1/rules``."""
    recording: str = "itself"
    """What evaluates recording rules: the store ``itself``, a program beside it, or "" for none that answers as Prometheus does."""
    node_graph: bool = True
    """Whether traces carry what Grafana's graph of a trace is drawn from."""
    searches_return_attributes: bool = True
    """Whether a search for traces tells of a span what it selects, and not only time, duration and trace."""
    most_matchers: int | None = None
    """Label matchers that a selector may have; with more it finds nothing."""
    most_trace_conditions: int | None = None
    """Conditions on attributes that a TraceQL metrics query may have."""
    longest_query: int | None = None
    """Bytes of a query; a longer one is refused."""
    longest_range: timedelta | None = None
    """The longest window that one query may look over."""
    hosted: Hosted | None = None
    """Where every stack has its own addresses and users; ``urls`` then only show the form."""

    def metrics_endpoint(self, url: str) -> str | None:
        """Where the Collector writes metrics, given the address that Grafana asks; None where that cannot be told.

        The addresses of hosted and clustered stores say what they are: Grafana Cloud's and Cortex' end in ``/api/prom``, Mimir's
        in ``/prometheus``, Amazon's in ``/workspaces/ID``; a VictoriaMetrics cluster reads on 8481 and writes on 8480. Thanos'
        querier (10902) takes no writes.
        """
        for pattern, to in _WRITE_PATHS:
            if pattern.search(url):
                return pattern.sub(to, url)
        return None if _THANOS.search(url) else url + self.remote_write

    def traces_endpoint(self, url: str) -> str | None:
        """Where the Collector sends traces (OTLP over HTTP, without ``/v1/traces``), given the address that Grafana asks.

        None where that cannot be told: Tempo takes OTLP on another port than queries, unless a gateway stands before both, whose
        address has a path (``https://tempo-….grafana.net/tempo``).
        """
        if self.one_url:
            return url
        parts = urlsplit(url)
        if parts.path.strip("/"):
            return url
        port = self.otlp_ports.get(parts.port or 0)
        return re.sub(r":\d+$", f":{port}", url) if port else None

    def logs_endpoint(self, url: str) -> str | None:
        """Where the Collector sends logs (OTLP over HTTP, without ``/v1/logs``), given the address that Grafana asks."""
        return url + self.otlp_logs

    def example(self, kind: str, url: str) -> str:
        """What to write where an endpoint cannot be told from the address that Grafana asks."""
        host = urlsplit(url).hostname or "localhost"
        return {"metrics": f"http://{host}:19291/api/v1/receive", "traces": f"http://{host}:4318", "logs": f"http://{host}:3100/otlp"}[kind]


_WRITE_PATHS = (
    (re.compile(r"/api/prom$"), "/api/prom/push"),
    (re.compile(r":8481/select/(\d+(?::\d+)?)/prometheus$"), r":8480/insert/\1/prometheus/api/v1/write"),
    (re.compile(r"/prometheus$"), "/api/v1/push"),
    (re.compile(r"(/workspaces/[^/]+)$"), r"\1/api/v1/remote_write"),
)
_THANOS = re.compile(r":10902$")

"""What a backend is to agentdash: addresses, and what it can and cannot answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


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
    node_graph: bool = True
    """Whether traces carry what Grafana's graph of a trace is drawn from."""
    searches_return_attributes: bool = True
    """Whether a search for traces tells of a span what it selects, and not only time, duration and trace."""
    most_matchers: int | None = None
    """Label matchers that a selector may have; with more it finds nothing."""
    most_trace_conditions: int | None = None
    """Conditions on attributes that a TraceQL metrics query may have."""
    longest_range: timedelta | None = None
    """The longest window that one query may look over."""

    def metrics_endpoint(self, url: str) -> str:
        """Where the Collector writes metrics, given the address that Grafana asks."""
        return url + self.remote_write

    def traces_endpoint(self, url: str) -> str:
        """Where the Collector sends traces (OTLP over HTTP, without ``/v1/traces``), given the address that Grafana asks."""
        return re.sub(r":(\d+)$", lambda found: f":{self.otlp_ports.get(int(found[1]), found[1])}", url)

    def logs_endpoint(self, url: str) -> str:
        """Where the Collector sends logs (OTLP over HTTP, without ``/v1/logs``), given the address that Grafana asks."""
        return url + self.otlp_logs

"""Where the Collector writes metrics, traces and logs."""

from __future__ import annotations

import re
from typing import Any

from agentdash.settings import Settings

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_RETRY = {"enabled": True, "initial_interval": "1s", "max_interval": "15s", "max_elapsed_time": "30m"}
"""Half an hour of a backend being away loses nothing."""
_PATIENCE = "5m"
"""How long series wait for their backend in memory: one write at a time, in order, and this exporter's time-out holds for all
attempts at a write. A Collector that is told to end while its backend is away tries as long, too."""
_ON_DISK = {"enabled": True, "initial_interval": "1s", "max_interval": "15s", "max_elapsed_time": "168h"}
_OFF = {"enabled": False}
HANDOVER = "otlp_http/series"
"""With a queue on disk, finished series go through this exporter's queue to the Collector's own door, and from there to
Prometheus: the remote-write exporter has no queue on disk that keeps everything."""
BASIC_AUTH = "${env:AGENTDASH_BASIC_AUTH}"
"""`printf 'user:password' | base64`: the Collector has no password of its own."""


def _headers(source: Any) -> dict[str, str]:
    found = {name: _REFERENCE.sub(r"${env:\1}", value) for name, value in source.headers}
    if source.basic_auth_user:
        found["Authorization"] = f"Basic {BASIC_AUTH}"
    return found


def _with_headers(exporter: dict[str, Any], source: Any) -> dict[str, Any]:
    headers = _headers(source)
    return {**exporter, "headers": headers} if headers else exporter


def endpoints(settings: Settings) -> dict[str, Any]:
    """Exporters for traces, logs and metrics."""
    sources, backend = settings.datasources, settings.backend
    queue: dict[str, Any] = {"enabled": True, "queue_size": 10_000}
    if settings.collector.queue == "disk":
        queue["storage"] = "file_storage/queue"
    metrics = settings.collector.metrics_url or backend.metrics_endpoint(sources.prometheus.url)
    traces = settings.collector.traces_url or backend.traces_endpoint(sources.tempo.url)
    logs = settings.collector.logs_url or backend.logs_endpoint(sources.loki.url)
    write: dict[str, Any] = {
        "endpoint": metrics, "timeout": _PATIENCE, "target_info": {"enabled": False},
        "retry_on_failure": {**_RETRY, "max_elapsed_time": _PATIENCE},
        # One consumer, in order: a series' zero must arrive before its first value.
        "remote_write_queue": {"enabled": True, "queue_size": 100_000},
    }
    found: dict[str, Any] = {}
    if settings.collector.queue == "disk":
        write |= {"timeout": "30s", "retry_on_failure": _OFF, "remote_write_queue": _OFF}
        found[HANDOVER] = {
            "endpoint": f"http://{settings.collector.handover}", "compression": "none", "retry_on_failure": _ON_DISK,
            "sending_queue": {**queue, "num_consumers": 1},
        }
    return found | {
        "otlp_http/traces": _with_headers({"endpoint": traces, "compression": "gzip", "sending_queue": dict(queue), "retry_on_failure": _RETRY}, sources.tempo),
        "otlp_http/logs": _with_headers({"endpoint": logs, "compression": "gzip", "sending_queue": dict(queue), "retry_on_failure": _RETRY}, sources.loki),
        "prometheus_remote_write": _with_headers(write, sources.prometheus),
    }

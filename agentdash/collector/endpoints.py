"""Where the Collector writes metrics, traces and logs."""

from __future__ import annotations

from typing import Any

from agentdash.collector.series import KEPT_FOR
from agentdash.collector.stage import Exporter, Extension, Why
from agentdash.settings import Settings
from agentdash.settings.destinations import Destination
from agentdash.settings.environment import in_collector

_RETRY = {"enabled": True, "initial_interval": "1s", "max_interval": "15s", "max_elapsed_time": "30m"}
"""Half an hour of a backend being away loses nothing."""
_PATIENCE = "5m"
"""How long series wait for their backend in memory: one write at a time, in order, and this exporter's time-out holds for all
attempts at a write. A Collector that is told to end while its backend is away tries as long, too."""
_ON_DISK = {"enabled": True, "initial_interval": "1s", "max_interval": "15s", "max_elapsed_time": "168h"}
_OFF = {"enabled": False}
_QUEUE = 10_000


def _on_disk(settings: Settings) -> bool:
    return settings.collector.queue == "disk"


def _to(destination: Destination, role: str, exporter: dict[str, Any]) -> dict[str, Any]:
    """The exporter with what it sends along, and the login that it takes."""
    found = dict(exporter)
    if destination.user:
        found["auth"] = {"authenticator": _login(destination, role).name}
    if destination.headers:
        found["headers"] = {name: in_collector(value) for name, value in destination.headers}
    return found


def _login(destination: Destination, role: str) -> Extension:
    return Extension("basicauth", role, Why(f"Logs in where {role} are sent.", f"the backend refuses {role}."),
                     {"client_auth": {"username": destination.user, "password": in_collector(destination.password)}})


def logins(settings: Settings) -> tuple[Extension, ...]:
    """One for each backend that wants a user and a password, which the Collector reads from its environment."""
    to = settings.collector
    return tuple(_login(one, role) for role, one in (("metrics", to.metrics), ("traces", to.traces), ("logs", to.logs)) if one is not None and one.user)


def health(settings: Settings) -> Extension:
    """For whoever watches the process."""
    return Extension("health_check", "", Why("Answers whether the Collector runs (`collector.health`).", "Kubernetes and others cannot ask."),
                     {"endpoint": settings.collector.health})


def storage(settings: Settings) -> Extension | None:
    """The queue's folder, where there is one."""
    if not _on_disk(settings):
        return None
    return Extension("file_storage", "queue", Why(
        "Keeps what is not yet delivered on disk, over restarts too.", "what waits for a backend is lost with the process.",
        "disk for as long as a backend is away, and a small delay."),
        {"directory": settings.collector.queue_directory, "create_directory": True})


def _queue(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {"enabled": True, "queue_size": _QUEUE}
    if folder := storage(settings):
        found["storage"] = folder.name
    return found


def traces(settings: Settings) -> Exporter:
    """The traces backend, over OTLP."""
    to = settings.collector.traces
    return Exporter("otlp_http", "traces", Why(
        "Writes spans to the traces backend, and tries for half an hour.", "there is no trace to look at.", f"up to {_QUEUE} requests in its queue."),
        _to(to, "traces", {"endpoint": to.url, "compression": "gzip", "sending_queue": _queue(settings), "retry_on_failure": _RETRY}))


def logs(settings: Settings) -> Exporter | None:
    """The logs backend, over OTLP, where there is one."""
    to = settings.collector.logs
    if to is None:
        return None
    return Exporter("otlp_http", "logs", Why(
        "Writes logs to the logs backend, and tries for half an hour.", "traces have no logs beside them.", f"up to {_QUEUE} requests in its queue."),
        _to(to, "logs", {"endpoint": to.url, "compression": "gzip", "sending_queue": _queue(settings), "retry_on_failure": _RETRY}))


def remote_write(settings: Settings) -> Exporter:
    """The metrics backend, over Prometheus' remote write."""
    to = settings.collector.metrics
    write: dict[str, Any] = {
        "endpoint": to.url, "timeout": _PATIENCE, "target_info": {"enabled": False},
        "retry_on_failure": {**_RETRY, "max_elapsed_time": _PATIENCE},
        # One consumer, in order: a series' zero must arrive before its first value.
        "remote_write_queue": {"enabled": True, "queue_size": 100_000},
    }
    if _on_disk(settings):
        write |= {"timeout": "30s", "retry_on_failure": _OFF, "remote_write_queue": _OFF}
    return Exporter("prometheus_remote_write", "", Why(
        "Writes series to the metrics backend, one request after the other, and tries for five minutes.", "no number is written."),
        _to(to, "metrics", write))


def series(settings: Settings) -> Exporter:
    """What finished series are given to.

    With a queue on disk they go through this exporter's queue to the Collector's own door, and from there to the metrics
    backend: the remote-write exporter has no queue on disk that keeps everything.
    """
    if not _on_disk(settings):
        return remote_write(settings)
    return Exporter("otlp_http", "series", Why(
        "Hands finished series to the Collector's own door, through a queue on disk.", "no number is written.",
        "what a backend missed waits on disk, for a week."), {
            "endpoint": f"http://{settings.collector.handover}", "compression": "none", "retry_on_failure": _ON_DISK,
            "sending_queue": {**_queue(settings), "num_consumers": 1},
        })


def own_series(settings: Settings) -> Exporter:
    """The Collector's own Prometheus endpoint."""
    return Exporter("prometheus", "series", Why(
        "Holds all series as Prometheus reads them (`collector.series`).", "idle series are not sent again, and end after five minutes.",
        "the last value of every series, for a week."), {
            "endpoint": settings.collector.series, "metric_expiration": KEPT_FOR, "without_scope_info": True, "send_timestamps": True,
        })

"""`collector:`, the OpenTelemetry Collector that agents send to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place


@dataclass(frozen=True)
class Collector:
    """Where it listens, where it writes, and what it may use."""

    # host:port
    grpc: str = "localhost:4317"
    http: str = "localhost:4318"
    health: str = "localhost:13133"
    series: str = "localhost:9464"
    own_metrics: str = "localhost:8888"
    handover: str = "localhost:4319"
    # "memory" or "disk"
    queue: str = "memory"
    queue_directory: str = "/var/lib/otelcol/queue"
    # "ignore" (a statement that fails is logged, and the rest goes on) or "silent"
    error_mode: str = "ignore"
    memory_limit_mib: int = 512
    memory_spike_mib: int = 128
    # "" means: derived from the datasource's URL
    metrics_url: str = ""
    traces_url: str = ""
    logs_url: str = ""


def from_raw(raw: Mapping[str, Any], at: Place) -> Collector:
    """Build the section from its checked YAML.

    Raises UserError when two addresses are the same, when the queue's directory is given for a queue in memory or is
    not an absolute path, and when a memory spike is not below the limit.
    """
    built = Collector(**raw)
    taken: dict[str, str] = {}
    for key in ("grpc", "http", "health", "series", "own_metrics", "handover"):
        address = getattr(built, key)
        if address in taken:
            at[key].fail(f'"{address}" is also the address of {taken[address]}', "give each its own port")
        taken[address] = key
    if "queue_directory" in raw and built.queue != "disk":
        at["queue_directory"].fail("the queue is in memory", "write queue: disk, or remove this line")
    if not built.queue_directory.startswith("/"):
        at["queue_directory"].fail("not an absolute path", "write e.g. /var/lib/otelcol/queue")
    if built.memory_spike_mib >= built.memory_limit_mib:
        key = "memory_spike_mib" if "memory_spike_mib" in raw else "memory_limit_mib"
        at[key].fail(
            f"the spike ({built.memory_spike_mib}) must be below the limit ({built.memory_limit_mib})",
            f"write e.g. memory_spike_mib: {built.memory_limit_mib // 4}",
        )
    return built

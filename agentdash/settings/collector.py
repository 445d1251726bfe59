"""`collector:`, the OpenTelemetry Collector that agents send to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agentdash.backends import BACKENDS
from agentdash.settings import datasources, destinations, gateways
from agentdash.settings.destinations import Destination
from agentdash.settings.gateways import Gateways
from agentdash.settings.place import Place

OLDEST = "0.146.0"
"""The first release with the filter's conditions of inferred context and ``error_mode`` of signal_to_metrics (its changelog)."""
_LOOPBACK = dict.fromkeys(("127.0.0.1", "[::1]"), "localhost")
_ALL = {"", "0.0.0.0", "[::]"}
"""Hosts that mean all interfaces."""
LISTENS = ("grpc", "http", "health", "series", "own_metrics", "handover")


@dataclass(frozen=True)
class CollectorSettings:
    """Where it listens, where it writes, and what it may use."""

    # The Collector's release, e.g. 0.161.0
    version: str
    # "one" or "two"
    tiers: str
    # None with one tier
    gateways: Gateways | None
    # host:port
    grpc: str
    http: str
    health: str
    series: str
    own_metrics: str
    handover: str
    # "memory" or "disk"
    queue: str
    queue_directory: str
    # "ignore" (a statement that fails is logged, and the rest goes on) or "silent"
    error_mode: str
    # seconds that AI spans wait for others of the same call
    hold: int
    # how many counts of runs are remembered at most
    run_counts: int
    memory_limit_mib: int
    memory_spike_mib: int
    metrics: Destination
    traces: Destination
    # None where the settings have no logs
    logs: Destination | None
    # Lines about what had to be guessed
    warnings: tuple[str, ...]


def release(version: str) -> tuple[int, ...]:
    """A version's three numbers, for comparing; none for a text that is no version."""
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d{1,4}\.\d{1,4}\.\d{1,4}", version, re.ASCII) else ()


def _clash(one: str, other: str) -> bool:
    """Whether two addresses cannot both be listened on: one port, on the same interface or with one of them on all."""
    (host, _, port), (other_host, _, other_port) = one.rpartition(":"), other.rpartition(":")
    here, there = (_LOOPBACK.get(name, name) for name in (host, other_host))
    return port == other_port and (here == there or bool({here, there} & _ALL))


def from_raw(raw: Mapping[str, Any], at: Place) -> CollectorSettings:
    """Build the section from its checked YAML.

    Two addresses that cannot both be listened on are a problem, a queue's directory that is given for a queue in memory or is not an absolute path,
    a version that is none or older than `OLDEST`, a memory spike that is not below the limit, and what `agentdash.settings.destinations` refuses.
    """
    listens = {key: raw[key] for key in LISTENS}
    # What is wrong with the datasources is told by their own section.
    sources = datasources.from_raw(at.whole["datasources"], replace(at, path=("datasources",), found=[]))
    to = destinations.from_raw(raw, sources, BACKENDS[at.whole["backend"]], listens, at)
    built = CollectorSettings(**{**raw, "metrics": to.metrics, "traces": to.traces, "logs": to.logs, "warnings": to.warnings,
                                 "gateways": gateways.from_raw(raw["gateways"], raw["tiers"], at["gateways"])})
    if release(built.version) < release(OLDEST):
        at["version"].wrong(f"{built.version} lacks what the configuration needs (conditions of inferred context in filter, error_mode in signal_to_metrics)"
                            if release(built.version) else f'"{built.version}" is no version of the Collector', f"write {OLDEST} or newer, in three numbers")
    for number, (key, address) in enumerate(listens.items()):
        if other := next((other for other in LISTENS[:number] if _clash(address, listens[other])), None):
            at[key].wrong(f'"{address}" is also the address of {other}', "give each its own port")
    if at["queue_directory"].is_given and built.queue != "disk":
        at["queue_directory"].wrong("the queue is in memory", "write queue: disk, or remove this line")
    if not built.queue_directory.startswith("/"):
        at["queue_directory"].wrong("not an absolute path", "write e.g. /var/lib/otelcol/queue")
    if built.memory_spike_mib >= built.memory_limit_mib:
        key = "memory_spike_mib" if at["memory_spike_mib"].is_given else "memory_limit_mib"
        at[key].wrong(
            f"the spike ({built.memory_spike_mib}) must be below the limit ({built.memory_limit_mib})",
            f"write e.g. memory_spike_mib: {built.memory_limit_mib // 4}",
        )
    return built

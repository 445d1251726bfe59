"""A Collector in a container: the same configuration, with listeners that other containers reach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.settings import Settings

REACHED = ("grpc", "http", "health", "own_metrics")
"""Listeners that somebody outside of the container asks. The Collector's own hand-overs stay inside it."""
_LOOPBACK = ("localhost:", "127.0.0.1:", "[::1]:")


def in_container(settings: Settings) -> Settings:
    """The settings with every listener of :data:`REACHED` on all interfaces where it was on this machine's own."""
    collector = settings.collector
    moved: dict[str, Any] = {}
    for name in REACHED:
        address: str = getattr(collector, name)
        if address.startswith(_LOOPBACK):
            moved[name] = f"0.0.0.0:{port(address)}"
    return replace(settings, collector=replace(collector, **moved))


def port(address: str) -> int:
    """The port of ``host:port``."""
    return int(address.rpartition(":")[2])

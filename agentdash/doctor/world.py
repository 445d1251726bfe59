"""What the checks ask, each connected once and only when a check needs it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from agentdash.ask import Endpoint, Prometheus, Row, endpoint, exposition, prometheus
from agentdash.settings.durations import seconds
from agentdash.signals import Signals, bind

if TYPE_CHECKING:
    from agentdash.push.desired import DesiredState
    from agentdash.push.server import Server
    from agentdash.settings import Settings

T = TypeVar("T")


@dataclass
class World:
    """The settings, and where everything that they name is found.

    ``files`` is what a build would write; ``server`` and ``desired`` are the Grafana that was named and what it should have.
    """

    settings: Settings
    files: Callable[[], Mapping[str, bytes]]
    dist: Path = Path("dist")
    url: str | None = None
    """Where metrics are asked instead of the settings' datasource."""
    host: str = ""
    """Where the Collector runs, for listening addresses of localhost or of all interfaces."""
    since: str = "24h"
    panel: str = ""
    send: bool = False
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    server: Callable[[], Server] | None = None
    desired: Callable[[], DesiredState] | None = None
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    progress: Callable[[str], None] = lambda text: None
    _made: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> float:
        """Unix seconds by this machine's clock."""
        return time.time()

    @property
    def seconds(self) -> int:
        """How far back is looked."""
        return seconds(self.since)

    @cached_property
    def signals(self) -> Signals:
        """Everything that is measured, for all values of all labels."""
        return bind(self.settings)

    @cached_property
    def prometheus(self) -> Prometheus:
        """The settings' metrics. Raises UserError for a secret that the environment does not have."""
        return prometheus(self.settings, self.url, self.env)

    @cached_property
    def grafana(self) -> Server:
        """The Grafana that was named; a check that needs it runs after one that looked whether there is any."""
        assert self.server is not None
        return self.server()

    def listening(self, address: str) -> Endpoint:
        """One of the Collector's own addresses, to be asked from here."""
        where, _, port = address.rpartition(":")
        if where in ("", "0.0.0.0", "[::]", "localhost", "127.0.0.1"):
            where = self.host or ("localhost" if where != "127.0.0.1" else where)
        return endpoint(f"http://{where}:{port}")

    def own_metrics(self) -> Mapping[str, list[Row]]:
        """What the Collector tells of itself now. Raises NoAnswer, Refusal."""
        return exposition.read(self.listening(self.settings.collector.own_metrics).fetch("/metrics")[0].decode(errors="replace"))

    def own_series(self) -> Mapping[str, list[Row]]:
        """The derived series as the Collector holds them now. Raises NoAnswer, Refusal."""
        return exposition.read(self.listening(self.settings.collector.series).fetch("/metrics")[0].decode(errors="replace"))

    def by(self, expression: str, *labels: str) -> dict[tuple[str, ...], float]:
        """What an expression of Prometheus' answers, by the values of labels, without what is zero."""
        return {tuple(row.labels.get(label, "") for label in labels): row.value for row in self.prometheus.query(expression) if row.value}

    def once(self, what: str, make: Callable[[], T]) -> T:
        """What ``make`` makes, made once."""
        if what not in self._made:
            self._made[what] = make()
        found: T = self._made[what]
        return found

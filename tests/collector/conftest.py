"""One Prometheus and one Collector for all emitters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agentdash.settings import Settings
from tests.truth import servers

INTERVAL = 2


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The default settings, but for the interval."""
    default = Settings()
    return replace(default, telemetry=replace(default.telemetry, interval=INTERVAL))


@pytest.fixture(scope="session")
def prometheus(tmp_path_factory) -> Iterator[servers.Prometheus]:
    with servers.prometheus(tmp_path_factory.mktemp("prometheus")) as server:
        yield server


@pytest.fixture(scope="session")
def collector(tmp_path_factory, settings, prometheus) -> Iterator[servers.Collector]:
    """A Collector with the configuration of the default settings."""
    with servers.collector(tmp_path_factory.mktemp("collector"), settings, prometheus.write) as server:
        yield server

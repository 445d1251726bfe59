"""One Prometheus and one Collector for the whole suite, and one replay of everything that is replayed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from agentdash.settings import Settings
from tests.telemetry import recordings
from tests.telemetry.replay import replay
from tests.truth import doubled, servers
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View
from tests.truth.measure import Measured
from tests.truth.settle import settle

INTERVAL = 2
"""Seconds between two writes of a series: short, so that tests are."""
_SPEED = 15


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


@pytest.fixture(scope="session")
def replayed(collector, prometheus, settings) -> Grafana:
    """All recordings, and those with spans left out or added, replayed side by side; the dashboards over that time."""
    begin = time.time()
    replay([*map(recordings.load, recordings.names()), *doubled.variants()], collector.endpoint, speed=_SPEED)
    settle(collector, prometheus)
    # The zeros of the first series lie an interval before the replay.
    return Grafana(settings, prometheus, View(begin - 4 * INTERVAL, time.time(), scrape=INTERVAL))


@pytest.fixture(scope="session")
def measured(prometheus) -> Measured:
    """The derived signals of the last ten minutes."""
    return Measured(prometheus)

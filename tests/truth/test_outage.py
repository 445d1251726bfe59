"""Prometheus is away for a while: nothing is lost, and the totals are exact afterwards."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.measure import Measured
from tests.truth.settle import settle

_AWAY = 10
"""Seconds; bench/collector_load.py does it for two minutes."""


def _send(sender: Sender, service: str, count: int) -> None:
    for number in range(count):
        failed = number % 10 == 9
        one = spans.call(tokens=None, attributes={"error.type": "429"}, status=spans.ERROR) if failed else spans.call()
        assert sender.send("traces", spans.export(service, [one])) == 200


def _exact(prometheus: servers.Prometheus, service: str, count: int) -> None:
    measured = Measured(prometheus)
    assert measured.total("calls", service) == count
    assert measured.total("errors", service) == count // 10
    assert measured.total("input_tokens", service) == 90 * count


@pytest.mark.parametrize("queue", ["memory", "disk"])
def test_nothing_is_lost_while_prometheus_is_away(tmp_path, settings, queue):
    port = servers.free_port()
    queued = replace(settings, collector=replace(settings.collector, queue=queue, queue_directory=str(tmp_path / "queue")))
    with servers.collector(tmp_path, queued, f"http://127.0.0.1:{port}/api/v1/write") as collector:
        sender = Sender(collector.endpoint)
        with servers.prometheus(tmp_path / "prometheus", port=port) as prometheus:
            _send(sender, "before", 10)
            settle(collector, prometheus)
        for _ in range(_AWAY):
            # Old series go on, and new ones are born.
            _send(sender, "before", 10)
            _send(sender, "meanwhile", 10)
            time.sleep(1)
        with servers.prometheus(tmp_path / "prometheus", port=port) as prometheus:
            _send(sender, "afterwards", 10)
            settle(collector, prometheus, most=90)
            time.sleep(3)
            _exact(prometheus, "meanwhile", 10 * _AWAY)
            _exact(prometheus, "before", 10 * _AWAY + 10)
            _exact(prometheus, "afterwards", 10)
            # While Prometheus is there: it would try to write its last words.
            collector.stop()


def test_a_queue_on_disk_outlives_the_collector(tmp_path, settings):
    port = servers.free_port()
    queued = replace(settings, collector=replace(settings.collector, queue="disk", queue_directory=str(tmp_path / "queue")))
    write = f"http://127.0.0.1:{port}/api/v1/write"
    with servers.collector(tmp_path, queued, write, "first") as collector:
        _send(Sender(collector.endpoint), "outlived", 20)
        time.sleep(3)
    with servers.prometheus(tmp_path / "prometheus", port=port) as prometheus, servers.collector(tmp_path, queued, write, "second") as collector:
        _send(Sender(collector.endpoint), "outlived", 10)
        settle(collector, prometheus, most=90)
        time.sleep(3)
        _exact(prometheus, "outlived", 30)

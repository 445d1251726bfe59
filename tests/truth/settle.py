"""Waiting until everything that was sent has arrived in Prometheus."""

from __future__ import annotations

import time

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.servers import Collector, Prometheus


def settle(collector: Collector, prometheus: Prometheus, most: float = 180) -> None:
    """Sends a last call and waits until it is counted: what came before it, by the same way, is counted then.

    Raises TimeoutError after ``most`` seconds, with the Collector's last words.
    """
    # Metrics and spans come by different ways; each has its windows behind it then.
    time.sleep(2)
    mark = f"settled-{spans.span_id()}"
    assert Sender(collector.endpoint).send("traces", spans.export(mark, [spans.call()])) == 200
    counted = f'max_over_time(gen_ai_client_operation_duration_seconds_count{{service_name="{mark}"}}[10m]) > 0'
    until = time.time() + most
    while not prometheus.query(counted):
        if time.time() > until:
            raise TimeoutError("the last call is not counted:\n" + collector.log.read_text()[-2000:])
        time.sleep(0.2)
    # The rest of the same write.
    time.sleep(0.5)

"""Load on the generated Collector configuration: what a span costs, beside plain Collectors too, memory at a steady rate, a backend that is away.

Spans are those of the recordings in tests/telemetry, content included, with fresh ids. The Collector is held to one core
(GOMAXPROCS=1), and what it used is read from the system, so the figures do not depend on what else the machine does. Spans
travel as OTLP/JSON, which is dearer to read than protobuf.

Run it from the clone's top: ``python bench/collector_load.py [--seconds 30] [--away 120]``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.settings import Settings  # noqa: E402
from bench import collector_ratios  # noqa: E402
from bench.collector_spans import requests, used  # noqa: E402
from tests.truth import servers  # noqa: E402
from tests.truth.measure import Measured  # noqa: E402
from tests.truth.settle import settle  # noqa: E402

STEADY = 2000
"""Spans per second."""


def sending(endpoint: str, seconds: float, rate: float | None = None) -> Iterator[tuple[int, int]]:
    """Sends for some seconds, at ``rate`` spans per second or as fast as they are taken; yields (spans, HTTP status)."""
    connection, begin, sent = HTTPConnection(urlsplit(endpoint).netloc, timeout=60), time.time(), 0
    numbers = itertools.count(int(time.time()) << 8)
    for request in itertools.cycle(requests()):
        if time.time() - begin > seconds:
            return
        connection.request("POST", "/v1/traces", request.body(next(numbers)), {"content-type": "application/json"})
        response = connection.getresponse()
        response.read()
        sent += request.spans
        yield request.spans, response.status
        if rate and (ahead := sent / rate - (time.time() - begin)) > 0:
            time.sleep(ahead)


def main() -> None:
    """Run them and print a table of figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=30, help="how long each of the runs at full and at a steady rate")
    arguments.add_argument("--spans", type=int, default=20_000, help="how many go through each Collector that is compared")
    arguments.add_argument("--away", type=int, default=120, help="how long Prometheus is away")
    given = arguments.parse_args()
    os.environ["GOMAXPROCS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        for row in (*collector_ratios.rows(given.spans), *fastest(Path(folder) / "fastest", given.seconds), *steady(Path(folder) / "steady", given.seconds),
                    *away(Path(folder) / "away", given.away)):
            print(f"| {row[0]} | {row[1]} |", flush=True)


def fastest(folder: Path, seconds: int) -> Iterator[tuple[str, str]]:
    """As many spans as one core takes; what it cannot take it refuses, and the sender is told."""
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, Settings(), prometheus.write) as collector:
        before, begin, taken, refused = used(collector.process.pid), time.time(), 0, 0
        for count, status in sending(collector.endpoint, seconds):
            taken, refused = (taken + count, refused) if status == 200 else (taken, refused + count)
        lasted = time.time() - begin
        # What it has taken, it still has to count.
        time.sleep(10)
        settle(collector, prometheus, most=120)
        after = used(collector.process.pid)
        yield "spans taken per second, one sender, one core", f"{taken / lasted:,.0f}"
        yield "spans refused (the sender is told, and sends again)", f"{refused:,}"
        yield "spans per second of processor time", f"{taken / (after.seconds - before.seconds):,.0f}"
        yield "memory afterwards, MiB", f"{after.mib:.0f}"


def steady(folder: Path, seconds: int) -> Iterator[tuple[str, str]]:
    """A steady rate."""
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, Settings(), prometheus.write) as collector:
        before, begin, taken, most, refused = used(collector.process.pid), time.time(), 0, 0.0, 0
        for count, status in sending(collector.endpoint, seconds, STEADY):
            taken, refused = (taken + count, refused) if status == 200 else (taken, refused + count)
            most = max(most, used(collector.process.pid).mib)
        after, lasted = used(collector.process.pid), time.time() - begin
        yield f"at {STEADY:,} spans per second: reached", f"{taken / lasted:,.0f}"
        yield f"at {STEADY:,} spans per second: share of a core", f"{(after.seconds - before.seconds) / lasted:.0%}"
        yield f"at {STEADY:,} spans per second: most memory, MiB", f"{most:.0f}"
        yield f"at {STEADY:,} spans per second: refused", f"{refused:,}"


def away(folder: Path, seconds: int) -> Iterator[tuple[str, str]]:
    """Prometheus goes away and comes back; what was counted meanwhile must be there, to the last call."""
    for queue in ("memory", "disk"):
        own, port = folder / queue, servers.free_port()
        default = Settings()
        settings = replace(default, collector=replace(default.collector, queue=queue, queue_directory=str(own / "queue")))
        with servers.collector(own, settings, f"http://127.0.0.1:{port}/api/v1/write") as collector:
            with servers.prometheus(own / "prometheus", port=port) as prometheus:
                sent = sum(count for count, _ in sending(collector.endpoint, 10, 100))
                settle(collector, prometheus, most=120)
            sent += sum(count for count, _ in sending(collector.endpoint, seconds, 100))
            most = used(collector.process.pid).mib
            with servers.prometheus(own / "prometheus", port=port) as prometheus:
                settle(collector, prometheus, most=300)
                time.sleep(20)
                counted, exported = Measured(prometheus, seconds + 900), _calls(collector)
                calls = counted.total("calls") - 2
                yield (f"Prometheus away for {seconds} s, queue in {queue}: calls counted / calls among {sent:,} spans",
                       f"{calls:,.0f} / {exported:,}")
                yield f"Prometheus away for {seconds} s, queue in {queue}: memory, MiB", f"{most:.0f}"


def _calls(collector: servers.Collector) -> int:
    """Calls among the traces that left: the spans that were marked, and the attempts repeated inside them."""
    found = 0
    for line in collector.traces.read_text().splitlines():
        for resource in json.loads(line)["resourceSpans"]:
            for span in (span for scope in resource["scopeSpans"] for span in scope["spans"]):
                named = {one["key"]: next(iter(one["value"].values()), None) for one in span.get("attributes", ())}
                if named.get("agentdash.kind") == "call" and "settled" not in json.dumps(resource["resource"]):
                    found += max(int(named.get("attempt") or 1), 1)
    return found


if __name__ == "__main__":
    main()

"""What a span costs the Collector, against plain Collectors of the same binary: the same spans through each, in one run.

Plain is OTLP in, batches, a file out; with three metrics it also counts calls, their times and their tokens, as anybody would who
wires that up by hand. Each is held to one core (GOMAXPROCS=1) and what it used is read from the system, so that the ratios hold on a busy
machine too. Spans of agents are the recordings' mix, content included; ordinary ones are a web shop's, without any AI in them.

Run it from the clone's top: ``python bench/collector_ratios.py [--spans 20000]``.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.settings import Settings  # noqa: E402
from bench.collector_spans import Request, filled, requests, used  # noqa: E402
from tests import tools  # noqa: E402
from tests.telemetry import spans  # noqa: E402
from tests.truth import servers  # noqa: E402

DRAINED = Settings().collector.hold + 12
"""Seconds after which a Collector has done all of its work: longer than spans wait, and than its windows."""
_LABELS = ("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model")
_CALL = 'span.attributes["gen_ai.request.model"] != nil'


def _by_hand() -> list[dict[str, Any]]:
    """Three metrics of calls to models."""
    labels = [{"key": key, "default_value": "unknown"} for key in _LABELS]
    common = {"attributes": labels, "conditions": [_CALL], "include_resource_attributes": [{"key": "service.name"}]}
    tokens = [{**common, "conditions": [f'span.attributes["gen_ai.usage.{kind}_tokens"] != nil'], "name": f"usage.{kind}_tokens",
               "sum": {"value": f'Int(span.attributes["gen_ai.usage.{kind}_tokens"])'}} for kind in ("input", "output")]
    duration = {"buckets": [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], "value": "Double(UnixNano(span.end_time) - UnixNano(span.start_time)) / 1000000000.0"}
    return [{**common, "name": "operation.duration", "unit": "s", "histogram": duration}, *tokens]


def _plain(folder: Path, metrics: bool) -> dict[str, Any]:
    exporters = {name: {"path": str(folder / f"{name.rpartition('/')[2]}.jsonl")} for name in ("file/traces", "file/metrics")}
    pipelines: dict[str, Any] = {"traces": {"receivers": ["otlp"], "processors": ["batch"], "exporters": ["file/traces"]}}
    built: dict[str, Any] = {
        "receivers": {"otlp": {"protocols": {"http": {"endpoint": f"127.0.0.1:{servers.free_port()}"}}}}, "processors": {"batch": {}},
        "exporters": exporters, "extensions": {"health_check": {"endpoint": f"127.0.0.1:{servers.free_port()}"}}}
    if metrics:
        built["connectors"] = {"signal_to_metrics": {"spans": _by_hand()}}
        pipelines["traces"]["exporters"].append("signal_to_metrics")
        pipelines["metrics"] = {"receivers": ["signal_to_metrics"], "processors": ["batch"], "exporters": ["file/metrics"]}
    else:
        del exporters["file/metrics"]
    return built | {"service": {"extensions": ["health_check"], "pipelines": pipelines, "telemetry": {"metrics": {"level": "none"}}}}


@contextlib.contextmanager
def plain(folder: Path, metrics: bool) -> Iterator[tuple[int, str]]:
    """Runs a plain Collector; its process and its endpoint."""
    folder.mkdir(parents=True)
    built = _plain(folder, metrics)
    (folder / "config.yaml").write_text(yaml.safe_dump(built))
    log = folder / "collector.log"
    with log.open("wb") as output:
        process = subprocess.Popen([tools.otelcol(), f"--config={folder / 'config.yaml'}"], stdout=output, stderr=output)
    try:
        servers.wait(f"http://{built['extensions']['health_check']['endpoint']}/", process, log)
        yield process.pid, f"http://{built['receivers']['otlp']['protocols']['http']['endpoint']}"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def agentdash(folder: Path, mode: str) -> Iterator[tuple[int, str]]:
    """Runs the generated configuration in a mode of prices, metrics going to a real Prometheus."""
    default = Settings()
    settings = replace(default, pricing=replace(default.pricing, mode=mode))
    with servers.prometheus(folder / "prometheus", late="10m") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
        yield collector.process.pid, collector.endpoint


def ordinary() -> list[Request]:
    """Exports of a web shop."""
    found = []
    for number in range(40):
        root = spans.Span("GET /cart", {"http.request.method": "GET", "http.route": "/cart", "http.response.status_code": 200}, "http", kind=spans.SERVER)
        below = [spans.Span(f"SELECT {table}", {"db.system.name": "postgresql", "db.namespace": "shop", "db.query.text": f"SELECT * FROM {table} WHERE id = $1"},
                            "pg", root, kind=spans.CLIENT, seconds=0.01) for table in ("carts", "items", "prices", "users")]
        found.append(filled(spans.export(f"shop-{number % 5}", [*below, root])))
    return found


def seconds(pid: int, endpoint: str, sent: Sequence[Request], number: int) -> float:
    """Processor seconds that a Collector uses for ``number`` of these spans, to the last one."""
    connection, ids, count, before = HTTPConnection(urlsplit(endpoint).netloc, timeout=60), itertools.count(int(time.time()) << 8), 0, used(pid).seconds
    for request in itertools.cycle(sent):
        if count >= number:
            break
        connection.request("POST", "/v1/traces", request.body(next(ids)), {"content-type": "application/json"})
        with connection.getresponse() as response:
            response.read()
            # Refused: it has no room just now.
            time.sleep(0.2 if response.status != 200 else 0)
            count += request.spans if response.status == 200 else 0
    time.sleep(DRAINED)
    return used(pid).seconds - before


def rows(number: int) -> Iterator[tuple[str, str]]:
    """Figures with their names: processor seconds, and how many times those of the plain Collectors."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, sent in (("spans of agents", requests()), ("ordinary spans", ordinary())):
            runs: Mapping[str, Any] = {
                "plain": lambda at: plain(at, False), "plain with three metrics": lambda at: plain(at, True),
                "agentdash, prices in queries": lambda at: agentdash(at, "inline"), "agentdash, prices in the Collector": lambda at: agentdash(at, "collector")}
            found: dict[str, float] = {}
            for name, run in runs.items():
                with run(Path(folder) / kind.replace(" ", "-") / name.replace(" ", "-").replace(",", "")) as (pid, endpoint):
                    # The first spans warm its caches up.
                    seconds(pid, endpoint, sent, number // 10)
                    found[name] = seconds(pid, endpoint, sent, number)
                times = ", ".join(f"{found[name] / found[other]:.2f} × {other}" for other in ("plain", "plain with three metrics") if other in found and other != name)
                yield f"{number:,} {kind}: {name}", f"{found[name]:.2f} s" + (f" ({times})" if times else "")


def main() -> None:
    """Prints a table of figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--spans", type=int, default=20_000, help="how many spans go through each")
    given = arguments.parse_args()
    os.environ["GOMAXPROCS"] = "1"
    for name, value in rows(given.spans):
        print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()

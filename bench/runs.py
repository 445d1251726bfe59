"""Runs at a high rate through the generated Collector: is a loop found, are percentiles right, what does remembering cost.

Each run calls a model 1 to 18 times (:data:`CALLS`), its second half twenty seconds after its first, and runs one tool; among
them one run loops for 200 calls, one a second. Before, the stage that counts run by run is measured alone, for what it takes of memory and
processor time.

Run it from the clone's top: ``python bench/runs.py [--rate 500] [--seconds 300]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.collector.config import configuration  # noqa: E402
from agentdash.collector.stage import Processor  # noqa: E402
from agentdash.settings import Settings  # noqa: E402
from bench.collector_spans import Request, filled, used  # noqa: E402
from tests.telemetry import spans  # noqa: E402
from tests.truth import servers  # noqa: E402
from tests.truth.measure import Measured  # noqa: E402
from tests.truth.settle import settle  # noqa: E402

CALLS = (*[1] * 20, *[2] * 20, *[3] * 20, *[4] * 15, *[6] * 10, *[9] * 8, *[14] * 4, *[18] * 3)
"""Calls of a hundred runs."""
P50, P95 = sorted(CALLS)[49], sorted(CALLS)[94]
MEAN = sum(CALLS) / len(CALLS)
STAGE = "transform/agentdash_runs"
SERVICE, LOOPING = "busy", "looping"
LATER, LOOP = 20, 200
"""Seconds until a run's second half; calls of the loop."""


def hundred(of_call: Mapping[str, Any] = MappingProxyType({}), of_tool: Mapping[str, Any] = MappingProxyType({})) -> tuple[Request, Request]:
    """The exports of a hundred runs: the first half of each, and what comes later. The mappings are further attributes."""
    first, later = [], []
    for calls in CALLS:
        run = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=30)
        inside = [spans.call(parent=run, attributes=dict(of_call)) for _ in range(calls)]
        tool = spans.Span("execute_tool t", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t", **of_tool}, parent=run)
        first += [*inside[:(calls + 1) // 2], tool]
        later += [*inside[(calls + 1) // 2:], run]
    return filled(spans.export(SERVICE, first)), filled(spans.export(SERVICE, later))


def send(endpoint: str, rate: float, seconds: float, later: float = LATER) -> int:
    """Begins ``rate`` runs a second for so long, and then ends all; returns how many. Raises RuntimeError where the Collector refuses."""
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=60)
    halves, begin, number, ended = hundred(), time.time(), 0, 0
    loop = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"})
    looped = 0

    def post(body: bytes) -> None:
        for _ in range(60):
            connection.request("POST", "/v1/traces", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return
            time.sleep(1)
        raise RuntimeError(f"the Collector refuses for a minute: HTTP {answer.status}")

    most = int(rate * seconds / len(CALLS))
    while ended < most or looped < LOOP:
        now = time.time() - begin
        if number < most and now >= number * len(CALLS) / rate:
            number += 1
            post(halves[0].body(number))
        elif ended < number and now >= ended * len(CALLS) / rate + later:
            ended += 1
            post(halves[1].body(ended))
        elif looped < LOOP and now >= looped * (seconds / LOOP):
            looped += 1
            post(filled(spans.export(LOOPING, [spans.call(parent=loop)])).body(1))
        else:
            time.sleep(0.005)
    return number * len(CALLS)


def found(prometheus: servers.Prometheus, window: int) -> dict[str, float]:
    """What the signals say: of the ordinary runs their number, percentiles and the share that is not followed; of the loop its calls."""
    measured = Measured(prometheus, window)
    return {
        "calls": measured.total("calls", SERVICE), "runs": measured.total("runs_reaching", SERVICE, more_than="0"),
        "p50": measured.quantile("runs_reaching", 0.5, SERVICE) or 0, "p95": measured.quantile("runs_reaching", 0.95, SERVICE) or 0,
        "not_followed": measured.total("calls_not_followed", SERVICE), "loop": measured.total("long_run_calls", LOOPING)}


def alone(folder: Path, runs: int) -> Iterator[tuple[str, str]]:
    """What the stage takes that counts run by run: in a Collector that has nothing else, beside one that does not have it either."""
    stage = next(one for one in configuration(Settings()).components(Processor) if one.name == STAGE)
    taken = []
    for name, processors in (("nothing", {}), ("stage", {stage.name: dict(stage.configuration)})):
        health, http = servers.free_addresses(2)
        own = folder / name
        own.mkdir(parents=True)
        built = {
            "receivers": {"otlp": {"protocols": {"http": {"endpoint": http}}}}, "processors": {"batch": {"timeout": "0s", "send_batch_size": 0}, **processors},
            "exporters": {"debug": {"verbosity": "basic"}}, "extensions": {"health_check": {"endpoint": health}},
            "service": {"extensions": ["health_check"], "telemetry": {"logs": {"level": "error"}, "metrics": {"level": "none"}},
                        "pipelines": {"traces": {"receivers": ["otlp"], "processors": ["batch", *processors], "exporters": ["debug"]}}}}
        with servers.running(own, built, {"health": health, "http": http}) as collector:
            before = used(collector.process.pid)
            spans_sent = _send_counted(collector.endpoint, runs)
            after = used(collector.process.pid)
            taken.append((after.mib, (after.seconds - before.seconds) / spans_sent * 1e6))
    yield f"memory that {runs:,} runs of three notes take, GC's share included, MiB", f"{taken[1][0] - taken[0][0]:.0f}"
    yield "processor time of the stage per span, µs", f"{taken[1][1] - taken[0][1]:.0f}"


def _send_counted(endpoint: str, runs: int) -> int:
    """Sends the spans of so many runs as they come to the stage, as fast as they are taken; returns how many spans."""
    first, later = hundred({"agentdash.kind": "call", "agentdash.counts": 1, "agentdash.weight": 1.0, "agentdash.cost_usd": 0.001},
                           {"agentdash.kind": "tool", "agentdash.counts": 1, "agentdash.weight": 1.0, "error": "false"})
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=60)
    for number in range(runs // len(CALLS)):
        for half in (first, later):
            connection.request("POST", "/v1/traces", half.body(number), {"content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
    return (first.spans + later.spans) * (runs // len(CALLS))


def rows(folder: Path, rate: float, seconds: float, counts: int | None) -> Iterator[tuple[str, str]]:
    """The figures, as they come."""
    yield from alone(folder / "alone", round(rate * seconds))
    default = Settings()
    settings = replace(default, collector=replace(default.collector, run_counts=counts or default.collector.run_counts))
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
        begin = time.time()
        sent = send(collector.endpoint, rate, seconds)
        lasted = time.time() - begin
        settle(collector, prometheus)
        got = found(prometheus, int(lasted) + 300)
        yield "runs/s: reached / meant", f"{sent / lasted:,.0f} / {rate:,.0f}"
        yield f"runs counted / begun in {lasted:.0f} s", f"{got['runs']:,.0f} / {sent:,}"
        yield "calls of traces not followed", f"{got['not_followed'] / max(got['calls'], 1):.1%}"
        yield "P50 and P95 of calls per run: measured / true", f"{got['p50']:g} / {P50}, {got['p95']:g} / {P95}"
        yield f"calls of the loop found, of {LOOP}", f"{got['loop']:g}"


def main() -> None:
    """Run it and print a table of figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rate", type=float, default=500, help="runs begun per second")
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--counts", type=int, help="collector.run_counts")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), given.rate, given.seconds, given.counts):
            print(f"| {row[0]} | {row[1]} |", flush=True)


if __name__ == "__main__":
    main()

"""Runs at a high rate through the generated Collector: is a loop found, are percentiles right, what does remembering cost.

Each run calls a model 1 to 18 times (:data:`CALLS`), its second half twenty seconds after its first, and runs one tool; among
them one run loops for 200 calls, one a second. The same load goes through a Collector without the stage that counts run by
run, for what that stage takes of memory and processor time.

Run it from the clone's top: ``python bench/runs.py [--rate 500] [--seconds 300]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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
SERVICE, LOOPING = "busy", "looping"
LATER, LOOP = 20, 200
"""Seconds until a run's second half; calls of the loop."""


def hundred() -> tuple[Request, Request]:
    """The exports of a hundred runs: the first half of each, and what comes later."""
    first, later = [], []
    for calls in CALLS:
        run = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=30)
        inside = [spans.call(parent=run) for _ in range(calls)]
        tool = spans.Span("execute_tool t", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t"}, parent=run)
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


def without_runs(built: dict[str, Any]) -> None:
    """Takes the stage out of a configuration."""
    for pipeline in built["service"]["pipelines"].values():
        pipeline["processors"] = [one for one in pipeline["processors"] if one != "transform/agentdash_runs"]


def rows(folder: Path, rate: float, seconds: float, counts: int | None) -> Iterator[tuple[str, str]]:
    """The figures, as they come."""
    default = Settings()
    settings = replace(default, collector=replace(default.collector, run_counts=counts or default.collector.run_counts))
    taken = {}
    for name, change in (("with", None), ("without", without_runs)):
        with servers.prometheus(folder / name / "prometheus") as prometheus, servers.collector(folder / name, settings, prometheus.write, change=change) as collector:
            before, begin = used(collector.process.pid), time.time()
            sent = send(collector.endpoint, rate, seconds)
            lasted = time.time() - begin
            # What a collection leaves is what is remembered, and what the collector keeps for the next one.
            after = used(collector.process.pid)
            taken[name] = (after.mib, (after.seconds - before.seconds) / lasted)
            settle(collector, prometheus)
            if change is None:
                got = found(prometheus, int(lasted) + 300)
                yield "runs/s: reached / meant", f"{sent / lasted:,.0f} / {rate:,.0f}"
                yield f"runs counted / begun in {lasted:.0f} s", f"{got['runs']:,.0f} / {sent:,}"
                yield "calls of traces not followed", f"{got['not_followed'] / max(got['calls'], 1):.1%}"
                yield "P50 and P95 of calls per run: measured / true", f"{got['p50']:g} / {P50}, {got['p95']:g} / {P95}"
                yield f"calls of the loop found, of {LOOP}", f"{got['loop']:g}"
    for place, unit in ((0, "memory, MiB"), (1, "share of a core")):
        yield f"{unit}: with, and without counting run by run", f"{taken['with'][place]:.2f}, {taken['without'][place]:.2f}"


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

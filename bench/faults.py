"""What is lost when something fails: a Collector that is killed, a store that refuses, is slow or away, and more names than anybody has.

Each line says what was sent and taken, and what was counted. The Collector has the generated configuration, on loopback alone.

Run it from the clone's top: ``python bench/faults.py [killed|store|models|services|traces]...``; all of them take half an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.forms.kubernetes.collector import RETRY_429  # noqa: E402
from agentdash.settings import Settings  # noqa: E402
from bench.collector_spans import used  # noqa: E402
from tests.served import Served  # noqa: E402
from tests.telemetry import spans  # noqa: E402
from tests.telemetry.replay import Sender  # noqa: E402
from tests.truth import servers  # noqa: E402
from tests.truth.measure import Measured  # noqa: E402
from tests.truth.settle import settle  # noqa: E402

TOGETHER = 10
"""Calls in an export."""
Row = tuple[str, str]


class Door(Served):
    """Stands before a store: passes its writes on, or does what ``mood`` says: a status (429, 500), or seconds (2.5) that it waits before."""

    def __init__(self, store: str) -> None:
        self.mood: int | float = 0
        door = self

        class Handler(BaseHTTPRequestHandler):
            """One write."""

            def do_POST(self) -> None:
                """Passes it on."""
                body = self.rfile.read(int(self.headers["content-length"]))
                if isinstance(door.mood, float):
                    time.sleep(door.mood)
                status = door.mood if isinstance(door.mood, int) and door.mood else _passed(store, body, dict(self.headers))
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/v1/write"


def _passed(store: str, body: bytes, headers: dict[str, str]) -> int:
    try:
        own = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")}
        with urllib.request.urlopen(urllib.request.Request(store, body, own), timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 503


@dataclass(frozen=True)
class Killed:
    """What became of the calls that Collectors took, all but the last of which were killed; ``most`` is what the docs say may be lost."""

    taken: int
    taken_last: int
    counted: float
    most: float


def killed(folder: Path, settings: Settings, times: int, rate: float, lives: tuple[float, float], seed: int = 1) -> Killed:
    """Kills a Collector with its queue on disk so many times, each after a random part of ``lives`` (seconds), under ``rate`` calls a second."""
    own = replace(settings, collector=replace(settings.collector, queue="disk", queue_directory=str(folder / "queue")))
    chance, taken = random.Random(seed), 0
    with servers.prometheus(folder / "prometheus") as prometheus:
        (folder / "collector").mkdir(parents=True)
        built, addresses = servers.collector_config(own, folder / "collector", prometheus.write)
        for life in range(times + 1):
            with servers.running(folder / "collector", built, addresses) as collector:
                sender, begin, sent, until = Sender(collector.endpoint), time.time(), 0, chance.uniform(*lives)
                while time.time() - begin < until:
                    # What a Collector does not take, its programs send again; what it was killed over is not taken.
                    if sender.send("traces", spans.export("killed", [spans.call() for _ in range(TOGETHER)])) == 200:
                        sent += TOGETHER
                    time.sleep(max(0.0, begin + sent / rate - time.time()))
                taken += sent
                if life < times:
                    collector.stop(signal.SIGKILL)
                else:
                    settle(collector, prometheus)
        held = own.collector.hold + own.telemetry.interval + 2
        return Killed(taken, sent, Measured(prometheus, 3600).total("calls", "killed"), times * rate * held)


def store(folder: Path, settings: Settings, moods: Sequence[int | float], seconds: float, rate: float = 20) -> dict[str, tuple[int, float]]:
    """Calls taken and counted, by what the store did meanwhile; each of ``moods`` lasts ``seconds``."""
    found: dict[str, tuple[int, float]] = {}
    with servers.prometheus(folder / "prometheus") as prometheus, Door(prometheus.write) as door, _as_deployed(folder, settings, door.url) as collector:
        sender = Sender(collector.endpoint)
        for mood in moods:
            name, begin, sent = f"store-{mood}", time.time(), 0
            door.mood = mood
            while time.time() - begin < seconds:
                assert sender.send("traces", spans.export(name, [spans.call() for _ in range(TOGETHER)])) == 200
                sent += TOGETHER
                time.sleep(max(0.0, begin + sent / rate - time.time()))
            door.mood = 0
            found[name] = (sent, 0)
        settle(collector, prometheus, most=300)
        # Writes that were refused come one after another, and the last call may overtake none of them.
        time.sleep(2 * settings.telemetry.interval)
        measured = Measured(prometheus, 3600)
        return {name: (sent, measured.total("calls", name)) for name, (sent, _) in found.items()}


@contextlib.contextmanager
def _as_deployed(folder: Path, settings: Settings, write: str) -> Iterator[servers.Collector]:
    own = folder / "collector"
    own.mkdir(parents=True)
    built, addresses = servers.collector_config(settings, own, write)
    with servers.running(own, built, addresses, f"--feature-gates={RETRY_429}") as collector:
        yield collector


@dataclass(frozen=True)
class Flood:
    """Calls sent, refused at first and counted; MiB of the Collector; series in the store."""

    sent: int
    refused: int
    counted: float
    mib: float
    series: int


def flood(folder: Path, settings: Settings, number: int, kind: str) -> Flood:
    """So many calls, each of a ``kind`` of its own: models, services, or traces of one tenant."""
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
        sender, refused, most = Sender(collector.endpoint), 0, 0.0
        for first in range(0, number, 500):
            one = range(first, min(first + 500, number))
            bodies = {
                "models": lambda one: [spans.export("flood", [spans.call(f"deployment-{each:06}") for each in one])],
                "services": lambda one: [_together([spans.export(f"flood-{each:05}", [spans.call()]) for each in one])],
                "traces": lambda one: [spans.export("flood", [spans.call() for _ in one], {"tenant.id": "acme"})],
            }[kind](one)
            for body in bodies:
                while sender.send("traces", body) != 200:
                    refused += len(one)
                    time.sleep(0.5)
            most = max(most, used(collector.process.pid).mib)
        settle(collector, prometheus, most=300)
        most = max(most, used(collector.process.pid).mib)
        where = '{service_name=~"flood.*"}'
        series = int(prometheus.query(f"count({{__name__=~\".+\",{where[1:]})")[0]["value"][1])
        measured = Measured(prometheus, 3600)
        counted = sum(number for service, number in measured.by("calls", "service_name").items() if service.startswith("flood"))
        return Flood(number, refused, counted, most, series)


def _together(bodies: Sequence[dict[str, list[object]]]) -> dict[str, list[object]]:
    return {"resourceSpans": [one for body in bodies for one in body["resourceSpans"]]}


def _killed(folder: Path) -> Iterator[Row]:
    found = killed(folder, Settings(), 20, 500, (20, 60))
    yield "killed 20 times under 500 calls/s, queue on disk: counted / taken", f"{found.counted:,.0f} / {found.taken:,}"
    yield "killed 20 times: lost in all; what was held each time, at most", f"{found.taken - found.counted:,.0f}; {found.most:,.0f}"


def _store(folder: Path) -> Iterator[Row]:
    for name, (taken, counted) in store(folder, Settings(), (429, 500, 503, 5.0, 40.0), 60).items():
        mood = name.removeprefix("store-")
        yield f"the store answers {f'after {float(mood):g} s' if '.' in mood else mood} for 60 s: counted / taken", f"{counted:,.0f} / {taken:,}"


def _flood(kind: str, number: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        found = flood(Path(folder), Settings(), number, kind)
    yield f"{number:,} {kind}: counted / sent (refused at first)", f"{found.counted:,.0f} / {found.sent:,} ({found.refused:,})"
    yield f"{number:,} {kind}: series, memory of the Collector", f"{found.series:,}, {found.mib:,.0f} MiB"


PARTS = {"killed": _killed, "store": _store, "models": lambda _: _flood("models", 100_000), "services": lambda _: _flood("services", 10_000),
         "traces": lambda _: _flood("traces", 200_000)}


def main() -> None:
    """Print a table of figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("part", nargs="*", choices=[[], *PARTS])
    given = arguments.parse_args()
    for part in given.part or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for row in PARTS[part](Path(folder)):
                print(f"| {row[0]} | {row[1]} |", flush=True)


if __name__ == "__main__":
    main()

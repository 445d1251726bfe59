"""A push that is killed with `kill -9` at any request, before or after it is carried out, is healed by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from agentdash.push.steps import Options
from tests.push.built import ENV, Built
from tests.push.fake import FakeGrafana, Fault
from tests.push.running import TOKEN, on_disk, push
from tests.push.test_converging import changed, prepare

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


class Runner:
    """The process that forks pushes."""

    def __init__(self) -> None:
        root = Path(__file__).resolve().parents[2]
        env = {**os.environ, **ENV, "GRAFANA_TOKEN": TOKEN, "NO_PROXY": "*", "PYTHONPATH": str(root)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.push.kill_runner"], cwd=root, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._pid = 0

    def run(self, dist: Path, url: str, *options: str) -> str:
        """Push; return "killed" or the exit code."""
        _pipe(self._process.stdin).write(" ".join([str(dist), url, *options]) + "\n")
        _pipe(self._process.stdin).flush()
        self._pid = int(_pipe(self._process.stdout).readline().split()[1])
        ended = _pipe(self._process.stdout).readline().split()[1]
        self._pid = 0
        return ended

    def kill(self) -> None:
        """Kill the push that runs now; it may have made its first request before its pid is known."""
        while not self._pid:
            time.sleep(0.0005)
        os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(10)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.mark.parametrize("after", [False, True], ids=["before it is carried out", "before its answer"])
@pytest.mark.parametrize("version, first", [("10.4.19", True), ("12.4.0", True), ("13.1.3", False)], ids=["10.4 first", "12.4 first", "13.1 later"])
def test_killed_at_any_request_the_next_push_ends_as_if_nothing_had_been(runner, tmp_path, version, first, after, record_property):
    before = None if first else Built().desired()
    built = Built() if first else changed(Built())
    options = Options(prune=not first)
    dist = on_disk(built.files(), tmp_path)
    with FakeGrafana(version) as fake:
        prepare(fake, before)
        assert runner.run(dist, fake.url, *(["--prune"] if options.prune else [])) == "0"
        state, requests = fake.state.snapshot(), len(fake.requests)
        for point in range(requests):
            prepare(fake, before)
            fake.faults = {point: Fault(after=after, drop=True, call=runner.kill)}
            assert runner.run(dist, fake.url, *(["--prune"] if options.prune else [])) == "killed"
            fake.faults = {}
            # What was under way in other threads is carried out, as it would be on a real server.
            with fake.state.lock:
                pass
            assert push(fake, built.desired(), options).code == 0, point
            assert fake.state.snapshot() == state, (point, fake.requests)
    record_property("points", requests)
    print(f"\n{version}: killed at {requests} requests, {requests} times the next push ended in the same state")

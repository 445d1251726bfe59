"""`make bench`: how long a build takes, and what a dashboard asks of its backend.

Figures depend on the machine; the ratios to the floor (importing what every build must import) hardly do.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SETTINGS = "grafana: {folder: Benchmark}\ntelemetry: {interval: 15s}\n"
RUNS = int(os.environ.get("BENCH_RUNS", "15"))


def main() -> None:
    """Print every figure."""
    whole_process()
    made = in_process()
    queries(made)
    sizes(made)


def whole_process() -> None:
    """A process from its start to its end, with warm caches of the file system."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "agentdash.yaml"
        settings.write_text(SETTINGS)
        empty = Path(folder) / "empty.yaml"
        empty.write_text("")
        commands = {
            "python alone": ["-c", "pass"],
            "floor: imports of grafanalib and yaml": ["-c", "import grafanalib.core, yaml"],
            "agentdash --version": ["-m", "agentdash", "--version"],
            "agentdash build, nothing there yet": ["-m", "agentdash", "build", "-c", str(empty), "-o", f"{folder}/new"],
            "agentdash build, nothing changed": ["-m", "agentdash", "build", "-c", str(empty), "-o", f"{folder}/out"],
            "agentdash build with a settings file": ["-m", "agentdash", "build", "-c", str(settings), "-o", f"{folder}/out2"],
        }
        # One round after the other, so that a busy moment of the machine meets all of them.
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                if name.endswith("yet"):
                    subprocess.run(["rm", "-rf", f"{folder}/new"], check=True)
                taken[name].append(_timed(lambda command=command: subprocess.run(
                    [sys.executable, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)))
        floor = min(taken["floor: imports of grafanalib and yaml"])
        print(f"whole process, {RUNS} runs         best    median  best ÷ floor")
        for name, seconds in taken.items():
            print(f"  {name:<38} {min(seconds):6.3f} s {statistics.median(seconds):6.3f} s {min(seconds) / floor:6.2f}")


def in_process() -> dict[str, bytes]:
    """Milliseconds per dashboard and per room, once everything is imported; returns the artifacts."""
    from importlib import import_module
    from importlib.util import find_spec

    from agentdash.build import PRODUCERS, artifacts
    from agentdash.settings import parse

    settings = parse("", "defaults", {})
    made = artifacts(settings)
    print("\nin process, best of 20")
    print(f"  {'everything':<22} {_best(lambda: artifacts(settings)):7.2f} ms")
    for name in PRODUCERS:
        room = import_module(f"agentdash.{name}") if find_spec(f"agentdash.{name}") else None
        if hasattr(room, "artifacts"):
            print(f"  {name:<22} {_best(lambda room=room: room.artifacts(settings)):7.2f} ms")
    for path, content in _dashboards(made):
        name = Path(path).stem
        one = parse(f"dashboards: [{name}]", "bench", {})
        room = import_module("agentdash.dashboards")
        taken = _best(lambda one=one, room=room: room.artifacts(one))
        panels = sum(1 for panel in _panels(json.loads(content)) if panel["type"] != "row")
        print(f"  dashboard {name:<12} {taken:7.2f} ms, {panels} panels: {taken / panels * 12:.2f} ms for 12")
    return made


def queries(made: dict[str, bytes]) -> None:
    """What a dashboard asks when it is opened, and when every row is unfolded."""
    print("\nqueries                 opened  all rows  variables  longest expression")
    for path, content in _dashboards(made):
        dashboard = json.loads(content)
        opened = [target for panel in dashboard["panels"] for target in panel.get("targets", []) if _asks(target)]
        every = [target for panel in _panels(dashboard) for target in panel.get("targets", []) if _asks(target)]
        variables = [one for one in dashboard["templating"]["list"] if one["type"] == "query"]
        longest = max((len(target.get("expr", target.get("query", ""))) for target in every), default=0)
        print(f"  {Path(path).stem:<20} {len(opened):7} {len(every):9} {len(variables):10} {longest:12} characters")


def _asks(target: dict[str, Any]) -> bool:
    """Whether a target is a query of its own: hidden ones and those that read another panel are not."""
    return not target.get("hide") and target["datasource"]["uid"] != "-- Dashboard --"


def sizes(made: dict[str, bytes]) -> None:
    """What is written."""
    print("\nfiles")
    for path, content in made.items():
        print(f"  {path:<44} {len(content) / 1024:7.1f} KiB")
    print(f"  {'together':<44} {sum(map(len, made.values())) / 1024:7.1f} KiB")


def _dashboards(made: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [(path, content) for path, content in made.items() if path.startswith("dashboards/")]


def _panels(dashboard: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _best(action: Callable[[], object]) -> float:
    return min(_timed(action) for _ in range(20)) * 1000


if __name__ == "__main__":
    main()

"""The truth table on the command line: recordings replayed through one Collector into one Prometheus, cell by cell.

    python -m tests.truth.table                            all recordings, as `make test` replays them
    python -m tests.truth.table mastra 'litellm*' --all    some of them, with the cells that are true
    python -m tests.truth.table --folder DIR NAME          recordings that are not packed
    python -m tests.truth.table --each-span --late-parents 5 --speed 1
    python -m tests.truth.table --set 'prices: {mode: collector}' --set 'telemetry: {interval: 5s}'
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from agentdash import yaml_text
from agentdash.settings import parse
from tests.telemetry import order, recordings
from tests.telemetry.recordings import Recording
from tests.telemetry.replay import replay
from tests.truth import servers, truth
from tests.truth.cells import CELLS, Verdict
from tests.truth.gaps import NOT_REPORTED
from tests.truth.gaps.gap import FIRST_TOKEN
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View
from tests.truth.settle import settle
from tests.truth.tiers import tiers

_SETTINGS = {"telemetry": {"interval": "2s"}}
"""As the tests': few seconds between two writes of a series, so that they are short."""
_OF_TWO_TRACES = frozenset(("logfire_openai_anthropic", cell) for cell in FIRST_TOKEN)
"""Left out with two tiers: what tells of a stream's first chunk is in another trace than its call, and so comes to another gateway or not, as their
addresses have it. docs/load.md says so; ``gateways.by: service`` brings them together."""
_INTERVAL = 4
"""Intervals before the replay that are looked at too: the zeros of the first series lie there."""


@dataclass(frozen=True)
class Result:
    """One cell of one recording. Where the telemetry cannot make it true, ``true`` is what it does tell, and ``told`` is False; it is right as long
    as it says that and nothing else."""

    recording: str
    cell: str
    right: bool
    told: bool
    measured: str
    true: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 0 where every cell is right, else 1."""
    options = _options(arguments)
    chosen = list(_chosen(options))
    folder = Path(options.keep or tempfile.mkdtemp(prefix="truth-"))
    results = measure(chosen, _settings(options.set), options.speed, folder, options.late, options.store, options.tiers)
    shown = [one for one in results if options.all or not one.right or not (one.told or options.missing)]
    if options.json:
        print(json.dumps([asdict(one) for one in shown], indent=1))
    else:
        for one in shown:
            print(f"{one.recording:30} {one.cell:24} {_mark(one):8} measured {one.measured}; true {one.true}")
        print(*_totals(results), f"Collector, Prometheus and their logs: {folder}", sep="\n")
    return not all(one.right for one in results)


def measure(chosen: Sequence[Recording], settings: dict[str, Any], speed: float, folder: Path, late: str | None = None,
            store: str = "prometheus", two_tiers: bool = False) -> list[Result]:
    """Every cell of the chosen recordings, replayed side by side with these settings. Servers leave their files in ``folder``."""
    parsed = parse(yaml.safe_dump(settings), "--set")
    started = servers.prometheus(folder / store, late=late) if store == "prometheus" else servers.STORES[store](folder / store)
    with started as prometheus, ExitStack() as stack:
        begin = time.time()
        if two_tiers:
            two = stack.enter_context(tiers(folder, parsed, prometheus.write))
            gateways = [stack.enter_context(two.gateway(number)) for number in range(len(two.hosts))]
            # A gateway that starts after the agents is tried again after some seconds; what waits so long is counted alone.
            two.settle(prometheus)
            two.replay(chosen, speed)
            two.settle(prometheus)
            collectors = [*two.agents, *gateways]
        else:
            collectors = [stack.enter_context(servers.collector(folder, parsed, prometheus.write))]
            replay(chosen, collectors[0].endpoint, speed=speed)
            settle(collectors[0], prometheus)
        interval = parsed.telemetry.interval
        grafana = Grafana(parsed, prometheus, View(begin - _INTERVAL * interval, time.time(), scrape=interval))
        for line in (line for collector in collectors for line in collector.warnings()):
            print(line, file=sys.stderr)
        return [_result(cell.name, cell.judge, grafana, truth.of(recording)) for recording in chosen for cell in CELLS
                if not (two_tiers and (recording.name, cell.name) in _OF_TWO_TRACES)]


def _result(cell: str, judge: Callable[[Grafana, truth.Truth], Verdict], grafana: Grafana, true: truth.Truth) -> Result:
    try:
        verdict = judge(grafana, true)
    except Exception as error:  # A panel that cannot be asked is one wrong cell, not the end of the table.
        verdict = Verdict(False, f"{type(error).__name__}: {error}".splitlines()[0][:300], "?")
    gap = NOT_REPORTED.get((true.name, cell))
    if gap is None:
        return Result(true.name, cell, verdict.right, True, verdict.measured, verdict.true)
    right = not verdict.right and (gap.told is None or verdict.says(gap.told))
    return Result(true.name, cell, right, False, verdict.measured, f"{verdict.true}, told: {'–' if gap.told is None else gap.told}")


def _mark(one: Result) -> str:
    if one.told:
        return "true" if one.right else "WRONG"
    return "untold" if one.right else "NOT TOLD"


def _totals(results: Sequence[Result]) -> Iterator[str]:
    yield ""
    for name in dict.fromkeys(one.recording for one in results):
        own = [one for one in results if one.recording == name]
        counts = [sum(one.told and one.right for one in own), sum(one.told and not one.right for one in own),
                  sum(not one.told and one.right for one in own), sum(not one.told and not one.right for one in own)]
        yield f"{name:30} {counts[0]:2} true, {counts[1]:2} wrong; of {counts[2] + counts[3]:2} that no telemetry tells {counts[3]:2} say something else than it does"
    told, untold = [one for one in results if one.told], [one for one in results if not one.told]
    yield (f"{sum(one.right for one in told)} of {len(told)} cells that telemetry can tell are true; of {len(untold)} others "
           f"{sum(one.right for one in untold)} say what it does tell")


def _settings(overrides: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = _SETTINGS
    for text in overrides:
        found = _merged(found, yaml_text.loads(text))
    return found


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merged(old.get(key), item) for key, item in new.items()}
    return new


def _chosen(options: argparse.Namespace) -> Iterator[Recording]:
    if options.folder:
        known = {path.name: path for path in sorted(options.folder.iterdir()) if (path / "truth.json").exists()}
    else:
        known = dict.fromkeys(recordings.names())
    for name in dict.fromkeys(name for pattern in options.recordings or ["*"] for name in _matching(pattern, known)):
        recording = recordings.read(known[name]) if options.folder else recordings.load(name)
        if options.late_parents is not None:
            # The delay is one of life, whatever the replay's speed.
            recording = order.late_parents(recording, options.late_parents * options.speed)
        elif options.each_span:
            recording = order.each_span(recording)
        yield recording


def _matching(pattern: str, known: Sequence[str]) -> list[str]:
    found = fnmatch.filter(known, pattern)
    if not found:
        raise SystemExit(f"no recording {pattern!r}; there are {', '.join(known)}")
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.truth.table", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", nargs="*", metavar="RECORDING", help="a name, or a pattern of names; all where none is given")
    parser.add_argument("--folder", type=Path, help="read recordings from the folders in this one instead of from the archives")
    parser.add_argument("--speed", type=float, default=15, help="how many times faster than life; 1 is life (default 15)")
    parser.add_argument("--each-span", action="store_true", help="each span in an export of its own, in the order of their ends")
    parser.add_argument("--late-parents", type=float, metavar="SECONDS", help="and spans with others below them so many seconds after their ends")
    parser.add_argument("--tiers", action="store_true", help="through two agents and three gateways (collector.tiers: two)")
    parser.add_argument("--store", choices=sorted(servers.STORES), default="prometheus", help="what keeps the metrics")
    parser.add_argument("--late", metavar="DURATION", help="how late samples may come to Prometheus, e.g. 10m: for a machine that is too busy to keep order")
    parser.add_argument("--set", action="append", default=[], metavar="YAML", help="settings over the default ones, e.g. 'prices: {mode: collector}'")
    parser.add_argument("--missing", action="store_true", help="leave out cells that no telemetry can make true")
    parser.add_argument("--all", action="store_true", help="print the cells that are true as well")
    parser.add_argument("--json", action="store_true", help="print the cells as JSON")
    parser.add_argument("--keep", type=Path, help="where the servers' files go; a temporary folder otherwise")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

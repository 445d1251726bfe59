"""What dashboards ask of a Prometheus with many services and long ranges: samples touched and seconds, per dashboard as it opens.

Each service has one agent, model and tool, whose series (those of `agentdash signals --series`) are written offline as blocks. With
``hourly`` samples, as rules/agentdash.yml keeps them, the dashboards of long ranges are asked, and only series that they ask are written. What
Prometheus says it touched comes from its own query statistics.

Run it from the clone's top: ``python bench/scale.py [--case SERVICES:HOURS:SECONDS|hourly]...``, SECONDS between two samples. Without
cases it takes about ten minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.backends import GRAFANA  # noqa: E402
from agentdash.collector.series_cost import written  # noqa: E402
from agentdash.query import reading  # noqa: E402
from agentdash.settings import Settings  # noqa: E402
from agentdash.vocabulary import hourly, labels  # noqa: E402
from agentdash.vocabulary.dashboards import LONG  # noqa: E402
from tests import tools  # noqa: E402
from tests.truth import servers  # noqa: E402
from tests.truth.grafana import Grafana  # noqa: E402
from tests.truth.grafana_macros import View, substitute  # noqa: E402

SHORT, MONTH = 6, 720
_AT_ONCE = 50
"""Services whose samples are one text, so that it stays below two gigabytes."""
_USUAL = ("gen_ai_client_operation_duration_seconds", "gen_ai_execute_tool_duration_seconds", "gen_ai_invoke_agent_duration_seconds",
          "gen_ai_usage_input_tokens_total", "gen_ai_usage_output_tokens_total", "gen_ai_usage_cache_read_tokens_total", "gen_ai_usage_cost_usd_total",
          "agentdash_runs_total")
"""What every service has whose calls succeed."""
_VALUES = {labels.ENVIRONMENT: "production", labels.AGENT: "helper", labels.OPERATION: "chat", labels.PROVIDER: "openai", labels.ASKED_MODEL: "gpt-4o",
           labels.MODEL: "gpt-4o", labels.TOOL: "search", labels.FAILED: "false", labels.TIMED: "true", labels.FALLBACK: "false", labels.MORE_THAN: "0"}


@dataclass(frozen=True)
class Case:
    """So many services, hours, seconds between two samples; ``hourly``: those of the recording rules."""

    services: int
    hours: int
    interval: int
    hourly: bool = False

    @property
    def settings(self) -> Settings:
        """The default ones of Grafana's own backend, but for the interval."""
        default = Settings(GRAFANA)
        return replace(default, telemetry=replace(default.telemetry, interval=15 if self.hourly else self.interval))


CASES = (Case(10, SHORT, 15), *(Case(services, SHORT, 120) for services in (10, 100, 1000)), Case(10, 72, 120),
         *(Case(services, MONTH, hourly.EVERY, True) for services in (10, 100, 1000)))


@dataclass(frozen=True)
class Asked:
    """What one dashboard costs when it opens."""

    queries: int
    refused: int
    samples: int
    seconds: float


def series(case: Case, services: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Names with labels, and what each grows by in an interval."""
    known = {one.name: one for one in written(case.settings)}
    bounds = {name: one.series - 3 for name, one in known.items()}
    for number in services:
        for name in _USUAL:
            own = {label: _VALUES.get(label, labels.UNKNOWN) for label in known[name].labels if label != labels.ERROR_TYPE}
            own |= {labels.SERVICE: f"service-{number:04}", labels.COLLECTOR: "one"}
            text = ",".join(f'{label}="{value}"' for label, value in own.items())
            if bounds[name] < 0:
                yield f"{name}{{{text}}}", 100.0
                continue
            for bucket in range(bounds[name]):
                yield f'{name}_bucket{{{text},le="{bucket + 1}"}}', 10.0 * (bucket + 1) / bounds[name]
            yield f'{name}_bucket{{{text},le="+Inf"}}', 10.0
            yield f"{name}_count{{{text}}}", 10.0
            yield f"{name}_sum{{{text}}}", 20.0


def wanted(case: Case, names: set[str], services: Sequence[int]) -> Iterator[tuple[str, float]]:
    """The series of the case; hourly ones only where one of ``names`` asks for them."""
    for name, step in series(case, services):
        if not case.hourly:
            yield name, step
        elif hourly.name(name.partition("{")[0]) in names:
            yield hourly.name(name), step


def write(folder: Path, lines: Iterator[str]) -> None:
    """Makes Prometheus' blocks of samples in OpenMetrics' text, in ``folder``'s data."""
    text = folder / "samples.txt"
    with text.open("w") as out:
        out.writelines(lines)
        out.write("# EOF\n")
    subprocess.run([tools.promtool(), "tsdb", "create-blocks-from", "--max-block-duration=720h", "openmetrics", str(text), str(folder / "data")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    text.unlink()


def blocks(folder: Path, case: Case, names: set[str], end: int) -> int:
    """Writes the case's samples; returns how many series they are of."""
    steps = case.hours * 3600 // case.interval
    moments = [f"{end - (steps - number) * case.interval}\n" for number in range(steps + 1)]
    count = 0
    for first in range(0, case.services, _AT_ONCE):
        found = list(wanted(case, names, range(first, min(first + _AT_ONCE, case.services))))
        count += len(found)
        write(folder, ("".join(f"{name} {step * number:.6g} {moment}" for number, moment in enumerate(moments)) for name, step in found))
    return count


def opening(grafana: Grafana, name: str) -> Iterator[dict[str, Any]]:
    """Queries of the panels that a user sees at first."""
    for panel in grafana.dashboards[name]["panels"]:
        for target in panel.get("targets", ()) if panel["type"] != "row" else ():
            if target["datasource"]["type"] == "prometheus":
                yield target


def asked(grafana: Grafana, prometheus: servers.Prometheus, name: str) -> Asked:
    """Asks everything that the dashboard asks when it opens."""
    values, view = grafana.variables(name, {}), grafana.view
    queries = refused = samples = 0
    begin = time.time()
    for target in opening(grafana, name):
        own = view.of(target)
        parameters = {"query": substitute(target["expr"], values, own), "stats": "all"}
        if target.get("instant"):
            path, more = "query", {"time": str(own.end)}
        else:
            path, more = "query_range", {"start": str(own.start), "end": str(own.end), "step": str(own.interval)}
        queries += 1
        try:
            with urllib.request.urlopen(f"{prometheus.url}/api/v1/{path}", urllib.parse.urlencode({**parameters, **more}).encode(), timeout=300) as answer:
                samples += json.load(answer)["data"]["stats"]["samples"]["totalQueryableSamples"]
        except urllib.error.HTTPError:
            refused += 1
    return Asked(queries, refused, samples, time.time() - begin)


def measured(case: Case, folder: Path) -> tuple[int, dict[str, Asked]]:
    """Series, and what each dashboard costs."""
    end = int(time.time()) // 7200 * 7200
    folder.mkdir(parents=True)
    with servers.prometheus(folder) as empty:
        grafana = Grafana(case.settings, empty, View(end - case.hours * 3600, end, points=500, scrape=case.settings.telemetry.interval))
    shown = [name for name in grafana.dashboards if (name in LONG.values()) == case.hourly and name not in ("traces", "coding")]
    names = {metric for name in shown for target in opening(grafana, name) for metric in reading.metrics(target["expr"])}
    count = blocks(folder, case, names, end)
    with servers.prometheus(folder) as prometheus:
        grafana.prometheus = prometheus
        return count, {name: asked(grafana, prometheus, name) for name in shown}


def grown(results: Sequence[tuple[Case, dict[str, Asked]]]) -> Iterator[str]:
    """How much more is read of more services, all else alike."""
    for before, after in itertools.combinations(results, 2):
        if (before[0].hours, before[0].interval) == (after[0].hours, after[0].interval):
            for name, one in after[1].items():
                yield f"{name}, {after[0].hours} h: {after[0].services / before[0].services:g} times the services, {one.samples / before[1][name].samples:.2f} times the samples"


def _case(text: str) -> Case:
    services, hours, interval = text.split(":")
    return Case(int(services), int(hours), hourly.EVERY, True) if interval == "hourly" else Case(int(services), int(hours), int(interval))


def main() -> None:
    """Print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--case", action="append", type=_case, metavar="SERVICES:HOURS:SECONDS|hourly")
    given = arguments.parse_args()
    print("| services | hours | interval | series | dashboard | queries | refused | samples touched | seconds |\n|---|---|---|---|---|---|---|---|---|")
    results = []
    for case in given.case or CASES:
        with tempfile.TemporaryDirectory() as folder:
            count, found = measured(case, Path(folder) / "case")
        results.append((case, found))
        for name, one in found.items():
            print(f"| {case.services:,} | {case.hours} | {'hourly' if case.hourly else f'{case.interval} s'} | {count:,} | {name} | {one.queries} | {one.refused} | "
                  f"{one.samples:,} | {one.seconds:.1f} |", flush=True)
    print(*grown(results), sep="\n")


if __name__ == "__main__":
    main()

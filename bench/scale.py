"""What dashboards ask of a Prometheus with many services and long ranges: samples touched and seconds, per dashboard as it opens.

Each service has one agent, model and tool, whose series (those of `agentdash signals --series`) are written offline as blocks, one
sample each two minutes, the longest `telemetry.interval`; with the default of 15 s there are eight times as many samples. What
Prometheus says it touched comes from its own query statistics.

Run it from the clone's top: ``python bench/scale.py [--case SERVICES:HOURS]...``; without cases 10, 100 and 1,000 services for six
hours, and 10 services for three and for thirty days.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.collector.series_cost import written  # noqa: E402
from agentdash.settings import Settings  # noqa: E402
from agentdash.vocabulary import labels  # noqa: E402
from tests import tools  # noqa: E402
from tests.truth import servers  # noqa: E402
from tests.truth.grafana import Grafana  # noqa: E402
from tests.truth.grafana_macros import View, substitute  # noqa: E402

INTERVAL = 120
CASES = ((10, 6), (100, 6), (1000, 6), (10, 72), (10, 720))
_USUAL = ("gen_ai_client_operation_duration_seconds", "gen_ai_execute_tool_duration_seconds", "gen_ai_invoke_agent_duration_seconds",
          "gen_ai_usage_input_tokens_total", "gen_ai_usage_output_tokens_total", "gen_ai_usage_cache_read_tokens_total", "gen_ai_usage_cost_usd_total",
          "agentdash_runs_total")
"""What every service has whose calls succeed."""
_VALUES = {labels.ENVIRONMENT: "production", labels.AGENT: "helper", labels.OPERATION: "chat", labels.PROVIDER: "openai", labels.ASKED_MODEL: "gpt-4o",
           labels.MODEL: "gpt-4o", labels.TOOL: "search", labels.FAILED: "false", labels.TIMED: "true", labels.FALLBACK: "false", labels.MORE_THAN: "0"}


@dataclass(frozen=True)
class Asked:
    """What one dashboard costs when it opens."""

    queries: int
    refused: int
    samples: int
    seconds: float


def settings() -> Settings:
    """The default ones, but for the interval."""
    default = Settings()
    return replace(default, telemetry=replace(default.telemetry, interval=INTERVAL))


def series(services: int) -> Iterator[tuple[str, float]]:
    """Names with labels, and what each grows by in an interval."""
    known = {one.name: one for one in written(settings())}
    bounds = {name: one.series - 3 for name, one in known.items()}
    for number in range(services):
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


def blocks(folder: Path, services: int, hours: int, end: int) -> int:
    """Writes Prometheus' blocks into ``folder``; returns how many series."""
    text, moments = folder / "samples.txt", [f"{end - hours * 3600 + step * INTERVAL}\n" for step in range(hours * 3600 // INTERVAL + 1)]
    count = 0
    with text.open("w") as out:
        for name, step in series(services):
            count += 1
            out.write("".join(f"{name} {step * number:.6g} {moment}" for number, moment in enumerate(moments)))
        out.write("# EOF\n")
    subprocess.run([tools.promtool(), "tsdb", "create-blocks-from", "--max-block-duration=720h", "openmetrics", str(text), str(folder / "data")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    text.unlink()
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
        parameters = {"query": substitute(target["expr"], values, view), "stats": "all"}
        if target.get("instant"):
            path, more = "query", {"time": str(view.end)}
        else:
            path, more = "query_range", {"start": str(view.start), "end": str(view.end), "step": str(view.interval)}
        queries += 1
        try:
            with urllib.request.urlopen(f"{prometheus.url}/api/v1/{path}", urllib.parse.urlencode({**parameters, **more}).encode(), timeout=300) as answer:
                samples += json.load(answer)["data"]["stats"]["samples"]["totalQueryableSamples"]
        except urllib.error.HTTPError:
            refused += 1
    return Asked(queries, refused, samples, time.time() - begin)


def measured(services: int, hours: int, folder: Path) -> tuple[int, dict[str, Asked]]:
    """Series, and what each dashboard costs."""
    end = int(time.time()) // 7200 * 7200
    folder.mkdir(parents=True)
    count = blocks(folder, services, hours, end)
    with servers.prometheus(folder) as prometheus:
        grafana = Grafana(settings(), prometheus, View(end - hours * 3600, end, points=500, scrape=INTERVAL))
        return count, {name: asked(grafana, prometheus, name) for name in grafana.dashboards if name != "traces"}


def main() -> None:
    """Print a table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--case", action="append", metavar="SERVICES:HOURS")
    given = arguments.parse_args()
    cases = [tuple(map(int, case.split(":"))) for case in given.case] if given.case else CASES
    print("| services | hours | series | dashboard | queries | refused | samples touched | seconds |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for services, hours in cases:
            count, found = measured(services, hours, Path(folder) / f"{services}-{hours}")
            for name, one in found.items():
                print(f"| {services:,} | {hours} | {count:,} | {name} | {one.queries} | {one.refused} | {one.samples:,} | {one.seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()

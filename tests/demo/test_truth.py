"""What a demo says that it sent is what the dashboards' own queries answer, through a real Collector and a real Prometheus."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pytest

from agentdash import cli
from agentdash.settings import Settings
from tests.truth import servers
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View
from tests.truth.measure import Measured
from tests.truth.settle import settle

INTERVAL = 2
TOKENS = ("input", "cache_read", "cache_write", "output", "reasoning")


@dataclass(frozen=True)
class Played:
    """A demo that was sent, what it said, and the dashboards over its time."""

    said: dict[str, Any]
    grafana: Grafana
    measured: Measured

    def rows(self, name: str, *by: str) -> dict[tuple[str, ...], float]:
        """The demo's own number, by parts of a row."""
        found: Counter[tuple[str, ...]] = Counter()
        for row in self.said["work" if name in ("runs", "failed_runs", "tools", "failed_tools") else "calls"]:
            found[tuple(row[one] for one in by)] += row[name]
        return {key: value for key, value in found.items() if value}


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> Played:
    settings = replace(Settings(), telemetry=replace(Settings().telemetry, interval=INTERVAL))
    folder = tmp_path_factory.mktemp("demo")
    with servers.prometheus(folder) as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
        begin, out = time.time(), io.StringIO()
        with contextlib.redirect_stdout(out):
            code = cli.run(["demo", "-c", "/dev/null", "--endpoint", collector.endpoint, "--minutes", "1", "--rate", "480", "--json",
                            "--story", "loop", "--story", "fallback", "--story", "stall"])
        assert code == 0
        settle(collector, prometheus)
        yield Played(json.loads(out.getvalue()), Grafana(settings, prometheus, View(begin - 4 * INTERVAL, time.time(), scrape=INTERVAL)), Measured(prometheus))


def _shown(played: Played, *arguments: str) -> dict[str, Any]:
    """What `agentdash show` says, panel by panel."""
    out, span = io.StringIO(), round(played.grafana.view.end - played.grafana.view.start) + round(time.time() - played.grafana.view.end)
    with contextlib.redirect_stdout(out):
        assert cli.run(["show", *arguments, "-c", "/dev/null", "--url", played.grafana.prometheus.url, "--range", f"{span}s", "--json"]) == 0
    return {panel["key"]: panel for panel in json.loads(out.getvalue())["panels"]}


def _panel(played: Played, dashboard: str, panel: str, column: str, *labels: str) -> dict[tuple[str, ...], float]:
    rows = played.grafana.ask(dashboard, panel, column, service=[row["service"] for row in played.said["work"]])
    return {tuple(row.labels[label] for label in labels): row.value for row in rows if row.value and row.labels.get("service_name", "demo-").startswith("demo-")}


def _close(found, wanted):
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        assert found[key] == pytest.approx(value, rel=1e-6), key


@pytest.mark.parametrize("said, column", [("calls", "calls"), ("errors", "errors"), ("input", "input_tokens"), ("output", "output_tokens"), ("usd", "cost"),
                                          ("runs", "agent_runs")])
def test_the_table_of_services_says_the_same(played, said, column):
    _close(_panel(played, "overview", "who-spends", column, "service_name"), played.rows(said, "service"))


@pytest.mark.parametrize("said, column", [("calls", "calls"), ("errors", "errors"), ("input", "input_tokens"), ("output", "output_tokens"), ("usd", "cost")])
def test_the_tables_of_models_and_tenants_say_the_same(played, said, column):
    _close(_panel(played, "overview", "models", column, "gen_ai_response_model"), played.rows(said, "model"))
    _close(_panel(played, "overview", "tenant-table", column, "tenant_id"), played.rows(said, "tenant"))


@pytest.mark.parametrize("kind", TOKENS)
def test_every_type_of_token_is_counted_by_service_and_model(played, kind):
    found = played.measured.by_two(f"{kind}_tokens", "service_name", "gen_ai_response_model")
    _close({key: value for key, value in found.items() if value and key[0].startswith("demo-")}, played.rows(kind, "service", "model"))


def test_runs_and_tools_are_as_they_were(played):
    for signal, said in (("agent_errors", "failed_runs"), ("tool_runs", "tools"), ("tool_errors", "failed_tools")):
        found = played.measured.by(signal, "service_name")
        _close({(key,): value for key, value in found.items() if key.startswith("demo-")}, played.rows(said, "service"))


def test_everything_has_a_price_and_nothing_is_missing(played):
    assert sum(row["unpriced"] for row in played.said["calls"]) == 0
    for signal in ("calls_without_usage", "calls_without_model", "unclear_spans"):
        assert played.measured.total(signal) == 0, signal


def test_the_stories_are_seen(played):
    assert played.measured.by("long_run_calls", "service_name").keys() == {"demo-support"}
    assert played.measured.by("fallbacks", "service_name").keys() == {"demo-billing"}
    assert played.measured.quantile("tool_latency", 0.95, "demo-research", gen_ai_tool_name="summarize_document") > 5


def test_show_says_the_same_in_the_terminal(played):
    panels = _shown(played, "overview", *(f"--set=service={row['service']}" for row in played.said["work"]))
    total = {name: sum(row[name] for row in played.said["calls"]) for name in ("calls", "errors", "input", "output", "usd")}
    values = {key: [value["value"] for value in panel["values"]] for key, panel in panels.items() if panel["type"] == "stat"}
    assert values["calls"] == [total["calls"]]
    assert values["cost"] == [pytest.approx(total["usd"])]
    assert values["error-ratio"] == [pytest.approx(total["errors"] / total["calls"])]
    assert values["tokens"] == [total["input"], total["output"]]
    table = panels["who-spends"]
    at = {column["name"]: number for number, column in enumerate(table["columns"])}
    rows = {row[at["Service"]]: row for row in table["rows"]}
    assert {name: row[at["Calls"]] for name, row in rows.items()} == {service: number for (service,), number in played.rows("calls", "service").items()}
    assert [row[at["Cost"]] for row in table["rows"]] == sorted((row[at["Cost"]] for row in table["rows"]), reverse=True)
    assert panels["wrong-loops"]["values"][0]["name"] == "demo-support"


@pytest.mark.parametrize("dashboard", ["overview", "cost", "reliability", "coverage", "traces"])
def test_show_understands_every_panel(played, dashboard):
    panels = _shown(played, dashboard, "--all")
    assert [panel for panel in panels.values() if "failure" in panel] == []
    assert dashboard == "traces" or any(panel.get("values") or panel.get("rows") for panel in panels.values())


def test_show_shows_only_what_was_chosen(played):
    panels = _shown(played, "--set", "service=demo-shop", "--set", "tenant=acme")
    [calls] = panels["calls"]["values"]
    assert calls["value"] == played.rows("calls", "service", "tenant")["demo-shop", "acme"]

"""Every example builds, makes what stands beside it, and is what Grafana and the Collector take."""

from __future__ import annotations

import importlib.util
import json
import warnings
from pathlib import Path

import pytest

import agentdash as ad
from agentdash import cli
from tests import tools
from tests.validate import dashboard_rules, foundation, typescript

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
_SPEC = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
build = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(build)
NAMES = build.examples()


def test_all_of_them_are_listed():
    assert {"cost_per_merge", "dialect", "german", "organisation", "support"} <= set(NAMES)
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f"| [{name}](" in page for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_makes_what_stands_beside_it(name):
    folder = EXAMPLES / name / "golden"
    golden = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert build.made(name) == golden, f"examples/{name}/golden is out of date; run `make docs`"


def test_the_german_overview_lacks_no_text(monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("error", ad.AgentdashWarning)
        overview = ad.load(EXAMPLES / "german/agentdash.yaml", env={}).dashboards["overview"]
    shown = [panel["title"] for row in overview["panels"] for panel in (row, *row.get("panels", ()))]
    assert {"Kosten", "Gescheiterte Aufrufe", "Dauer und Tokens", "Langsamstes Werkzeug jetzt"} <= set(shown)
    # Ids and the keys behind them stay, so that alerts and links still find their panels.
    plain = ad.load("/dev/null", env={}).dashboards["overview"]
    assert [panel["id"] for panel in plain["panels"]] == [panel["id"] for panel in overview["panels"]]


@pytest.mark.go
def test_a_recording_is_shown_as_what_its_dialect_says(capsys):
    args = ["dialects", "test", str(EXAMPLES / "dialect/recording.jsonl"), "--collector", str(tools.otelcol()), "--json"]
    assert cli.run([*args, "-c", str(EXAMPLES / "dialect/agentdash.yaml")]) == 0
    rows = {row["span"]: row for row in json.loads(capsys.readouterr().out)}
    assert {name: row["kind"] for name, row in rows.items()} == {
        "generate": "call", "mission": "run", "look up": "tool", "plan": "step", "GET /parcels": "no AI span"}
    call = rows["generate"]
    assert (call["spans"], call["failed"], call["input_tokens"], call["output_tokens"], call["first_chunks"]) == (2, 1, 1200, 150, 1)
    assert call["cost_usd"] == pytest.approx(1200 * 0.4e-6 + 150 * 1.6e-6)
    assert (call["model"], call["provider"]) == ({"gpt-4.1-mini": 2}, {"openai": 2})
    assert rows["look up"]["tool"] == {"lookup": 1}


@pytest.mark.go
@pytest.mark.parametrize("name", ["organisation", "dialect"])
def test_the_collector_takes_the_configuration(name, tmp_path, monkeypatch):
    import subprocess

    monkeypatch.syspath_prepend(str(EXAMPLES / name))
    files = ad.load(EXAMPLES / name / "agentdash.yaml", env={}).build()
    (tmp_path / "config.yaml").write_bytes(files["collector/config.yaml"])
    done = subprocess.run([tools.otelcol(), "validate", "--config", str(tmp_path / "config.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.go
@pytest.mark.parametrize("name", ["support", "cost_per_merge"])
def test_prometheus_takes_the_rules(name, tmp_path):
    import subprocess

    files = ad.load(EXAMPLES / name / "agentdash.yaml", env={}).build()
    (tmp_path / "alerts.yml").write_bytes(files["rules/alerts.yml"])
    done = subprocess.run([tools.promtool(), "check", "rules", "--lint=all", str(tmp_path / "alerts.yml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _boards(name: str, monkeypatch) -> dict:
    monkeypatch.syspath_prepend(str(EXAMPLES / name))
    return dict(ad.load(EXAMPLES / name / "agentdash.yaml", env={}).dashboards)


@pytest.mark.parametrize("name", NAMES)
def test_dashboards_hold_to_the_rules_of_ours(name, monkeypatch):
    boards = _boards(name, monkeypatch)
    faults = [fault for key, board in boards.items() for fault in dashboard_rules.faults(key, board, boards)]
    # How much is said of a panel is its owner's; grafanalib's own says neither what it counts nor what an empty one means.
    assert [fault for fault in faults if "Queue depth" not in fault and not fault.endswith("a title and a description")] == []
    assert {key: found for key, board in boards.items() if (found := foundation.faults(board))} == {}


@pytest.mark.node
def test_grafanas_types_fit(tmp_path, monkeypatch):
    assert typescript.faults(_boards("support", monkeypatch), tmp_path) == []

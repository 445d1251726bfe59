"""Every fault of the table is produced, and doctor names it first; the other checks go on, and no secret is told."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from agentdash.ask import View, substitute
from agentdash.cli import run
from agentdash.dashboards import dashboards
from agentdash.doctor.order import CHECKS
from agentdash.grafana.targets import PromTarget
from agentdash.query import reading
from agentdash.settings import Settings
from tests.doctor import producing
from tests.doctor.table import FAULTS
from tests.doctor.world import Company, Doctor, company

pytestmark = pytest.mark.slow

SECRETS = ("glsa_test", "glsa_wrong_one_1234", producing.PASSWORD, "wrong-password-9876")


@pytest.fixture(scope="module")
def running_company(tmp_path_factory) -> Iterator[Company]:
    """A real Collector and a real Prometheus, with fakes of what cannot be installed, for all of these tests."""
    with company(tmp_path_factory.mktemp("company")) as made:
        yield made


def held(key: str, found: Doctor) -> None:
    assert found.first == FAULTS[key][1], "\n".join(found.lines)
    assert found.code == (1 if found.first[0] == "✗" or any(line[0] == "✗" for line in found.lines) else 2)
    for check in found.document["checks"]:
        for one in check["findings"]:
            assert one["mark"] != "✗" or one["remedy"], one
    text = json.dumps(found.document)
    assert not any(secret in text for secret in SECRETS)


def test_where_all_is_well_nothing_is_wrong(running_company):
    found = running_company.doctor(named=True)
    assert found.code == 0, "\n".join(found.lines)
    assert [one["check"] for one in found.document["checks"]] == [one.name for one in CHECKS]


def test_an_answer_of_another_form_ends_one_check_only(running_company):
    running_company.backend.now.says = (200, "[]")
    try:
        found = running_company.doctor(named=True)
    finally:
        running_company.backend.now.says = None
    assert any(line.startswith("? Logs: an answer that is not as expected (AttributeError") for line in found.lines), "\n".join(found.lines)
    assert len(found.document["checks"]) == len(CHECKS)


def test_a_query_that_fails_is_told_with_prometheus_words(running_company):
    found = producing.PRODUCERS["query broken"](running_company)
    assert any(line.startswith('✗ Panels: overview/Cost per hour by model: its query fails: invalid parameter "query"') for line in found.lines), "\n".join(found.lines)


def test_one_panel(running_company):
    found = running_company.doctor("--panel", "cost-by-model", named=True)
    assert found.code == 0, "\n".join(found.lines)
    assert {one["check"] for one in found.document["checks"]} == {"prometheus", "panel", "grafana", "grafana-panels"}
    table = running_company.doctor("--panel", "who-spends")
    assert table.code == 0
    assert "✓ Panel: Services by cost has data in the last 24h; nothing in " in "\n".join(table.lines)
    failures = running_company.doctor("--panel", "errors-by-type")
    assert failures.first == '✗ Panel: Failed calls per minute: error="true" fits nothing in this time'


def test_explain_answers_now(running_company, capsys):
    file = str(running_company.settings_file())
    assert run(["explain", "overview/calls", "-c", file, "--url", "settings", "--since", "1h", "--json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert found["answers"][0]["rows"][0]["value"] >= 3
    assert run(["explain", "overview/calls", "-c", file, "--url", running_company.prometheus.url, "--set", "service=nobody"]) == 0
    assert "now: nothing; `agentdash doctor` says why" in capsys.readouterr().out


def test_prometheus_reads_a_laid_out_query_as_the_same_query(running_company):
    view, asked = View(0, 21_600), 0
    for dashboard in dashboards(Settings()).values():
        for query in (target.expr for panel in dashboard.all_panels() for target in panel.targets if isinstance(target, PromTarget)):
            sent = reading.without_variables(substitute(query, {}, view))
            plain, shown = (running_company.formatted(text) for text in (sent, reading.laid_out(sent)))
            assert plain == shown
            asked += 1
    assert asked > 100


def test_instrument_sees_the_first_calls(running_company, capsys):
    file = str(running_company.settings_file())
    assert run(["instrument", "--check", "support-bot", "-c", file, "--wait", "10s"]) == 0
    out = capsys.readouterr().out
    assert "2 calls" in out
    assert "models: gpt-4o, gpt-4o-mini" in out
    assert run(["instrument", "--check", "suport-bot", "-c", file, "--wait", "1s"]) == 1
    assert "nothing of suport-bot in 1s; there are " in capsys.readouterr().err


@pytest.mark.parametrize("key", [key for key in producing.PRODUCERS if key not in producing.TELEMETRY])
def test_a_fault_of_what_runs(running_company, key):
    held(key, producing.PRODUCERS[key](running_company))


def test_a_marked_call_is_followed_to_the_end(running_company):
    found = running_company.doctor("--send")
    assert found.code == 0, "\n".join(found.lines)
    [sent] = [check for check in found.document["checks"] if check["check"] == "sent"]
    assert [one["line"].partition(" as ")[0] for one in sent["findings"]] == ["taken by the Collector", "counted in the metrics", "found in the traces", "found in the logs"]


def test_faults_of_a_collector_that_has_just_been_started(running_company):
    for key, found in producing.new_collector(running_company).items():
        held(key, found)


@pytest.mark.parametrize("key", producing.TELEMETRY)
def test_a_fault_of_the_telemetry_which_stays(running_company, key):
    held(key, producing.PRODUCERS[key](running_company))


def test_every_fault_of_the_table_is_produced():
    assert set(FAULTS) == set(producing.PRODUCERS) | set(producing.NEW_COLLECTOR)
    assert len(FAULTS) >= 50


@pytest.mark.parametrize(("words", "line"), [
    (("--panel", "cost-by-modle"), 'no panel or alert "cost-by-modle"; did you mean "cost-by-model"'),
    (("--since", "soon"), '--since: "soon" is not a duration; write e.g. 24h'),
    (("--url", "localhost:9090"), '--url: "localhost:9090" is not a URL; write e.g. http://localhost:9090'),
    (("--set", "service"), '--set: "service" chooses nothing; write e.g. service=support-bot'),
    (("--target", "prod"), "target prod: not in agentdash.yaml"),
    (("--collector", "otel.example.net:4318"), '--collector: "otel.example.net:4318" is not a host alone; its ports are those of the settings'),
    (("--collector", "http://otel.example.net"), '--collector: "http://otel.example.net" is not a host alone'),
])
def test_bad_input_is_one_line(capsys, words, line):
    assert run(["doctor", *words]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"agentdash: {line}")
    assert said.err.count("\n") == 1


def test_without_any_network_every_check_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRAFANA_URL", raising=False)
    (tmp_path / "agentdash.yaml").write_text(
        "datasources: {url: 'http://127.0.0.1:1'}\ncollector: {grpc: 'localhost:2', http: 'localhost:3', health: 'localhost:4', series: 'localhost:5', own_metrics: 'localhost:6'}\n")
    assert run(["doctor"]) == 1
    out = capsys.readouterr().out
    for check in CHECKS:
        assert f" {check.title}: " in out
    assert "Traceback" not in out

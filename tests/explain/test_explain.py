"""What `agentdash explain` says; its answers of a running Prometheus are in tests/doctor."""

from __future__ import annotations

import json

import pytest

from agentdash.alerts import alerts
from agentdash.cli import run
from agentdash.dashboards import artifacts, dashboards
from agentdash.explain import Found, described
from agentdash.settings import Settings


def told(capsys, *words, code=0):
    assert run(["explain", *words]) == code
    return capsys.readouterr()


def test_everything_can_be_explained():
    settings = Settings()
    panels = [Found(name, one, panel) for name, one in dashboards(settings).items() for panel in one.all_panels() if panel.targets]
    assert len(panels) > 70
    for one in panels:
        found, key = described(settings, one), one.panel.key
        assert found.queries, key
        if any(query.asks == "prometheus" for query in found.queries):
            assert found.signals, key
            assert found.series, key
    for alert in alerts(settings):
        assert described(settings, Found("", None, None, alert)).key == alert.name


def test_a_key_a_title_and_an_alert(capsys):
    by_key = told(capsys, "error-ratio").out
    assert by_key == told(capsys, "overview/Failed calls").out
    assert by_key.startswith("Failed calls  (panel error-ratio, dashboard overview)\n")
    for part in ("Failed calls ÷ all calls.", "Orange from 0.05, red from 0.1", "gen_ai_client_operation_duration_seconds_count", "service_name, deployment_environment_name"):
        assert part in by_key
    alert = told(capsys, "agentretryloop").out
    assert "(alert AgentRetryLoop)" in alert
    assert "docs/runbooks/AgentRetryLoop.md" in alert
    assert "reliability/long-run-share" in alert


def test_the_source_of_prices_is_told_where_money_is_shown(capsys, tmp_path):
    assert "charged by the Collector" in told(capsys, "overview/cost").out
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("pricing: {mode: inline}\n")
    assert "a table of prices that stands in it" in told(capsys, "overview/cost", "-c", str(settings)).out
    assert "prices" not in told(capsys, "overview/latency-p95").out


def test_json_says_the_same(capsys):
    [found] = json.loads(told(capsys, "overview/cost-by-model", "--json").out)
    assert found["signals"][0]["name"] == "cost"
    assert found["queries"][0]["asks"] == "prometheus"
    assert found["variables"] == ["environment", "service", "tenant", "model"]


@pytest.mark.parametrize(("words", "line"), [
    (("eror-ratio",), 'no panel or alert "eror-ratio"; did you mean "error-ratio"'),
    (("AgentRetryLop",), 'no panel or alert "AgentRetryLop"; did you mean "AgentRetryLoop"'),
    (("xyzzy",), 'no panel or alert "xyzzy"; write a panel\'s key or title'),
    ((), "write which panel, or --list"),
    (("cost", "--url", "localhost:9090"), '--url: "localhost:9090" is not a URL; write e.g. http://localhost:9090'),
    (("cost", "--url", "http://127.0.0.1:1", "--since", "soon"), '--since: "soon" is not a duration; write e.g. 6h'),
    (("cost", "--url", "http://127.0.0.1:1", "--set", "service"), '--set: "service" chooses nothing; write e.g. service=support-bot'),
    (("cost", "--url", "http://127.0.0.1:1"), "http://127.0.0.1:1/api/v1/query: no answer (nobody listens there); start it, or say where Prometheus answers: --url"),
])
def test_bad_input_is_one_line(capsys, words, line):
    said = told(capsys, *words, code=2)
    assert said.out == ""
    assert said.err.startswith(f"agentdash: {line}")
    assert said.err.count("\n") == 1


def test_the_list_has_every_panel_once(capsys):
    lines = told(capsys, "--list").out.splitlines()
    assert len(lines) == len(set(lines)) > 80
    assert any(line.startswith("overview/error-ratio ") for line in lines)


def test_a_panels_description_ends_in_the_command_that_explains_it():
    built = json.loads(artifacts(Settings())["dashboards/overview.json"])
    panels = [one for row in built["panels"] for one in (row, *row.get("panels", ())) if one.get("targets")]
    keys = {panel.title: panel.key for panel in dashboards(Settings())["overview"].all_panels()}
    assert panels
    for panel in panels:
        assert panel["description"].endswith(f"\n\n`agentdash explain {keys[panel['title']]}`")

"""`agentdash config`: what counts, and where it comes from."""

from __future__ import annotations

import json

import pytest

from agentdash import cli
from agentdash.settings import load, parse

BASE = """grafana:
  folder: ${TITLE}
  uid_prefix: bots
datasources:
  headers: {X-Scope-OrgID: a}
  prometheus: {url: "http://prom:9090", basic_auth_user: u, basic_auth_password: "${PW}"}
targets:
  prod: {url: "http://g", datasources: {prometheus: {uid: prod-metrics}}}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TITLE", "Bots")
    monkeypatch.setenv("PW", "hunter2")
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "prod.yaml").write_text("backend: grafana\ngrafana: {refresh: 5m}\n")
    return tmp_path


def told(capsys, *args):
    assert cli.run(["config", *args, "-c", "base.yaml", "-c", "prod.yaml"]) == 0
    return capsys.readouterr().out


def test_each_value_says_where_it_comes_from(here, capsys):
    found = {one["key"]: (one["value"], one["from"]) for one in json.loads(told(capsys, "--json"))}
    assert found["backend"] == ("grafana", "prod.yaml:1")
    assert found["grafana.folder"] == ("Bots", "base.yaml:2, ${TITLE}")
    assert found["grafana.refresh"] == ("5m", "prod.yaml:2")
    assert found["grafana.time_range"] == ("6h", "default")
    assert found["datasources.prometheus.basic_auth_password"] == ("${PW}", "base.yaml:6")
    assert found["datasources.tempo.headers.X-Scope-OrgID"] == ("a", "base.yaml:5")
    assert found["datasources.tempo.url"] == ("http://localhost:3200", "default")
    assert found["datasources.prometheus.uid"] == ("bots-prometheus", "default")
    assert found["collector.metrics.url"] == ("http://prom:9090/api/v1/write", "derived")
    assert found["collector.traces.url"] == ("http://localhost:14318", "derived")


def test_a_target_has_its_own(here, capsys):
    found = {one["key"]: (one["value"], one["from"]) for one in json.loads(told(capsys, "--json", "--target", "prod"))}
    assert found["datasources.prometheus.uid"] == ("prod-metrics", "base.yaml:8")
    assert cli.run(["config", "-c", "base.yaml", "--target", "prd"]) == 2
    assert capsys.readouterr().err == "agentdash: --target prd: no such target; known: prod\n"


@pytest.mark.parametrize("text", ["", "backend: grafana", "datasources: {loki: null}", BASE.replace("${TITLE}", "Bots"),
                                  "datasources: {prometheus: {existing: p}}", "telemetry: {group_by: {team: team.name}}\ngrafana: {refresh: never}"])
def test_what_is_printed_means_the_same(text, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(text)
    assert cli.run(["config", "-c", "a.yaml"]) == 0
    out = capsys.readouterr().out
    assert "hunter2" not in out
    again, first = parse(out, "again", {}), load(tmp_path / "a.yaml")
    assert again.collector.metrics == first.collector.metrics
    if "existing" not in text:
        assert again == first

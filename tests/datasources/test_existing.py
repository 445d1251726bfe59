"""Datasources that are in Grafana already: in no file that makes one, and referred to by everything else."""

from __future__ import annotations

import json
import warnings

import pytest

from agentdash.build import artifacts, for_push
from agentdash.collector import artifacts as build_collector
from agentdash.errors import AgentdashWarning, UserError
from agentdash.settings import Settings, parse

UIDS = {"prometheus": "grafanacloud-prom", "tempo": "grafanacloud-traces", "loki": "grafanacloud-logs"}


def settings(**existing: str) -> Settings:
    lines = "".join(f"  {kind}: {{existing: {json.dumps(text)}, url: 'http://{kind}.example:3200'}}\n" for kind, text in existing.items())
    return parse(f"backend: grafana\ndatasources:\n{lines}", "agentdash.yaml", {})


def refers(files: dict[str, bytes], uid: str) -> set[str]:
    return {path for path, content in files.items() if uid.encode() in content}


@pytest.mark.parametrize("kind", UIDS)
def test_one_existing_is_in_no_file_that_makes_datasources(kind):
    files = artifacts(settings(**{kind: UIDS[kind]}))
    made = json.loads(files["api/datasources.json"])
    assert [one["type"] for one in made] == [other for other in UIDS if other != kind]
    assert f"uid: {UIDS[kind]}\n".encode() not in files["provisioning/datasources/agentdash.yaml"]
    # The others' links go to it.
    links = json.dumps([one["jsonData"] for one in made])
    assert UIDS[kind] in links
    assert f"agentdash-{kind}" not in links
    assert json.loads(files["api/existing-datasources.json"]) == [{"type": kind, "reference": UIDS[kind]}]
    assert not refers(files, f"agentdash-{kind}")


def test_all_three_existing_make_no_datasource_at_all():
    files = artifacts(settings(**UIDS))
    assert not [path for path in files if "datasources" in path and "existing" not in path]
    assert {"api/alert-rules.json", "provisioning/alerting/agentdash.yaml", "dashboards/overview.json"} <= refers(files, UIDS["prometheus"])
    assert "dashboards/traces.json" in refers(files, UIDS["tempo"])
    assert len(json.loads(files["api/existing-datasources.json"])) == 3


def test_nothing_else_changes():
    usual = artifacts(parse("backend: grafana\ndatasources:\n  prometheus: {uid: mine, name: mine, url: 'http://prometheus.example:3200'}\n", "a.yaml", {}))
    using = artifacts(settings(prometheus="mine"))
    assert {path for path in usual | using if usual.get(path) != using.get(path)} == {
        "api/datasources.json", "api/existing-datasources.json", "provisioning/datasources/agentdash.yaml", "manifest.json"}
    assert "api/existing-datasources.json" not in usual


@pytest.mark.parametrize("name", ["My traces", "traces (prod)", "x" * 41, "Spüren"])
def test_files_take_no_name(name):
    with pytest.raises(UserError, match="is a name, and files need the uid; write the uid, which ends the address of its page"):
        artifacts(settings(tempo=name))
    assert json.loads(for_push(settings(tempo=name))["api/existing-datasources.json"]) == [{"type": "tempo", "reference": name}]


def test_where_the_collector_writes_is_not_guessed_in_silence():
    for text in ("prometheus: {existing: p}", "tempo: {existing: p}", "loki: {existing: p}"):
        with pytest.warns(AgentdashWarning, match="the Collector does not know where the existing datasource p is; write url, or url beside existing"):
            build_collector(parse(f"datasources: {{{text}}}", "a.yaml", {}))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        build_collector(parse("collector: {metrics: {url: 'http://p/api/v1/write'}}\ndatasources: {prometheus: {existing: p}}", "a.yaml", {}))
        build_collector(parse("datasources: {url: 'http://gigapipe:3100', loki: {existing: p}}", "a.yaml", {}))

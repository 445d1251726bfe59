"""The two forms say the same, and Grafana takes its own: files as provisioning reads them, groups as the API does."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from agentdash import yaml_text
from agentdash.alerts import alerts, artifacts
from agentdash.dashboards import dashboards
from agentdash.grafana.ids import panel_id
from agentdash.settings import Settings, loader
from tests import tools
from tests.validate import portable
from tests.validate.queries import Query

EVERYTHING = """
budgets: [{name: Everything, amount: 500}, {name: A bot, amount: 20, per: day, service: bot, tenant: acme}]
alerts:
  team: platform
  by_tenant: true
  runbooks: https://docs.example.com/runbooks/
  services: {bot: {team: support}, "it's a \\"bot\\"": {}, quiet: {}}
  error_spike: {above: 0.2, services: {bot: {above: 0.5}, quiet: {enabled: false}}}
  loop: {severity: warning, services: {"it's a \\"bot\\"": {calls: 60}}}
  cache: {enabled: false}
"""


@pytest.fixture(scope="module", params=["", EVERYTHING], ids=["defaults", "everything"])
def built(request):
    settings = loader.parse(request.param, "test")
    made = artifacts(settings)
    file = yaml_text.loads(made["provisioning/alerting/agentdash.yaml"])
    api = json.loads(made["api/alert-rules.json"])
    prometheus = [rule for group in yaml_text.loads(made["rules/alerts.yml"])["groups"] for rule in group["rules"] if "alert" in rule]
    return settings, file, api, prometheus


def _rules(groups):
    return [rule for group in groups for rule in group["rules"]]


def _query(rule, ref_id):
    return next(one for one in rule["data"] if one["refId"] == ref_id)


def test_every_form_has_the_same_expression_threshold_and_time(built):
    _, file, api, prometheus = built
    assert len(_rules(file["groups"])) == len(_rules(api)) == len(prometheus) >= 9
    for one, other, twin in zip(_rules(file["groups"]), _rules(api), prometheus, strict=True):
        assert one["data"] == other["data"]
        assert one["uid"] == other["uid"]
        threshold = _query(one, "C")["model"]["conditions"][0]["evaluator"]
        assert threshold["type"] == "gt"
        assert twin["expr"] == f"({_query(one, 'A')['model']['expr']}) > {threshold['params'][0]:g}"
        assert one["for"] == other["for"] == twin["for"]
        assert other["labels"] == twin["labels"]
        assert {name: value.replace("$$", "$") for name, value in one["labels"].items()} == other["labels"]
        assert one["title"].startswith(twin["alert"])


def test_the_file_is_what_provisioning_reads(built):
    settings, file, _, _ = built
    assert file["apiVersion"] == 1
    for group in file["groups"]:
        assert set(group) == {"orgId", "name", "folder", "interval", "rules"}
        assert group["folder"] == settings.grafana.folder
        assert re.fullmatch(r"\d+s", group["interval"])
        for rule in group["rules"]:
            assert set(rule) - {"dashboardUid", "panelId"} == {
                "uid", "title", "condition", "data", "noDataState", "execErrState", "for", "labels", "annotations", "isPaused"}
            assert ("dashboardUid" in rule) == ("panelId" in rule)
            assert rule["noDataState"] in ("OK", "NoData", "Alerting", "KeepLast")
            assert rule["execErrState"] in ("OK", "Error", "Alerting", "KeepLast")
            # Grafana puts the environment into labels and titles, not into annotations and queries.
            assert not re.search(r"(?<!\$)(\$\$)*\$(?!\$)", rule["title"] + "".join(rule["labels"].values()))
            assert all("$$" not in text for text in rule["annotations"].values())


def test_the_groups_are_what_the_api_takes(built):
    settings, _, api, _ = built
    for group in api:
        assert set(group) == {"title", "folderUid", "interval", "rules"}
        assert isinstance(group["interval"], int)
        for rule in group["rules"]:
            assert rule["folderUID"] == group["folderUid"] == settings.grafana.folder_uid
            assert rule["ruleGroup"] == group["title"]
            assert ("__dashboardUid__" in rule["annotations"]) == ("__panelId__" in rule["annotations"])
            assert all(isinstance(text, str) for text in rule["annotations"].values())


def test_queries_are_instant_and_the_condition_stands_on_the_value(built):
    settings, file, _, _ = built
    for rule in _rules(file["groups"]):
        assert rule["condition"] == "C"
        refs = [one["refId"] for one in rule["data"]]
        assert sorted(refs) == sorted(set(refs))
        assert _query(rule, "C")["datasourceUid"] == "__expr__"
        assert _query(rule, "C")["model"]["expression"] == "A"
        for one in rule["data"]:
            if one["refId"] != "C":
                assert one["datasourceUid"] == settings.datasources.prometheus.uid
                assert one["model"]["instant"] is True
                assert one["model"]["range"] is False
                assert one["relativeTimeRange"]["from"] > one["relativeTimeRange"]["to"] == 0
        text = json.dumps(rule["annotations"])
        assert set(re.findall(r"\$values\.(\w)", text)) <= set(refs)


def test_uids_are_short_and_each_its_own(built):
    settings, file, _, _ = built
    uids = [rule["uid"] for rule in _rules(file["groups"])]
    assert len(set(uids)) == len(uids)
    titles = [rule["title"] for rule in _rules(file["groups"])]
    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid) and uid.startswith(settings.grafana.uid_prefix) for uid in uids)


def test_panels_that_alerts_link_to_are_there(built):
    settings = built[0]
    there = {name: {panel["id"] for panel in _panels(one.to_json_data()["panels"])} for name, one in dashboards(settings).items()}
    for alert in alerts(settings):
        dashboard, key = alert.panel
        if dashboard in there:
            assert panel_id(key) in there[dashboard], f"{alert.name}: {dashboard} has no panel {key}"


def _panels(panels):
    for panel in panels:
        yield panel
        yield from panel.get("panels", ())


def test_every_alert_says_why_it_takes_no_data_and_errors_as_it_does():
    for alert in alerts(Settings()):
        assert alert.reason
        assert alert.on_no_data == "OK"
    # When metrics cannot be asked one alert says so, not ten.
    assert [alert.name for alert in alerts(Settings()) if alert.on_error == "Alerting"] == ["AgentTelemetryLost"]


def test_what_is_switched_off_is_not_there():
    off = loader.parse("alerts: {enabled: false}", "test")
    assert artifacts(off) == {}
    some = loader.parse("alerts: {loop: {enabled: false}}", "test")
    assert "AgentRetryLoop" not in {alert.name for alert in alerts(some)}


def test_a_service_with_its_own_threshold_is_not_in_the_general_rule():
    settings = loader.parse(EVERYTHING, "test")
    spikes = [alert for alert in alerts(settings) if alert.name == "AgentErrorSpike"]
    assert [(alert.service, alert.threshold) for alert in spikes] == [("", 0.2), ("bot", 0.5)]
    assert 'unless on (service_name) (label_replace(vector(1),"service_name","bot","","") or' in spikes[0].expression
    assert '"quiet"' in spikes[0].expression
    assert 'service_name="bot"' in spikes[1].expression


def test_alerts_stand_on_metrics_only_and_on_those_that_there_are():
    settings = replace(Settings(), telemetry=replace(Settings().telemetry, sources=("semconv",)))
    names = {alert.name for alert in alerts(settings)}
    assert {"AgentErrorSpike", "AgentRateLimited", "AgentRetryLoop"} <= names
    assert not {"AgentFallback", "AgentTelemetryLost"} & names
    traces = replace(Settings(), telemetry=replace(Settings().telemetry, sources=("traces",)))
    assert alerts(traces) == []


def test_every_alert_has_its_runbook_and_every_runbook_its_alert():
    settings = loader.parse(EVERYTHING.replace("cache: {enabled: false}", ""), "test")
    pages = {path.stem for path in (Path(__file__).resolve().parents[2] / "docs" / "runbooks").glob("*.md")}
    assert {alert.runbook for alert in alerts(settings)} == pages


def test_promtool_takes_the_rule_file(built, tmp_path):
    (tmp_path / "alerts.yml").write_bytes(artifacts(built[0])["rules/alerts.yml"])
    done = subprocess.run([tools.promtool(), "check", "rules", "--lint=all", str(tmp_path / "alerts.yml")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_backend_answers_the_expressions_alike(built):
    """The rules for dashboards' queries, but for windows: an alert has no range of its own."""
    for alert in alerts(built[0]):
        for text in (alert.expression, alert.money.expression if alert.money else "vector(1)"):
            faults = portable.faults(Query(alert.name, "promql", text, {"instant": True}))
            assert [fault for fault in faults if "a fixed window" not in fault] == []

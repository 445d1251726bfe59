"""Extensions: what they add is built, checked, shown and pushed as ours is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import agentdash as ad
from agentdash import cli, toolkit, yaml_text
from agentdash.grafana.ids import panel_id

ROOT = Path(__file__).resolve().parents[2]
PAGE = toolkit.__doc__.split("```python\n")[1].split("```")[0]


@pytest.fixture
def project(tmp_path):
    def made(text: str = PAGE, settings: str = "") -> ad.Project:
        (tmp_path / "acme_dash.py").write_text(text)
        (tmp_path / "agentdash.yaml").write_text(f"extensions: [./acme_dash.py]\n{settings}")
        return ad.load(tmp_path / "agentdash.yaml", env={})

    return made


def panels(dashboard: dict) -> dict[str, dict]:
    return {panel["title"]: panel for row in dashboard["panels"] for panel in (row, *row.get("panels", ()))}


def test_the_example_of_the_page_is_a_dashboard_an_alert_and_a_signal(project):
    made = project()
    files = made.build()
    found = json.loads(files["dashboards/acme-support.json"])
    assert (found["uid"], found["title"], found["tags"]) == ("agentdash-acme-support", "Support agents", ["agentdash"])
    assert [variable["name"] for variable in found["templating"]["list"]] == ["prometheus", "environment", "service", "tenant", "model"]
    shown = panels(found)
    assert list(shown) == ["Failed calls", "P95 latency", "Refunds per minute", "Queue", "Queue depth"]
    assert shown["Refunds per minute"]["id"] == panel_id("acme-refunds")
    assert shown["Refunds per minute"]["description"].startswith("Refunds issued by agents.")
    assert shown["Refunds per minute"]["fieldConfig"]["defaults"]["links"][0]["url"].startswith("/d/agentdash-traces?")
    assert made.signals["acme_refunds"].title == "Refunds"
    assert list(made.dashboards)[-1] == "acme-support"
    rules = {rule["alert"]: rule for group in yaml_text.loads(files["rules/alerts.yml"])["groups"] for rule in group["rules"] if "alert" in rule}
    assert rules["AcmeRefundSpike"]["expr"] == "(sum by (service_name) (rate(acme_refunds_total[10m])) * 600) > 50"
    assert rules["AcmeRefundSpike"]["labels"] == {"service": "{{ $labels.service_name }}", "severity": "warning"}
    uids = [rule["uid"] for group in json.loads(files["api/alert-rules.json"]) for rule in group["rules"]]
    assert "agentdash-own-acme-refund-spike" in uids
    assert len(set(uids)) == len(uids)


def test_the_same_files_give_the_same_bytes_and_others_change_what_is_built(project):
    first, second = project().build(), project().build()
    assert first == second
    assert project(PAGE.replace("Support agents", "Help")).build() != first


def test_what_is_not_the_extensions_stays_as_it_was(project, tmp_path):
    (tmp_path / "plain.yaml").write_text("")
    plain = ad.load(tmp_path / "plain.yaml", env={}).build()
    found = project().build()
    changed = {path for path in plain if plain[path] != found[path]}
    assert changed == {"api/alert-rules.json", "manifest.json", "provisioning/alerting/agentdash.yaml", "rules/alerts.yml"}
    assert set(found) - set(plain) == {"dashboards/acme-support.json"}


def test_a_plain_panel_is_placed_as_it_is_and_put_right(project):
    text = PAGE.replace('ad.Section([queue], "Queue")', '''ad.Section([
        queue,
        G.Stat(title="Old", dataSource="Legacy", targets=[G.Target(expr="up", refId="A", legendFormat="x", instant=True)], gridPos=G.GridPos(h=4, w=6, x=3, y=90)),
        G.Text(title="Read me", content="# hello"),
    ], "Queue")''')
    found = json.loads(project(text).build()["dashboards/acme-support.json"])
    shown = panels(found)
    queue, old = shown["Queue depth"], shown["Old"]
    assert queue["targets"] == [{"datasource": {"type": "prometheus", "uid": "${prometheus}"}, "editorMode": "code", "exemplar": False, "expr": "sum(queue_depth)", "format": "time_series",
                                 "instant": False, "legendFormat": "__auto", "range": True, "refId": "A"}]
    assert queue["id"] == panel_id("acme-queue-depth")
    assert old["targets"][0]["datasource"] == "Legacy"
    assert (old["gridPos"]["w"], old["gridPos"]["h"]) == (6, 4)
    assert shown["Read me"]["options"]["content"] == "# hello"

    def nulls(value, path=""):
        if isinstance(value, dict):
            yield from (one for key, item in value.items() for one in nulls(item, f"{path}.{key}"))
        elif isinstance(value, list):
            yield from (one for item in value for one in nulls(item, path))
        elif value is None:
            yield path

    assert [path for path in nulls(found) if not path.endswith(".thresholds.steps.value")] == []


def test_a_section_stands_where_it_is_wanted_on_a_dashboard_of_ours(project):
    text = PAGE + '''

@ext.section("overview", after="Models")
def more(c: ad.Context) -> ad.Section:
    return ad.Section([refunds_per_minute(c)], "Refunds", collapsed=True)
'''
    overview = project(text).dashboards["overview"]
    rows = [row["title"] for row in overview["panels"] if row["type"] == "row"]
    assert rows[rows.index("Models") + 1] == "Refunds"
    ids = [panel["id"] for row in overview["panels"] for panel in (row, *row.get("panels", ()))]
    assert len(set(ids)) == len(ids)


def test_panels_of_extensions_have_keys_for_the_settings_too(project):
    found = project(settings="panels: {acme-refunds: {title: Money back, width: 24}, acme-queue-depth: {hide: true}, acme-support/error-ratio: {thresholds: {red: 0.5}}}\n")
    shown = panels(json.loads(found.build()["dashboards/acme-support.json"]))
    assert "Queue depth" not in shown
    assert shown["Money back"]["gridPos"]["w"] == 24
    assert shown["Failed calls"]["fieldConfig"]["defaults"]["thresholds"]["steps"][-1]["value"] == 0.5


def test_a_stage_stands_in_every_pipeline_of_its_kind(project):
    text = PAGE + '''
ext.stage("no_health", {"trace_conditions": [{"context": "span", "conditions": ['span.name == "GET /healthz"']}]}, type="filter",
          does="Drops health checks.", without="they are stored.")
ext.stage("region", {"log_statements": [{"context": "resource", "statements": ['set(resource.attributes["cloud.region"], "eu")']}]}, signal="logs", where="out",
          does="Says where.", without="nobody knows.")
'''
    config = yaml_text.loads(project(text).build()["collector/config.yaml"])
    pipelines = config["service"]["pipelines"]
    health = {name: one["processors"].index("filter/agentdash_acme_no_health") for name, one in pipelines.items() if "filter/agentdash_acme_no_health" in one["processors"]}
    assert health == {name: 1 for name, one in pipelines.items() if name.startswith("traces") and "otlp/agentdash" in one["receivers"]}
    [out] = [one["processors"] for name, one in pipelines.items() if "transform/agentdash_acme_region" in one["processors"]]
    assert out.index("transform/agentdash_acme_region") == out.index("batch/agentdash") - 1


def test_durations_ratios_and_defaults(project):
    text = '''
import agentdash as ad
ext = ad.Extension("org")
merged = ext.signal("merged", title="Merged", meaning="Merged pull requests.", sources={"own": ad.Series("acme_merged_total")}, labels=(ad.labels.SERVICE,))
review = ext.duration("review", title="Review", meaning="Reviews.", sources={"own": ad.Series("acme_review_seconds_bucket")}, limits=(60, 600))
share = ext.ratio("share", merged, merged, title="Share", meaning="Nothing.", unit="percentunit")
ext.defaults({"grafana": {"folder": "Org", "time_range": "24h"}, "alerts": {"services": {"bot": {"team": "support"}}}})
ext.alert("SlowReview", signal=review, above=600)
'''
    made = project(text, "grafana: {folder: Mine}\nalerts: {loop: {services: {bot: {calls: 99}}}}\n")
    assert (made.settings.grafana.folder, made.settings.grafana.time_range) == ("Mine", "24h")
    assert made.settings.alerts.of("loop", "bot")["calls"] == 99
    assert str(made.signals["org_share"].rate(window="1h")).count("rate(acme_merged_total[1h])") == 2
    assert "OrgSlowReview" in made.build()["rules/alerts.yml"].decode()


def test_none_is_nothing_where_the_settings_measure_nothing(project):
    files = project(settings="telemetry: {sources: [semconv]}\n").build()
    assert "dashboards/acme-support.json" in files
    assert "Refunds per minute" in files["dashboards/acme-support.json"].decode()
    text = PAGE.replace('sources={"own": ', 'sources={"derived": ')
    files = project(text, "telemetry: {sources: [semconv]}\n").build()
    assert "Refunds per minute" not in files["dashboards/acme-support.json"].decode()
    assert "AcmeRefundSpike" not in files["rules/alerts.yml"].decode()


def test_every_command_knows_them(project, monkeypatch, tmp_path, capsys):
    project()
    monkeypatch.chdir(tmp_path)
    assert cli.run(["build"]) == 0
    assert cli.run(["build", "--check"]) == 0
    assert "+ dashboards/acme-support.json" in capsys.readouterr().out
    assert cli.run(["signals", "-c", "agentdash.yaml"]) == 0
    assert "acme_refunds" in capsys.readouterr().out
    assert cli.run(["config"]) == 0
    assert "./acme_dash.py" in capsys.readouterr().out


def test_who_builds_without_extensions_pays_for_none():
    code = "import sys; from agentdash import cli; cli.run(['build', '-c', '/dev/null', '--check', '-o', 'dist']); print([n for n in sys.modules if n.startswith(('agentdash.extensions.', 'agentdash.toolkit', 'agentdash.panels.ready', 'agentdash.grafana.foreign'))])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "[]"

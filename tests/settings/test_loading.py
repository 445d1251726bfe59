"""What settings files mean."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from importlib.resources import files

import jsonschema
import pytest

from agentdash.backends import BACKENDS, GRAFANA
from agentdash.errors import UserError
from agentdash.settings import Settings, formats, load, parse, schema
from agentdash.settings.alerts import Alerts, AlertSettings
from agentdash.settings.collector import CollectorSettings
from agentdash.settings.currency import Currency
from agentdash.settings.datasources import DatasourceSettings
from agentdash.settings.grafana import GrafanaSettings
from agentdash.settings.pricing import Pricing, Queries
from agentdash.settings.telemetry import Sampling, Telemetry
from agentdash.vocabulary import dashboards as names

FULL = """
version: 1
backend: grafana
dashboards: [traces]
grafana:
  folder: ${TITLE}
  uid_prefix: team-a
  timezone: Europe/Berlin
  refresh: never
  time_range: 24h
datasources:
  basic_auth_user: reader
  basic_auth_password: ${PW}
  prometheus:
    url: http://prom:9090/
    headers: {X-Scope-OrgID: team-a, Authorization: "Bearer ${TOKEN}"}
  loki:
    uid: logs
telemetry:
  sources: [derived, claude_code]
  interval: 1m
  group_by: {team: team.name, region: cloud.region}
  content: true
  models: [our-gpt]
  sampling: {head_ratio: 0.1, tail_percent: 10, tail_slow: 1m}
collector:
  grpc: 0.0.0.0:4317
  queue: disk
  memory_limit_mib: 1024
"""


def test_every_key():
    settings = parse(FULL, "f.yaml", {"TITLE": "Agents of A"})
    assert settings.backend is GRAFANA
    assert settings.dashboards == ("traces",)
    assert settings.grafana.folder == "Agents of A"
    assert settings.grafana.folder_uid == "team-a"
    assert settings.grafana.refresh == ""
    assert settings.grafana.time_from == "now-24h"
    assert settings.datasources.prometheus == DatasourceSettings(
        "http://prom:9090", "team-a-prometheus", "team-a metrics", "reader", "${PW}",
        (("Authorization", "Bearer ${TOKEN}"), ("X-Scope-OrgID", "team-a")),
    )
    assert settings.datasources.tempo.url == "http://localhost:3200"
    assert settings.datasources.loki.uid == "logs"
    assert settings.telemetry.interval == 60
    assert settings.telemetry.group_by == ("team", "region")
    assert settings.telemetry.group_by_attributes == ("team.name", "cloud.region")
    assert settings.telemetry.sampling.tail_slow == 60
    assert settings.collector.queue == "disk"


def test_an_empty_file_an_empty_section_and_no_file_are_the_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    defaults = load()
    assert defaults == parse("", "f.yaml", {}) == parse("grafana:\ntelemetry:\n  sources:\n", "f.yaml", {})
    assert defaults.dashboards == names.NAMES
    assert defaults == Settings()


def test_the_file_here_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text("grafana: {folder: Found}\n")
    assert load().grafana.folder == "Found"


def test_a_byte_order_mark_is_no_character(tmp_path):
    (tmp_path / "s.yaml").write_bytes(b"\xef\xbb\xbfgrafana: {folder: Found}\r\n")
    assert load(tmp_path / "s.yaml").grafana.folder == "Found"


def test_two_dollars_are_the_characters():
    assert parse("grafana: {folder: 'a $${x} $5'}", "f.yaml", {}).grafana.folder == "a ${x} $5"


def test_a_secret_is_never_resolved():
    text = "datasources: {basic_auth_user: u, basic_auth_password: '${PW}', headers: {X-Key: '${PW}'}}"
    assert "hunter2" not in repr(parse(text, "f.yaml", {"PW": "hunter2"}))


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Settings().backend = GRAFANA


@pytest.mark.parametrize("path, words", [
    ("missing.yaml", "no such file; `agentdash init` writes one"),
    (".", "a directory, not a file"),
    ("file/below.yaml", "cannot be read: Not a directory"),
    ("loop.yaml", "cannot be read"),
    (f"{'x' * 300}.yaml", "cannot be read: File name too long"),
])
def test_a_path_that_cannot_be_read(path, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(UserError) as raised:
        load(tmp_path / path)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_schema_is_valid_and_says_something_about_every_key():
    loaded = json.loads(schema.text())
    jsonschema.Draft202012Validator.check_schema(loaded)

    def keys(node, where):
        for name, child in node.get("properties", {}).items():
            child = loaded["$defs"][child["$ref"].split("/")[-1]] if "$ref" in child else child
            assert child.get("description"), f"{where}.{name} has no description"
            if child.get("type") not in ("object", "array", ["object", "null"]):
                assert child.get("examples"), f"{where}.{name} has no example"
            keys(child, f"{where}.{name}")

    keys(loaded, "agentdash")


def test_examples_of_the_schema_are_accepted():
    loaded = json.loads(schema.text())
    def nodes(node):
        if isinstance(node, dict):
            yield node
            for child in node.values():
                yield from nodes(child)
        elif isinstance(node, list):
            for child in node:
                yield from nodes(child)

    for node in nodes(loaded):
        for example in node.get("examples", []) if isinstance(node.get("examples"), list) else []:
            checker = jsonschema.Draft202012Validator({**node, "$defs": loaded["$defs"]}, format_checker=formats.checker())
            checker.validate(example)


def test_the_template_is_the_defaults_with_and_without_its_comments():
    text = files("agentdash.settings").joinpath("template.yaml").read_text("utf-8")
    assert parse(text, "template", {}) == parse("", "defaults", {})
    # Every commented line is a real one.
    lines = [line[1:] if line.startswith("#") and not line.startswith("# ") and line != "#" else line for line in text.splitlines()]
    parse("\n".join(lines), "template", {"GIGAPIPE_PASSWORD": ""})


def test_the_constructor_and_a_file_are_the_same_for_every_backend():
    assert list(BACKENDS) == schema.load()["properties"]["backend"]["enum"]
    for name, backend in BACKENDS.items():
        if backend.hosted:
            with pytest.raises(UserError, match="every stack has its own address"):
                Settings(backend)
            continue
        assert Settings(backend) == parse(f"backend: {name}", "f.yaml", {})
        assert Settings(backend=backend) == parse(f"backend: {name}\ngrafana:\npricing: {{}}\n", "f.yaml", {})
    assert Settings() == parse("", "f.yaml", {}) == parse("version: 1", "f.yaml", {})


def test_no_default_stands_a_second_time():
    """Every default of the schema is one that the schema allows; no section has one of its own."""
    def nodes(node):
        if isinstance(node, dict):
            if "default" in node and "type" in node:
                yield node
            for child in node.values():
                yield from nodes(child)

    found = list(nodes(schema.load()))
    for node in found:
        jsonschema.Draft202012Validator({**node, "$defs": schema.load()["$defs"]}, format_checker=formats.checker()).validate(node["default"])
    assert len(found) > 100
    for section in (GrafanaSettings, Telemetry, Sampling, CollectorSettings, Pricing, Queries, Currency, Alerts, AlertSettings):
        for field in fields(section):
            assert field.default in (MISSING, ""), f"{section.__name__}.{field.name}"


def test_every_problem_is_told_in_the_files_order():
    with pytest.raises(UserError) as raised:
        parse("telemetry:\n  interval: 15\n  sources: [derivd]\ngrafana: {foldr: a, refresh: often}\ncollector: {http: localhost:4317}\n", "f.yaml", {})
    lines = str(raised.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "telemetry.interval", "telemetry.sources[0]", "grafana.foldr", "grafana.refresh", "collector.http"]


def test_very_many_problems_are_not_all_told():
    with pytest.raises(UserError) as raised:
        parse("".join(f"key{n}: 1\n" for n in range(500)), "f.yaml", {})
    lines = str(raised.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "480 more problems; mend these first"


def test_a_later_file_wins_key_by_key(tmp_path):
    (tmp_path / "base.yaml").write_text("grafana: {folder: Base, refresh: 5m}\ndashboards: [overview, cost]\npricing: prices.yaml\n"
                                        "datasources: {loki: {uid: logs}}\ntelemetry: {group_by: {team: team.name}}\n")
    (tmp_path / "prices.yaml").write_text("models: [{model: a, input: 1}]\nmode: rules\n")
    (tmp_path / "prod.yaml").write_text("grafana: {folder: Prod}\ndashboards: [traces]\npricing: {mode: collector}\ndatasources: {loki: null}\n"
                                        "telemetry: {group_by: null}\n")
    merged = load(tmp_path / "base.yaml", tmp_path / "prod.yaml")
    assert (merged.grafana.folder, merged.grafana.refresh) == ("Prod", "5m")
    assert merged.dashboards == ("traces",)
    assert (merged.pricing.mode, merged.pricing.rules[0].model) == ("collector", "a")
    assert merged.datasources.loki is None
    assert merged.telemetry.group_by == ()
    back = load(tmp_path / "prod.yaml", tmp_path / "base.yaml")
    assert back.datasources.loki.uid == "logs"
    assert back.pricing.mode == "rules"


def test_a_problem_names_the_file_that_it_stands_in(tmp_path):
    (tmp_path / "base.yaml").write_text("telemetry: {interval: 15}\ngrafana: {refresh: often}\npricing: prices.yaml\n")
    (tmp_path / "prices.yaml").write_text("mode: rule\n")
    (tmp_path / "prod.yaml").write_text("telemetry:\n  interval: 10m\n")
    with pytest.raises(UserError) as raised:
        load(tmp_path / "base.yaml", tmp_path / "prod.yaml")
    lines = [line.removeprefix(f"{tmp_path}/") for line in str(raised.value).splitlines()]
    assert [line.split(": ")[:2] for line in lines] == [
        ["base.yaml", "grafana.refresh"], ["prod.yaml", "telemetry.interval"], ["prices.yaml", "mode"]]


def test_nothing_and_null_are_two_things():
    assert parse("datasources:\n  loki:\n    # uid: x\n", "f.yaml", {}).datasources.loki is not None
    for none in ("null", "~"):
        assert parse(f"datasources: {{loki: {none}}}", "f.yaml", {}).datasources.loki is None
    assert parse("alerts:\n  services:\n    bot:\n  loop:\n    services:\n      bot: {calls: 9}\n", "f.yaml", {}).alerts.of("loop", "bot")["calls"] == 9


def test_a_target_may_have_other_datasources():
    settings = parse("datasources: {prometheus: {name: Metrics}, headers: {X-Scope-OrgID: a}}\ntargets:\n  prod:\n    url: http://g\n"
                     "    datasources: {prometheus: {uid: prod}, loki: null}\n  test: {url: http://t}\n", "f.yaml", {})
    prod = settings.for_target("prod").datasources
    assert (prod.prometheus.uid, prod.prometheus.name, prod.prometheus.headers) == ("prod", "Metrics", (("X-Scope-OrgID", "a"),))
    assert prod.loki is None
    assert settings.for_target("test") == settings
    with pytest.raises(UserError, match=r"f.yaml: targets.prod.datasources.tempo.uid: .* is also the uid of prometheus"):
        parse("targets: {prod: {url: http://g, datasources: {prometheus: {uid: x}, tempo: {uid: x}}}}", "f.yaml", {})

"""What settings files mean."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from agentdash.backends import GRAFANA
from agentdash.errors import UserError
from agentdash.settings import DASHBOARDS, Settings, load, parse, schema
from agentdash.settings.datasources import Datasource

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
    assert settings.datasources.prometheus == Datasource(
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
    assert defaults.dashboards == DASHBOARDS
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
            if child.get("type") not in ("object", "array"):
                assert child.get("examples"), f"{where}.{name} has no example"
            keys(child, f"{where}.{name}")

    keys(loaded, "agentdash")


def test_examples_of_the_schema_are_accepted():
    loaded = json.loads(schema.text())
    from agentdash.settings import formats

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

"""Backends: the settings know each of them, and the Collector and Grafana get their addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agentdash import cli, yaml_text
from agentdash.backends import BACKENDS, GIGAPIPE
from agentdash.collector import artifacts as collector
from agentdash.datasources import artifacts as datasources
from agentdash.query.promql import MAX_MATCHERS
from agentdash.settings import Settings, parse, schema

PACKAGE = Path(__file__).resolve().parent.parent.parent / "agentdash"
_STACK = """
backend: grafana-cloud
collector:
  metrics: {url: "https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push", user: "1234567", password: "${TOKEN}"}
  traces: {url: "https://tempo-prod-10-prod-eu-west-2.grafana.net/tempo", user: "765432", password: "${TOKEN}"}
  logs: {url: "https://logs-prod-012.grafana.net/otlp", user: "654321", password: "${TOKEN}"}
"""
_ENDPOINTS = {
    "gigapipe": ("http://localhost:3100/api/v1/prom/remote/write", "http://localhost:3100", "http://localhost:3100"),
    "grafana": ("http://localhost:9090/api/v1/write", "http://localhost:14318", "http://localhost:3100/otlp"),
    "victoriametrics": ("http://localhost:8428/api/v1/write", "http://localhost:14318", "http://localhost:3100/otlp"),
}


def test_the_schema_names_every_backend():
    known = schema.load()["properties"]["backend"]
    assert known["enum"] == list(BACKENDS)
    assert BACKENDS[known["default"]] is GIGAPIPE is Settings().backend


_OWN_ADDRESSES = [name for name, one in BACKENDS.items() if one.hosted is None]


@pytest.mark.parametrize("name", _OWN_ADDRESSES)
def test_the_collector_writes_where_the_backend_listens(name):
    exporters = yaml_text.loads(collector(parse(f"backend: {name}\n", "test"))["collector/config.yaml"])["exporters"]
    by_kind = {kind: next(one["endpoint"] for key, one in exporters.items() if re.search(kind, key)) for kind in ("remote_?write", "traces", "logs")}
    assert tuple(by_kind.values()) == _ENDPOINTS[name]


@pytest.mark.parametrize("name", _OWN_ADDRESSES)
def test_grafana_asks_where_the_backend_answers_and_for_no_more_than_it_has(name):
    built = {one["type"]: one for one in json.loads(datasources(parse(f"backend: {name}\n", "test"))["api/datasources.json"])}
    backend = BACKENDS[name]
    assert {kind: one["url"] for kind, one in built.items()} == dict(backend.urls)
    assert ("exemplarTraceIdDestinations" in built["prometheus"]["jsonData"]) == backend.exemplars
    assert built["prometheus"]["jsonData"]["manageAlerts"] == backend.alerts_listed


def test_a_stack_of_grafana_cloud():
    """Its own datasources are read and never written, and each product has its address and its user."""
    settings = parse(_STACK, "test", {})
    assert {kind: (one.uid, one.existing) for kind, one in settings.datasources.by_kind().items()} == {
        "prometheus": ("grafanacloud-prom", True), "tempo": ("grafanacloud-traces", True), "loki": ("grafanacloud-logs", True)}
    assert not settings.collector.warnings
    assert list(datasources(settings)) == ["api/existing-datasources.json"]
    built = yaml_text.loads(collector(settings)["collector/config.yaml"])
    to = {name: (one["endpoint"], built["extensions"][one["auth"]["authenticator"]]["client_auth"])
          for name, one in built["exporters"].items() if "auth" in one}
    assert to == {
        "prometheus_remote_write/agentdash": ("https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push",
                                              {"username": "1234567", "password": "${env:TOKEN}"}),
        "otlp_http/agentdash_traces": ("https://tempo-prod-10-prod-eu-west-2.grafana.net/tempo", {"username": "765432", "password": "${env:TOKEN}"}),
        "otlp_http/agentdash_logs": ("https://logs-prod-012.grafana.net/otlp", {"username": "654321", "password": "${env:TOKEN}"}),
    }
    assert set(built["service"]["extensions"]) >= set(built["extensions"])


def test_a_stack_by_its_query_addresses_by_its_gateway_and_with_a_header():
    gateway = "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp"
    settings = parse(f"""
backend: grafana-cloud
datasources:
  prometheus: {{url: "https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom", basic_auth_user: "1", basic_auth_password: "${{TOKEN}}"}}
collector:
  traces: {{url: "{gateway}", user: "2", password: "${{TOKEN}}"}}
  logs: {{url: "{gateway}/", headers: {{Authorization: "${{BASIC}}"}}}}
""", "test", {})
    to = settings.collector
    assert (to.metrics.url, to.metrics.user) == ("https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push", "1")
    assert to.traces.url == gateway
    assert to.logs is not None
    assert to.logs.url == gateway
    assert settings.datasources.prometheus.uid == "grafanacloud-prom"


@pytest.mark.parametrize(("old", "new", "said"), [
    (', user: "765432", password: "${TOKEN}"', "", 'collector.traces: a cloud stack without a user; write user: "NUMBER" and password: ${GRAFANA_CLOUD_TOKEN}'),
    ('url: "https://logs-prod-012.grafana.net/otlp", ', "", "collector.logs.url: every stack has its own address; "
     "write it, e.g. https://logs-prod-NNN.grafana.net/otlp"),
    ("https://logs-prod-012.grafana.net/otlp", "https://logs-prod-012.grafana.net", "collector.logs.url: a stack of Grafana Cloud does not take logs at "
     "https://logs-prod-012.grafana.net; write an address that ends in /otlp"),
    ("https://prometheus-prod-24-prod-eu-west-2.grafana.net/api/prom/push", "https://otlp-gateway-prod-eu-west-2.grafana.net/otlp",
     "collector.metrics.url: a stack of Grafana Cloud does not take metrics at https://otlp-gateway-prod-eu-west-2.grafana.net/otlp; "
     "write an address that ends in /api/prom/push"),
    ('user: "1234567"', "user: 1234567", "collector.metrics.user: 1234567 is not text; "),
    ("collector:", "datasources:\n  tempo: {uid: mine}\ncollector:", "datasources.tempo.url: every stack has its own address; write it, e.g. "
     "https://tempo-prod-NN-prod-REGION.grafana.net/tempo, or leave out uid and name: grafanacloud-traces is there"),
])
def test_what_a_stack_lacks_is_one_line(old, new, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(_STACK.replace(old, new, 1))
    assert cli.run(["build", "-c", "a.yaml", "-o", "out"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_queries_keep_to_what_every_backend_answers():
    assert all(one.most_matchers is None or one.most_matchers >= MAX_MATCHERS for one in BACKENDS.values())


def test_nobody_knows_a_backend_by_its_name():
    """What depends on a backend is asked of its object."""
    compared = re.compile(rf"""backend(?:\.name)?\s*(?:==|!=|in\b|not in\b)|["'](?:{"|".join(BACKENDS)})["']\s*(?:==|!=)""")
    found = [f"{path.relative_to(PACKAGE)}: {line.strip()}" for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "backends"
             for line in path.read_text("utf-8").splitlines() if compared.search(line) and not line.lstrip().startswith(("#", '"'))]
    assert found == []

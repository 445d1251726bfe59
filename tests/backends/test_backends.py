"""Backends: the settings know each of them, and the Collector and Grafana get their addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from agentdash.backends import BACKENDS, GIGAPIPE
from agentdash.collector import artifacts as collector
from agentdash.datasources import artifacts as datasources
from agentdash.query.promql import MAX_MATCHERS
from agentdash.settings import Settings, parse, schema

PACKAGE = Path(__file__).resolve().parent.parent.parent / "agentdash"
_ENDPOINTS = {
    "gigapipe": ("http://localhost:3100/api/v1/prom/remote/write", "http://localhost:3100", "http://localhost:3100"),
    "grafana": ("http://localhost:9090/api/v1/write", "http://localhost:14318", "http://localhost:3100/otlp"),
    "victoriametrics": ("http://localhost:8428/api/v1/write", "http://localhost:14318", "http://localhost:3100/otlp"),
}


def test_the_schema_names_every_backend():
    known = schema.load()["properties"]["backend"]
    assert known["enum"] == list(BACKENDS)
    assert BACKENDS[known["default"]] is GIGAPIPE is Settings().backend


@pytest.mark.parametrize("name", BACKENDS)
def test_the_collector_writes_where_the_backend_listens(name):
    exporters = yaml.safe_load(collector(parse(f"backend: {name}\n", "test"))["collector/config.yaml"])["exporters"]
    by_kind = {kind: next(one["endpoint"] for key, one in exporters.items() if re.search(kind, key)) for kind in ("remote_?write", "traces", "logs")}
    assert tuple(by_kind.values()) == _ENDPOINTS[name]


@pytest.mark.parametrize("name", BACKENDS)
def test_grafana_asks_where_the_backend_answers_and_for_no_more_than_it_has(name):
    built = {one["type"]: one for one in json.loads(datasources(parse(f"backend: {name}\n", "test"))["api/datasources.json"])}
    backend = BACKENDS[name]
    assert {kind: one["url"] for kind, one in built.items()} == dict(backend.urls)
    assert ("exemplarTraceIdDestinations" in built["prometheus"]["jsonData"]) == backend.exemplars
    assert built["prometheus"]["jsonData"]["manageAlerts"] == backend.alerts_listed


def test_queries_keep_to_what_every_backend_answers():
    assert all(one.most_matchers is None or one.most_matchers >= MAX_MATCHERS for one in BACKENDS.values())


def test_nobody_knows_a_backend_by_its_name():
    """What depends on a backend is asked of its object."""
    compared = re.compile(rf"""backend(?:\.name)?\s*(?:==|!=|in\b|not in\b)|["'](?:{"|".join(BACKENDS)})["']\s*(?:==|!=)""")
    found = [f"{path.relative_to(PACKAGE)}: {line.strip()}" for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "backends"
             for line in path.read_text("utf-8").splitlines() if compared.search(line) and not line.lstrip().startswith(("#", '"'))]
    assert found == []

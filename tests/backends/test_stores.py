"""What is built stays within the limits of every store that it may be written to, or says that it does not."""

from __future__ import annotations

import warnings

import pytest

from agentdash import yaml_text
from agentdash.backends import stores
from agentdash.build import artifacts
from agentdash.collector.series_cost import written
from agentdash.errors import AgentdashWarning
from agentdash.settings import parse

_WIDE = "telemetry: {group_by: {aa: a.a, bb: b.b, cc: c.c, dd: d.d}}\n"


@pytest.mark.parametrize("store", stores.STORES, ids=lambda one: one.title)
def test_series_have_no_more_labels_than_are_kept(store):
    """The name, `le` and the Collector's life are labels, too."""
    most = max(len(one.labels) + (one.series > 1) for one in written(parse(_WIDE, "test"))) + 2
    assert most < (store.most_labels or 100)


@pytest.mark.parametrize("address, store", [
    ("http://localhost:9090/api/v1/write", stores.PROMETHEUS),
    ("http://vm:8428/api/v1/write", stores.VICTORIAMETRICS),
    ("http://vm:8480/insert/0/prometheus/api/v1/write", stores.VICTORIAMETRICS),
    ("https://prometheus-prod-01-prod-eu.grafana.net/api/prom/push", stores.GRAFANA_CLOUD),
    ("http://cortex/api/prom/push", stores.CORTEX),
    ("http://mimir/api/v1/push", stores.MIMIR),
    ("http://thanos:19291/api/v1/receive", stores.THANOS),
    ("https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write", stores.AMAZON),
    ("http://localhost:3100/api/v1/prom/remote/write", None),
])
def test_the_address_tells_the_store(address, store):
    assert stores.of(address) is store


def test_a_query_that_the_backend_refuses_is_said():
    with warnings.catch_warnings():
        warnings.simplefilter("error", AgentdashWarning)
        artifacts(parse("backend: victoriametrics\n", "test"))
    with pytest.warns(AgentdashWarning, match=r"rules/prices\.yml: a query of .* bytes, above the limit of .* \(16,384\); write pricing: \{mode: collector\}"):
        artifacts(parse("backend: victoriametrics\npricing: {mode: rules}\n", "test"))


def test_rules_for_mimirtool_are_the_same_rules():
    built = artifacts(parse("outputs: [mimirtool]\npricing: {mode: rules}\n", "test"))
    loaded = yaml_text.loads(built["mimirtool/agentdash.yaml"])
    assert loaded["namespace"] == "agentdash"
    assert loaded["groups"] == [group for path in ("rules/alerts.yml", "rules/prices.yml") for group in yaml_text.loads(built[path])["groups"]]

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from agentdash import datasources, provisioning, yaml_text
from agentdash.datasources import to_api, to_file
from agentdash.settings import parse

SCHEMA = json.loads((Path(__file__).parent / "provisioning_schema.json").read_text())

GUARDED = """
grafana: {folder: 'Agents $ team', uid_prefix: team-a}
datasources:
  url: https://gigapipe.example:3100
  basic_auth_user: reader
  basic_auth_password: ${GIGAPIPE_PASSWORD}
  headers: {X-Scope-OrgID: team-a, Authorization-Extra: 'Bearer ${GIGAPIPE_TOKEN} $5'}
"""
PLAIN = """
backend: grafana
telemetry: {interval: 60s}
datasources:
  prometheus: {url: 'http://prometheus:9090'}
  tempo: {url: 'http://tempo:3200'}
  loki: {url: 'http://loki:3100'}
"""
ALL = {"default": "", "guarded": GUARDED, "plain": PLAIN, "traces": "telemetry:\n  sources: [traces]\n"}


def settings(name):
    return parse(ALL[name], "agentdash.yaml", {})


def expanded(value, env):
    """What Grafana makes of the strings of a provisioning file."""
    if isinstance(value, str):
        return re.sub(r"\$\$|\$\{(\w+)\}|\$(\w+)", lambda m: "$" if m[0] == "$$" else env.get(m[1] or m[2], ""), value)
    if isinstance(value, dict):
        return {key: expanded(item, env) for key, item in value.items()}
    if isinstance(value, list):
        return [expanded(item, env) for item in value]
    return value


@pytest.mark.parametrize("name", ALL)
def test_the_tree_has_grafanas_shape(name):
    files = provisioning.artifacts(settings(name))
    assert len(files) >= 2
    for content in (files[path] for path in files if "alerting" not in path):
        jsonschema.validate(yaml_text.loads(content), SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ALL)
def test_file_and_api_mean_the_same(name):
    sources = datasources.datasources(settings(name))
    env = {"GIGAPIPE_PASSWORD": "${GIGAPIPE_PASSWORD}", "GIGAPIPE_TOKEN": "${GIGAPIPE_TOKEN}"}
    from_file = expanded(to_file(sources), env)["datasources"]
    for one, other in zip(from_file, to_api(sources), strict=True):
        for key in ("name", "uid", "type", "url", "access", "jsonData", "isDefault"):
            assert one[key] == other[key]
        assert one.get("secureJsonData", {}) == other["secureJsonData"]
        assert (one.get("basicAuth", False), one.get("basicAuthUser", "")) == (other["basicAuth"], other["basicAuthUser"])


def test_dollars_are_single_for_the_api():
    text = json.dumps(to_api(datasources.datasources(settings("guarded"))))
    assert "$$" not in text
    assert "${__span.traceId}" in text


def test_no_secret_is_written():
    settings_of = parse(GUARDED, "agentdash.yaml", {"GIGAPIPE_PASSWORD": "hunter2", "GIGAPIPE_TOKEN": "abc123"})
    written = b"".join([*datasources.artifacts(settings_of).values(), *provisioning.artifacts(settings_of).values()])
    assert b"hunter2" not in written
    assert b"abc123" not in written
    assert written.count(b"${GIGAPIPE_PASSWORD}") == 6


def test_headers_keep_their_names_and_hide_their_values():
    source = to_api(datasources.datasources(settings("guarded")))[0]
    assert (source["jsonData"]["httpHeaderName1"], source["jsonData"]["httpHeaderName2"]) == ("Authorization-Extra", "X-Scope-OrgID")
    assert source["secureJsonData"]["httpHeaderValue1"] == "Bearer ${GIGAPIPE_TOKEN} $5"


def test_links_meet_the_datasources_that_exist():
    sources = datasources.datasources(settings("guarded"))
    uids = {source.uid for source in sources}
    assert uids == {"team-a-prometheus", "team-a-tempo", "team-a-loki"}
    assert set(re.findall(r'"datasourceUid": "([^"]*)"', json.dumps(to_api(sources)))) == {"team-a-prometheus", "team-a-tempo", "team-a-loki"}


def test_what_gigapipe_lacks_is_off_and_what_prometheus_has_is_on():
    gigapipe, plain = (datasources.datasources(settings(name))[0].options for name in ("default", "plain"))
    assert gigapipe["manageAlerts"] is False
    assert "exemplarTraceIdDestinations" not in gigapipe
    assert plain["manageAlerts"] is True
    assert plain["exemplarTraceIdDestinations"][0]["datasourceUid"] == "agentdash-tempo"
    assert (gigapipe["timeInterval"], plain["timeInterval"]) == ("15s", "60s")


def test_without_metrics_a_span_leads_to_none():
    tempo = next(source for source in datasources.datasources(settings("traces")) if source.kind == "tempo")
    assert "tracesToMetrics" not in tempo.options

"""Kubernetes objects: valid by Kubernetes' own schemas, small enough to apply, and the same content as dist/."""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
from jsonschema import Draft202012Validator

from agentdash import yaml_text
from agentdash.errors import AgentdashError
from agentdash.forms.kubernetes import collector
from agentdash.forms.kubernetes.objects import LARGEST, LARGEST_ON_SERVER, Object, escaped_for_helm
from agentdash.settings import Settings, parse
from tests import tools
from tests.forms.conftest import EVERYTHING, build

SCHEMAS = yaml_text.loads((Path(__file__).parent / "crds" / "schemas.yaml").read_text("utf-8"))
VARIANTS = {
    "charts": "",
    "operators": "kubernetes: {grafana: grafana-operator, collector: operator, namespace: agents, grafana_labels: {team: ml}}",
    "on disk": "kubernetes: {collector: deployment}\ncollector: {queue: disk}",
    "operator on disk": "kubernetes: {collector: operator}\ncollector: {queue: disk}",
    "no collector": "kubernetes: {collector: none, rule_labels: {}}",
}


def objects(made: dict[str, bytes]) -> dict[str, dict]:
    return {path.removeprefix("kubernetes/"): _loaded(content) for path, content in made.items()
            if path.startswith("kubernetes/") and not path.endswith("kustomization.yaml")}


@functools.cache
def _loaded(content: bytes) -> dict:
    """One file's object, for several tests to read."""
    return yaml_text.loads(content)


@functools.cache
def built(variant: str) -> tuple[Settings, dict[str, bytes]]:
    return build(f"{EVERYTHING}\n{VARIANTS[variant]}")


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request):
    return built(request.param)


def test_every_object_is_what_its_api_takes(variant):
    settings, made = variant
    for path, one in objects(made).items():
        assert one["metadata"]["namespace"] == settings.kubernetes.namespace
        if one["kind"] in SCHEMAS:
            problems = list(Draft202012Validator({**SCHEMAS[one["kind"]], "$defs": SCHEMAS["$defs"]}).iter_errors(one["spec"]))
            assert not problems, f"{path}: {problems[0].json_path}: {problems[0].message}"
        else:
            kubernetes_validate.validate(one, "1.31", strict=True)


def test_the_kustomization_names_every_object(variant):
    _, made = variant
    assert yaml_text.loads(made["kubernetes/kustomization.yaml"])["resources"] == sorted(objects(made))


def test_every_object_can_be_applied(variant):
    for path, one in objects(variant[1]).items():
        largest = LARGEST_ON_SERVER if path in ("collector-config.yaml", "collector.yaml") else LARGEST
        assert len(json.dumps(one, ensure_ascii=False).encode()) < largest, path


def test_no_secret_is_inside(variant):
    text = "".join(content.decode() for path, content in variant[1].items() if path.startswith("kubernetes/"))
    assert "METRICS_PASSWORD" in text
    assert not [line for line in text.splitlines() if "stringData" in line and "password" in line.lower()]


def test_sidecars_load_the_same_dashboards_and_alerts(everything):
    found = objects(everything)
    for path in [path for path in everything if path.startswith("dashboards/")]:
        name = path.removeprefix("dashboards/").removesuffix(".json")
        config = found[f"dashboard-{name}.yaml"]
        assert [json.loads(text) for text in config["data"].values()] == [json.loads(everything[path])]
        assert config["metadata"]["labels"]["grafana_dashboard"] == "1"
        assert config["metadata"]["annotations"]["grafana_folder"] == "Agents ${literally} %{here}"
    assert found["alerting.yaml"]["data"]["acme.yaml"] == everything["provisioning/alerting/acme.yaml"].decode()
    assert found["datasources.yaml"]["stringData"]["acme.yaml"] == everything["provisioning/datasources/acme.yaml"].decode()
    assert found["rules-alerts.yaml"]["spec"] == yaml_text.loads(everything["rules/alerts.yml"])


def test_grafana_operator_gets_the_same_content():
    _, made = built("operators")
    found = objects(made)
    for path in [path for path in made if path.startswith("dashboards/")]:
        assert json.loads(found[f"dashboard-{Path(path).stem}.yaml"]["spec"]["json"]) == json.loads(made[path])
    rules = [rule for path, one in found.items() if path.startswith("alerts-") for rule in one["spec"]["rules"]]
    assert sorted(rule["uid"] for rule in rules) == sorted(rule["uid"] for group in json.loads(made["api/alert-rules.json"]) for rule in group["rules"])
    names = {reference["valueFrom"]["secretKeyRef"]["key"] for one in found.values() for reference in one["spec"].get("valuesFrom", ())}
    assert names == {"METRICS_PASSWORD", "METRICS_TOKEN"}


def test_the_collector_can_be_reached_from_outside_its_pod(everything):
    found = objects(everything)
    config = yaml_text.loads(found["collector-config.yaml"]["data"]["config.yaml"])
    text = json.dumps(config)
    container = found["collector.yaml"]["spec"]["template"]["spec"]["containers"][0]
    for port in container["ports"]:
        number = port["containerPort"]
        assert f'0.0.0.0:{number}"' in text or (f'"host": "0.0.0.0", "port": {number}' in text), port
    assert container["readinessProbe"]["httpGet"]["port"] == 13133


def test_a_new_configuration_is_a_new_pod():
    def mark(text: str) -> str:
        return collector.objects(parse(text, "test", {}))["collector.yaml"].content["spec"]["template"]["metadata"]["annotations"]["agentdash/config"]

    assert mark("") == mark("alerts: {enabled: false}")
    assert mark("") != mark("telemetry: {interval: 30s}")


def rendered_by_helm(text: str, folder: Path) -> str:
    (folder / "template.yaml").write_text(text)
    done = subprocess.run([tools.forms(), "helm", folder / "template.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.go
def test_helm_renders_the_same_file(tmp_path):
    plain, escaped = (objects_text(build(f"{EVERYTHING}\nkubernetes: {{helm: {helm}}}")[1]) for helm in ("false", "true"))
    assert "{{" in plain["kubernetes/rules-alerts.yaml"]
    assert {path: rendered_by_helm(text, tmp_path) for path, text in escaped.items()} == plain


def objects_text(made: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in made.items() if path.startswith("kubernetes/") and "kustomization" not in path}


@pytest.mark.go
def test_braces_next_to_each_other_survive_helm(tmp_path):
    text = "{{{a}}} {{ x }} }}{{ {}} {"
    assert rendered_by_helm(escaped_for_helm(text.encode()).decode(), tmp_path) == text


def test_what_cannot_be_applied_is_refused():
    large = Object("v1", "ConfigMap", "large", "default", {"data": {"x": "y" * LARGEST}})
    with pytest.raises(AgentdashError, match=r"^kubernetes/large.yaml: .* bytes, and kubectl apply takes 262,144; write"):
        large.checked("kubernetes/large.yaml")

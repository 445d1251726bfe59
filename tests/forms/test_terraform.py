"""The Terraform module, evaluated by HCL itself: what Grafana would be told is what the API bodies say."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdash.forms.terraform import escape
from tests import tools

pytestmark = pytest.mark.go


def evaluated(folder: Path) -> dict:
    done = subprocess.run([tools.forms(), "terraform", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def resources(written) -> dict:
    return evaluated(written / "terraform")


def test_the_folder_keeps_its_title(resources):
    assert resources["grafana_folder"] == {"acme": {"title": "Agents ${literally} %{here}", "uid": "acme"}}


def test_dashboards_are_read_from_files_beside_it(resources, written):
    for name, one in resources["grafana_dashboard"].items():
        path = one["config_json"].removeprefix("content of ")
        assert (written / "terraform" / path).read_bytes() == (written / "dashboards" / f"{name}.json").read_bytes()


def test_datasources_say_what_the_api_is_told(resources, everything):
    for body in json.loads(everything["api/datasources.json"]):
        one = resources["grafana_data_source"][body["uid"]]
        options = {key: value for key, value in body["jsonData"].items() if not key.startswith("httpHeader")}
        assert json.loads(one["json_data_encoded"]) == options
        assert json.loads(one["secure_json_data_encoded"]) == {"basicAuthPassword": "var.metrics_password"}
        assert one["http_headers"] == {"X-Scope-OrgID": "acme", "X-Api-Token": "Bearer var.metrics_token"}
        assert (one["name"], one["type"], one["url"]) == (body["name"], body["type"], body["url"])


def test_rules_say_what_the_api_is_told(resources, everything):
    for group in json.loads(everything["api/alert-rules.json"]):
        one = resources["grafana_rule_group"][group["title"]]
        assert one["interval_seconds"] == group["interval"]
        for written, rule in zip(one["rule"], group["rules"], strict=True):
            assert (written["name"], written["uid"], written["exec_err_state"]) == (rule["title"], rule["uid"], rule["execErrState"])
            assert (written["labels"], written["annotations"]) == (rule["labels"], rule["annotations"])
            assert [json.loads(query["model"]) for query in written["data"]] == [query["model"] for query in rule["data"]]


def test_secrets_are_sensitive_variables(everything):
    variables = json.loads(everything["terraform/variables.tf.json"])["variable"]
    assert set(variables) == {"metrics_password", "metrics_token"}
    assert all(one["sensitive"] for one in variables.values())


@given(st.lists(st.text(st.sampled_from("$%{}\"\\~ ax\n"), max_size=12), min_size=200, max_size=200))
@settings(max_examples=5, deadline=None)
def test_any_text_survives(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("terraform")
    (folder / "main.tf.json").write_text(json.dumps({"resource": {"x": {f"n{number}": {"v": escape(text)} for number, text in enumerate(texts)}}}))
    found = evaluated(folder)["x"]
    assert [found[f"n{number}"]["v"] for number in range(len(texts))] == texts

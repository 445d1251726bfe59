"""`diff`, `push`, `pull` and `destroy` as people and machines use them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from agentdash.push import artifacts
from tests.push.built import ENV, Built
from tests.push.fake import VERSIONS, FakeGrafana
from tests.push.running import TOKEN, diff, on_disk, push, run
from tests.push.test_ownership import edit


@pytest.fixture
def dist(tmp_path):
    return on_disk(Built().files(), tmp_path / "dist")


@pytest.fixture
def env(grafana):
    return {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}


def test_a_whole_life(grafana, dist, env):
    ran = run("diff", "--dist", str(dist), env=env)
    assert ran.code == 1
    assert ran.out.splitlines()[1:] == [
        '+ folder agentdash "AI agents"', '+ folder agentdash-inner "Inner"', '+ datasource agentdash-prometheus "agentdash prometheus"',
        '+ datasource agentdash-tempo "agentdash tempo"', '+ dashboard agentdash-overview "Overview"', '+ dashboard agentdash-cost "Cost"',
        "+ rule group agentdash/agent budgets", "7 to create",
    ]
    assert grafana.writes == []
    ran = run("push", "--dist", str(dist), "--yes", env=env)
    assert (ran.code, ran.out.splitlines()[-1], ran.err) == (0, "7 created", "")
    ran = run("diff", "--dist", str(dist), env=env)
    assert (ran.code, ran.out.splitlines()[1:]) == (0, ["nothing to do: 7 the same"])
    ran = run("destroy", "--dist", str(dist), "--dry-run", env=env)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "7 to delete")
    ran = run("destroy", "--dist", str(dist), "--yes", env=env)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "7 deleted")
    ran = run("destroy", "--dist", str(dist), "--yes", env=env)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "nothing to do: 0 the same")


@pytest.mark.parametrize("arguments", [("diff",), ("diff", "--prune"), ("push", "--dry-run"), ("push", "--dry-run", "--prune", "--force"), ("pull",),
                                       ("destroy", "--dry-run")])
def test_looking_sends_get_requests_only(grafana, dist, env, arguments):
    for prepare in (lambda: None, lambda: push(grafana, Built().desired()), lambda: edit(grafana, "agentdash-cost", description="mine")):
        prepare()
        grafana.requests.clear()
        assert run(*arguments, "--dist", str(dist), env=env).code in (0, 1)
        assert grafana.requests
        assert grafana.writes == []


def test_differences_are_readable(grafana, dist, env):
    built = Built()
    push(grafana, built.desired())
    cost = built.dashboards["cost"]
    cost["panels"][1]["targets"][0]["expr"] = "sum(" + "x" * 120 + ")"
    cost["panels"].append({"id": 7, "title": "New", "type": "stat", "gridPos": {"x": 0, "y": 99, "w": 1, "h": 1}})
    cost["panels"].pop(0)
    cost["refresh"] = "5m"
    built.rules[0]["rules"].reverse()
    ran = run("diff", "--dist", str(on_disk(built.files(), dist)), env=env)
    assert ran.out.splitlines()[1:] == [
        '~ dashboard agentdash-cost "Cost"',
        "      refresh: 1m -> 5m",
        '      panels["Cost per hour"].targets[A].expr',
        '        - sum(rate(calls_total{n="2"}[$__rate_interval]))',
        "        + sum(" + "x" * 120 + ")",
        '    + panels["New"] (stat)',
        '    - panels["Calls"] (timeseries)',
        "~ rule group agentdash/agent budgets",
        '      rules (order): "budget-day", "budget-month" -> "budget-month", "budget-day"',
        "2 to change, 5 the same",
    ]


def test_json_for_machines(grafana, dist, env):
    ran = run("push", "--dist", str(dist), "--yes", "--json", env=env)
    assert ran.err == ""
    assert ran.json["exit_code"] == ran.code == 0
    assert ran.json["requests"] == {"GET": 9, "POST": 6, "PUT": 1}
    assert {(one["action"], one["result"]) for one in ran.json["resources"]} == {("create", "done")}
    grafana.state.denied = {"dashboards:write"}
    built = Built()
    built.dashboards["cost"]["title"] = "Costs"
    ran = run("push", "--dist", str(on_disk(built.files(), dist)), "--yes", "--json", env=env)
    assert ran.json["exit_code"] == ran.code == 3
    (one,) = [one for one in ran.json["resources"] if one["action"] != "same"]
    assert one["changes"] == [{"place": "title", "old": "Cost", "new": "Costs"}]
    assert (one["result"], one["uid"]) == ("failed", "agentdash-cost")
    assert "dashboards:write on folder agentdash-inner" in one["reason"]
    assert run("diff", "--dist", str(dist), "--json", env=env).json["exit_code"] == 1


def test_without_a_terminal_nobody_is_asked(grafana, dist, env):
    ran = run("push", "--dist", str(dist), env=env)
    assert (ran.code, ran.line) == (2, "agentdash: nobody to ask at this terminal; look at it with --dry-run, then say --yes")
    assert grafana.writes == []
    assert run("destroy", "--dist", str(dist), env=env).code == 0
    push(grafana, Built().desired())
    assert run("destroy", "--dist", str(dist), env=env).code == 2


def test_pull_shows_and_writes_the_edit(grafana, dist, env, tmp_path):
    push(grafana, Built().desired())
    assert run("pull", "--dist", str(dist), env=env).out.splitlines()[1:] == ["nothing was edited in Grafana"]
    edit(grafana, "agentdash-cost", refresh="10s")
    ran = run("pull", "--dist", str(dist), "-o", str(tmp_path / "edits"), env=env)
    assert ran.code == 1
    assert ran.out.splitlines()[1:] == [
        "~ dashboard agentdash-cost: edited in Grafana by alice at 2026-03-04 05:06; compared with what was pushed last",
        "      refresh: 1m -> 10s",
        "to keep an edit, bring it into the code and push; to drop it, `agentdash push --force --only UID`",
    ]
    written = json.loads((tmp_path / "edits/agentdash-cost.json").read_text())
    assert written["refresh"] == "10s"
    assert "managed-by" not in json.dumps(written)
    # Taken into the code as it is, the edit is one no longer.
    built = Built()
    built.dashboards["cost"] = written
    on_disk(built.files(), dist)
    assert run("push", "--dist", str(dist), "--yes", env=env).code == 0
    assert run("pull", "--dist", str(dist), env=env).code == 0
    ran = run("pull", "--dist", str(dist), "--json", env=env)
    assert ran.json["edits"] == []


TARGETS = """
targets:
  stage: {url: "%s", token: "${STAGE_TOKEN}"}
  prod: {url: "http://prod.invalid", user: admin, password: "${PROD_PASSWORD}", org_id: 3}
"""


def test_targets_have_names(grafana, dist, tmp_path):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text(TARGETS % grafana.url)
    base = ["diff", "--dist", str(dist), "-c", str(settings)]
    assert run(*base).line.startswith("agentdash: which Grafana? 2 targets in ")
    assert "known: stage, prod" in run(*base, "--target", "test").line
    ran = run(*base, "--target", "stage")
    assert ran.line == f"agentdash: {settings}: targets.stage.token: the environment variable STAGE_TOKEN is not set; export STAGE_TOKEN before the push"
    assert run(*base, "--target", "stage", env={"STAGE_TOKEN": TOKEN}).code == 1
    # A name wins over the environment's address, and its own token over the environment's.
    assert run(*base, "--target", "stage", env={"STAGE_TOKEN": TOKEN, "GRAFANA_URL": "http://x.invalid", "GRAFANA_TOKEN": "glsa_wrong"}).code == 1
    ran = run(*base, "--target", "stage", env={"STAGE_TOKEN": "glsa_wrong"})
    assert f"{settings}: targets.stage.token" in ran.line
    assert "prod.invalid" in run(*base, "--target", "prod", env={"PROD_PASSWORD": "x"}).line
    settings.write_text(f"targets: {{only: {{url: '{grafana.url}'}}}}")
    assert run(*base, env={"GRAFANA_TOKEN": TOKEN}).code == 1


@pytest.mark.parametrize("text, line", [
    ("a: {}", "targets.a: no url; write url: https://grafana.example.com"),
    ("a: {url: 'grafana'}", "targets.a.url: not a URL"), ("a: {url: 'http://u:p@h'}", "targets.a.url: not a URL"),
    ("a: {url: 'http://h', token: glsa_x}", "targets.a.token: a secret must not stand in a file"),
    ("a: {url: 'http://h', token: '${T}', user: u, password: '${P}'}", "targets.a.user: there is a token as well; keep one way to log in"),
    ("a: {url: 'http://h', user: u}", "targets.a.user: a user needs one password"),
    ("a: {url: 'http://h', password: '${P}'}", "targets.a.password: a password without a user"),
    ("a: {url: 'http://h', client_key: k}", "targets.a.client_key: a key without its certificate"),
    ("a: {url: 'http://h', tokn: x}", 'did you mean "token"?'), ("a: {url: 'http://h', org_id: 0}", "targets.a.org_id: 0 is less than 1"),
])
def test_targets_that_cannot_be_meant(tmp_path, text, line):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text(f"targets:\n  {text}\n")
    ran = run("diff", "-c", str(settings))
    assert ran.code == 2
    assert line in ran.line
    assert "glsa_x" not in ran.line


@pytest.mark.parametrize("version", VERSIONS)
def test_what_agentdash_builds_is_pushed_and_then_the_same(version):
    from agentdash.build import artifacts as build
    from agentdash.settings import parse

    settings = parse("datasources: {basic_auth_user: agent, basic_auth_password: '${GP_PASSWORD}', headers: {X-Scope-OrgID: '${GP_TENANT}'}}", "test", ENV)
    wanted = artifacts.from_mapping(build(settings))
    assert len(wanted.resources) >= 7
    with FakeGrafana(version) as fake:
        assert push(fake, wanted).code == 0
        assert not [step.changes for step in diff(fake, wanted).steps if step.differs]
        fake.requests.clear()
        assert push(fake, wanted).code == 0
        assert fake.writes == []


def test_the_library_is_loaded_only_when_a_grafana_is_reached(tmp_path):
    code = "import sys, agentdash.cli as c; c.run(['push', '--help']); c.run(['push', '--dist', 'nowhere']);" \
           "print([m for m in sys.modules if m.split('.')[0] in ('grafana_client', 'niquests')])"
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=False, cwd=tmp_path)
    assert done.stdout.endswith("\n[]\n")

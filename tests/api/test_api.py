"""What Python programs may use: it is what the docs say, does what the command line does, and wrong uses are one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import agentdash as ad
from agentdash import api, toolkit
from tests.push.fake import FakeGrafana, Fault, dashboards
from tests.push.running import TOKEN, run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/api.md").read_text("utf-8")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "agentdash.yaml").write_text("grafana: {folder: Agents}\ndatasources: {basic_auth_user: u, basic_auth_password: '${GP_PASSWORD}'}\n")
    return ad.load(tmp_path / "agentdash.yaml", env={"GP_PASSWORD": "hunter2-hunter2"})


def at(fake: FakeGrafana, **more) -> ad.Connection:
    return ad.connect(fake.url, token=TOKEN, **more)


def test_everything_that_the_page_names_can_be_imported():
    named = set(re.findall(r"`agentdash\.(?!yaml)(\w+)", PAGE))
    assert named == set(ad.__all__) == {*api.__all__, *toolkit.__all__}
    for name in named:
        assert getattr(ad, name) is getattr(api if name in api.__all__ else toolkit, name)
    members = re.findall(r"^### `(\w+)\.(\w+)", PAGE, re.MULTILINE)
    assert ("Plan", "apply") in members
    for owner, member in members:
        if owner != "agentdash":
            assert hasattr(getattr(ad, owner), member)
    for owner, listed in re.findall(r"## `agentdash\.(\w+)`\n\n(?:.+\n|\n(?!#))*?Fields: (.*)\.\n", PAGE):
        for field in re.findall(r"`(\w+)", listed):
            assert field in getattr(ad, owner).__dataclass_fields__
    assert set(dir(ad)) >= named
    with pytest.raises(AttributeError, match="has no attribute 'laod'"):
        ad.laod  # noqa: B018


def test_importing_the_package_imports_nothing_of_it():
    code = "import sys, agentdash; print(sorted(name for name in sys.modules if name.startswith(('agentdash.', 'yaml', 'click', 'grafan', 'niquests'))))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_example_of_the_page_runs(grafana, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text("")
    example, _ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    found: dict = {}
    exec(example.replace("https://grafana.example.com", grafana.url).replace("glsa_...", TOKEN), found)
    assert "dashboards/overview.json" in found["files"]
    assert "+ manifest.json" in found["outdated"]
    assert '+ folder agentdash "AI agents"' in capsys.readouterr().out
    assert "agentdash-overview" in grafana.state.dashboards


def test_it_builds_what_the_command_builds(project, tmp_path):
    assert run("build", "-c", project.file, "-o", str(tmp_path / "dist")).code == 0
    assert project.check(tmp_path / "dist") == project.check(str(tmp_path / "dist")) == []
    files = project.build()
    assert {path: (tmp_path / "dist" / path).read_bytes() for path in files} == files
    (tmp_path / "dist/api/folders.json").write_text("[]")
    assert project.check(tmp_path / "dist") == ["~ api/folders.json"]
    assert {name: json.loads(files[f"dashboards/{name}.json"]) for name in project.dashboards} == project.dashboards
    assert list(project.dashboards) == [name for name in project.settings.dashboards if f"dashboards/{name}.json" in files]
    page = (ROOT / "docs/signals.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in project.signals)
    assert all(one.title and one.meaning and isinstance(one.measured, bool) for one in project.signals.values())


def test_a_plan_says_what_a_push_would_do_and_does_it_once(fake, project):
    plan = project.plan(at(fake))
    assert fake.writes == []
    assert (plan.differs, plan.exit_code) == (True, 1)
    assert {str(step.kind) for step in plan.steps} == {"folder", "datasource", "dashboard", "rule group"}
    told: list[int] = []
    applied = plan.apply("by hand", progress=lambda outcome, number, of: told.append(number))
    assert (applied.exit_code, len(applied.outcomes)) == (0, len(plan.steps))
    assert sorted(told) == list(range(1, len(plan.steps) + 1))
    assert str(applied) == f"{len(plan.steps)} created"
    with pytest.raises(ad.UserError, match="this plan was applied already; make a new one"):
        plan.apply()
    again = project.plan(at(fake), prune=True)
    assert (again.differs, again.exit_code, str(again)) == (False, 0, f"nothing to do: {len(plan.steps)} the same")
    # The same as the command line's.
    shown = run("diff", "-c", project.file, env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
    assert shown.out.splitlines()[1:] == str(again).splitlines()


def test_edits_and_what_others_made_are_left_as_by_the_command_line(grafana, project):
    project.plan(at(grafana)).apply()
    one = grafana.state.dashboards["agentdash-cost"]
    dashboards.save(grafana.state, "agentdash-cost", {**one["spec"], "description": "mine"}, one["folderUid"], by="alice")
    grafana.state.datasources["agentdash-loki"]["jsonData"].pop("agentdash")
    plan = project.plan(at(grafana), force=True)
    assert [step.uid for step in plan.steps if step.action == "blocked"] == ["agentdash-loki"]
    assert plan.apply().exit_code == 3
    assert project.plan(at(grafana), adopt=["agentdash-loki"]).apply().exit_code == 0
    assert not project.plan(at(grafana)).differs


def test_which_grafana(grafana, tmp_path, monkeypatch):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("targets: {stage: {url: '${STAGE}', token: '${STAGE_TOKEN}'}, prod: {url: 'http://prod.invalid'}}")
    env = {"STAGE": grafana.url, "STAGE_TOKEN": TOKEN}
    assert ad.load(settings, env=env).plan("stage").differs
    assert ad.load(str(settings), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}).plan().differs
    for name, says in ((None, "which Grafana?"), ("nowhere", "target nowhere: not in"), (grafana.url, "a URL is no target's name; write agentdash.connect")):
        with pytest.raises(ad.UserError, match=says):
            ad.load(settings, env=env).plan(name)
    # The process's own environment counts unless another is given.
    monkeypatch.setenv("GRAFANA_URL", grafana.url)
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    assert ad.load(settings).plan().differs
    with pytest.raises(ad.UserError, match="which Grafana"):
        ad.load(settings, env={}).plan()


def test_a_secret_that_is_not_set_stops_before_anything_is_written(grafana, project):
    with pytest.raises(ad.UserError, match="the environment variable GP_PASSWORD is not set"):
        ad.load(project.file, env={}).plan(at(grafana)).apply()
    assert grafana.writes == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["500", "login", "redirect", "drop", "wrong"])
def test_no_error_and_no_text_shows_a_secret(grafana, project, how):
    project.plan(at(grafana)).apply()
    plan = project.plan(at(grafana), secrets=True)
    if how == "drop":
        grafana.always = Fault(drop=True)
    elif how == "wrong":
        grafana.state.token = "another"
    else:
        grafana.mood = how
    texts = [str(plan), repr(plan), repr(project), repr(at(grafana)), str(plan.apply())]
    try:
        texts.append(str(project.plan(at(grafana))))
    except ad.AgentdashError as error:
        texts.append(f"{error!r} {error}")
    assert not [text for text in texts if TOKEN in text or "hunter2" in text]


@pytest.mark.parametrize("use, says", [
    (lambda: ad.load("nowhere.yaml"), "nowhere.yaml: no such file"),
    (lambda: ad.connect("grafana.example.com"), "url: not an http or https URL"),
    (lambda: ad.connect("http://h", token="with space"), "token: holds characters that no token has"),
    (lambda: ad.connect("http://h", token="glsa_x", user="u", password="pass"), "a token and a user; give one of them"),
    (lambda: ad.connect("http://h", user="u"), "a user needs a password"),
    (lambda: ad.connect("http://h", password="pass"), "a user needs a password"),
    (lambda: ad.load().plan(ad.connect("http://127.0.0.1:9", timeout=1)), "connection refused"),
    (lambda: ad.load().plan(ad.connect("https://127.0.0.1:9", ca_file="none.pem")), "none.pem: no such file"),
    (lambda: ad.load().plan(ad.connect("http://127.0.0.1:9"), only="dashboards"), r"only is a text; write a list, e.g. only=\['dashboards'\]"),
    (lambda: ad.load().plan(ad.connect("http://127.0.0.1:9"), adopt="uid"), "adopt is a text; write a list"),
])
def test_wrong_uses(tmp_path, monkeypatch, use, says):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ad.AgentdashError, match=says) as caught:
        use()
    assert "\n" not in str(caught.value)


def test_adopting_what_is_not_pushed(grafana, project):
    with pytest.raises(ad.UserError, match="--adopt nothing: nothing with this uid is to be pushed"):
        project.plan(at(grafana), adopt=["nothing"])


def test_types_are_shipped():
    assert (ROOT / "agentdash/py.typed").is_file()

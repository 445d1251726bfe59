"""Datasources of other people: never taken over by --force, and used as they are where the settings name them."""

from __future__ import annotations

import copy
import json

import pytest

from agentdash.errors import UserError
from agentdash.push import apply, artifacts, destroy
from agentdash.push.desired import DesiredState
from agentdash.push.pull import edits
from agentdash.push.steps import Options
from tests.push.built import Built, datasource, panel
from tests.push.fake import FakeGrafana
from tests.push.running import TOKEN, connect, diff, on_disk, push, run

# As Grafana Cloud names its own.
THEIRS = "grafanacloud-prom"


def others(fake: FakeGrafana, uid: str, name: str, plugin: str = "prometheus", **more) -> dict:
    """Somebody else's datasource."""
    one = {**datasource(plugin), "uid": uid, "name": name, "type": plugin, "url": "https://prod.example.com", "jsonData": {"timeInterval": "1m"},
           "secret": {"basicAuthPassword": "theirs"}, "id": 77, "version": 5, "readOnly": False, "isDefault": True, **more}
    one.pop("secureJsonData")
    fake.state.datasources[uid] = one
    return copy.deepcopy(one)


def built(uid: str = THEIRS) -> Built:
    """One whose metrics are to come from a uid that is taken."""
    made = Built()
    made.datasources[0]["uid"] = uid
    return made


@pytest.mark.parametrize("options", [Options(), Options(force=True), Options(force=True, prune=True, secrets=True), Options(adopt=("agentdash-tempo",))],
                         ids=str)
def test_a_datasource_that_others_own_is_never_repointed(fake, options):
    before = others(fake, THEIRS, "Production")
    for _ in range(2):
        ended = push(fake, built().desired(), options)
        assert ended.code == 3
        assert ended.blocked[THEIRS] == (
            "not made by this agentdash, yet it has this uid: write another uid, `existing:` to use it as it is, or `--adopt grafanacloud-prom` to take it over")
        assert fake.state.datasources[THEIRS] == before
    server = connect(fake)
    made = destroy.make(server, built().desired(), Options(force=True))
    apply.apply(server, made, built().desired(), {})
    assert fake.state.datasources == {THEIRS: before}


def test_one_that_is_named_is_taken_over_and_stays_the_default(fake):
    others(fake, THEIRS, "Production")
    ended = push(fake, built().desired(), Options(adopt=(THEIRS,)))
    assert ended.code == 0
    assert [(step.uid, step.reason) for step in ended.plan.of("update")] == [(THEIRS, "not made by this agentdash; taken over by --adopt")]
    now = fake.state.datasources[THEIRS]
    assert (now["url"], now["isDefault"]) == ("http://gigapipe:3100", True)
    assert push(fake, built().desired()).plan.of("same")
    assert push(fake, built().desired()).code == 0


def test_another_installations_datasource_is_somebody_elses(fake):
    push(fake, artifacts.from_mapping({path: content.replace(b'"agentdash"', b'"other"') for path, content in built().files().items()}))
    assert fake.state.datasources[THEIRS]["jsonData"]["agentdash"].startswith("other:")
    assert THEIRS in push(fake, built().desired(), Options(force=True)).blocked


def test_our_own_that_was_edited_is_still_overwritten_by_force(fake):
    push(fake, Built().desired())
    fake.state.datasources["agentdash-tempo"]["url"] = "http://edited"
    assert push(fake, Built().desired(), Options(force=True)).code == 0
    assert fake.state.datasources["agentdash-tempo"]["url"] == "http://gigapipe:3100"


def test_provisioned_from_a_file_it_is_not_adopted_either(fake):
    others(fake, THEIRS, "Production", readOnly=True)
    assert "provisioned from a file" in push(fake, built().desired(), Options(adopt=(THEIRS,))).blocked[THEIRS]


def test_a_copy_of_ours_is_its_owners(fake):
    push(fake, Built().desired())
    copied = {**copy.deepcopy(fake.state.datasources["agentdash-prometheus"]), "uid": "copied", "name": "Copied", "id": 99}
    fake.state.datasources["copied"] = copied
    for options in (Options(prune=True), Options(prune=True, force=True)):
        ended = push(fake, Built().desired(), options)
        assert ended.blocked == {"copied": "a copy of ours, or edited since the last push: delete it by hand if it may go"}
    made = destroy.make(connect(fake), Built().desired(), Options(force=True))
    assert [step.uid for step in made.of("blocked")] == ["copied"]
    apply.apply(connect(fake), made, Built().desired(), {})
    assert fake.state.datasources == {"copied": copied}


def test_one_with_a_uid_of_ones_own_is_still_pruned(fake):
    push(fake, built("metrics").desired())
    assert push(fake, Built().desired(), Options(prune=True)).code == 3  # its name is taken until it is gone
    assert push(fake, Built().desired(), Options(prune=True)).code == 0
    assert "metrics" not in fake.state.datasources


@pytest.mark.parametrize("uid, put", [("agentdash-cost", "dashboards"), ("agentdash/agent budgets", "rules")])
def test_adopt_takes_over_one_of_any_kind_and_no_other(fake, uid, put):
    push(fake, Built().desired())
    for one in fake.state.dashboards.values():
        one["spec"]["templating"]["list"].pop()
        one["spec"]["title"] += " of somebody else"
    for rule in fake.state.rules.values():
        rule["annotations"].pop("__agentdash__")
        rule["for"] = "1h"
    ended = push(fake, Built().desired(), Options(adopt=(uid,)))
    assert set(ended.blocked) == {"agentdash-cost", "agentdash-overview", "agentdash/agent budgets"} - {uid}
    assert [step.uid for step in ended.plan.of("update")] == [uid]


def test_adopt_names_something_that_is_to_be_pushed(grafana, tmp_path):
    dist = on_disk(built().files(), tmp_path / "dist")
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    ran = run("push", "--yes", "--adopt", "grafanacloud-pron", "--dist", str(dist), env=env)
    assert ran.code == 2
    assert ran.line.startswith("agentdash: --adopt grafanacloud-pron: nothing with this uid is to be pushed; did you mean \"grafanacloud-prom\"?")
    assert grafana.writes == []
    others(grafana, THEIRS, "Production")
    assert run("push", "--yes", "--force", "--dist", str(dist), env=env).code == 3
    assert run("push", "--yes", "--adopt", THEIRS, "--dist", str(dist), env=env).code == 0


def using(reference: str, plugin: str = "prometheus") -> dict[str, bytes]:
    """Built files that refer to an existing datasource for metrics."""
    made = Built()
    made.datasources = [datasource("tempo", secureJsonData={}, jsonData={"tracesToMetrics": {"datasourceUid": reference, "queries": []}})]
    cost = made.dashboards["cost"]
    cost["templating"]["list"][0]["current"] = {"text": reference, "value": reference}
    # A panel of this name is no reference to a datasource.
    cost["panels"].append(panel(3, reference, datasource={"type": "prometheus", "uid": reference}))
    for rule in made.rules[0]["rules"]:
        rule["data"][0]["datasourceUid"] = reference
        rule["data"][0]["model"]["datasource"] = {"type": "prometheus", "uid": reference}
    return {**made.files(), "api/existing-datasources.json": json.dumps([{"type": plugin, "reference": reference}]).encode()}


def desired(reference: str, plugin: str = "prometheus") -> DesiredState:
    return artifacts.from_mapping(using(reference, plugin))


def destroyed(fake: FakeGrafana, wanted: DesiredState) -> None:
    server = connect(fake)
    made = destroy.make(server, wanted, Options(force=True))
    assert all(one.result == "done" for one in apply.apply(server, made, wanted, {}))


@pytest.mark.parametrize("reference", [THEIRS, "Production metrics", "Production"])
@pytest.mark.parametrize("may_list", [True, False])
def test_an_existing_datasource_is_used_by_its_uid_and_left_alone(fake, reference, may_list):
    before = others(fake, THEIRS, reference if reference != THEIRS else "Production")
    fake.state.unlisted = not may_list
    assert push(fake, desired(reference), Options(force=True, prune=may_list)).code == 0
    rules = list(fake.state.rules.values())
    assert {rule["data"][0]["datasourceUid"] for rule in rules} == {rule["data"][0]["model"]["datasource"]["uid"] for rule in rules} == {THEIRS}
    cost = fake.state.dashboards["agentdash-cost"]["spec"]
    assert cost["templating"]["list"][0]["current"]["value"] == THEIRS
    assert cost["panels"][-1]["datasource"]["uid"] == THEIRS
    assert cost["panels"][-1]["title"] == reference
    assert fake.state.datasources["agentdash-tempo"]["jsonData"]["tracesToMetrics"]["datasourceUid"] == THEIRS
    # What is pushed is what is compared next time, and nobody edited anything.
    assert not any(step.differs for step in diff(fake, desired(reference), Options(prune=may_list)).steps)
    assert edits(connect(fake), desired(reference)) == []
    assert not [one for one in fake.writes if THEIRS in one[1]]
    fake.state.unlisted = False
    destroyed(fake, desired(reference))
    assert fake.state.datasources == {THEIRS: before}


def test_one_of_ours_that_is_now_named_as_existing_is_no_longer_ours_to_delete(fake):
    push(fake, Built().desired())
    for reference in ("agentdash-prometheus", "agentdash prometheus"):
        assert push(fake, desired(reference), Options(prune=True, force=True)).code == 0
        assert "agentdash-prometheus" in fake.state.datasources
    destroyed(fake, desired("agentdash prometheus"))
    assert set(fake.state.datasources) == {"agentdash-prometheus"}


@pytest.mark.parametrize("reference, plugin, says", [
    ("nowhere", "prometheus", "datasources.prometheus.existing: 'nowhere': no datasource has this uid or name, or these credentials may not see it; "
     "write the uid of a prometheus datasource: grafanacloud-prom (Production)"),
    (THEIRS, "tempo", "datasources.tempo.existing: 'grafanacloud-prom': is of type prometheus, not tempo; make a tempo datasource in Grafana first"),
])
def test_one_that_is_not_there_or_of_another_type(fake, tmp_path, reference, plugin, says):
    others(fake, THEIRS, "Production")
    dist = on_disk(using(reference, plugin), tmp_path / "dist")
    env = {"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN}
    for command in (("push", "--yes"), ("push", "--yes", "--force"), ("diff",), ("pull",)):
        ran = run(*command, "--dist", str(dist), env=env)
        assert (ran.code, ran.line) == (2, f"agentdash: {says}")
    assert fake.writes == []
    # What was pushed while it was there can still be removed.
    assert run("destroy", "--yes", "--dist", str(dist), env=env).code == 0


def test_a_uid_is_believed_before_a_name(grafana):
    others(grafana, "confusing", "Production")
    others(grafana, "other", "confusing")
    push(grafana, desired("confusing"))
    assert {rule["data"][0]["datasourceUid"] for rule in grafana.state.rules.values()} == {"confusing"}


def test_the_same_one_pushed_and_named_as_existing(grafana):
    others(grafana, "agentdash-tempo", "Traces", "tempo")
    with pytest.raises(UserError, match="datasource agentdash-tempo: also named as existing; keep one of the two"):
        push(grafana, desired("agentdash-tempo", "tempo"))


@pytest.mark.parametrize("content", [b"{}", b"[1]", b'[{"type": "prometheus"}]', b'[{"type": "prometheus", "reference": ""}]', b"["])
def test_a_file_of_existing_datasources_that_is_broken(grafana, tmp_path, content):
    dist = on_disk({**using(THEIRS), "api/existing-datasources.json": content}, tmp_path / "dist")
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert ran.code == 2
    assert "existing-datasources.json" in ran.line
    assert grafana.requests == []


def test_settings_that_know_a_datasource_by_its_name(grafana, tmp_path):
    before = others(grafana, "P1809F7CD0C75ACF3", "Production metrics")
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("datasources: {url: 'http://gigapipe:3100', prometheus: {existing: Production metrics}}")
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    ran = run("push", "--yes", "-c", str(settings), env=env)
    assert (ran.code, ran.err) == (0, "")
    assert b"Production metrics" not in json.dumps([rule["data"] for rule in grafana.state.rules.values()]).encode()
    assert grafana.state.datasources["agentdash-tempo"]["jsonData"]["tracesToMetrics"]["datasourceUid"] == "P1809F7CD0C75ACF3"
    assert run("diff", "--prune", "-c", str(settings), env=env).code == 0
    assert run("build", "-c", str(settings), "-o", str(tmp_path / "dist")).code == 2
    assert not (tmp_path / "dist").exists()
    assert run("destroy", "--yes", "-c", str(settings), env=env).code == 0
    assert grafana.state.datasources == {"P1809F7CD0C75ACF3": before}

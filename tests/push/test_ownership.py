"""What agentdash did not push, or what somebody edited since, is reported and left alone."""

from __future__ import annotations

import copy

from agentdash.push import apply, artifacts, destroy
from agentdash.push.pull import CODE, LAST_PUSH, edits
from agentdash.push.steps import Options
from tests.push.built import Built
from tests.push.fake import FakeGrafana, dashboards
from tests.push.running import connect, diff, push


def edit(fake: FakeGrafana, uid: str, folder: str | None = None, **fields) -> None:
    """Somebody saves a dashboard in the browser."""
    one = fake.state.dashboards[uid]
    dashboards.save(fake.state, uid, {**copy.deepcopy(one["spec"]), **fields}, one["folderUid"] if folder is None else folder, by="alice")


def torn_down(fake: FakeGrafana, wanted, options: Options | None = None):
    server = connect(fake)
    made = destroy.make(server, wanted, options or Options())
    return made, apply.apply(server, made, wanted, {})


def test_an_edit_in_the_browser_is_seen_and_kept(fake):
    built = Built()
    push(fake, built.desired())
    edit(fake, "agentdash-cost", description="mine")
    ended = push(fake, built.desired())
    assert ended.code == 3
    assert "edited in Grafana since the last push" in ended.blocked["agentdash-cost"]
    assert "`--force` overwrites it" in ended.blocked["agentdash-cost"]
    # Also when the code changed meanwhile, and the others go on.
    built.dashboards["cost"]["title"] = "Costs"
    built.dashboards["overview"]["title"] = "All"
    ended = push(fake, built.desired())
    assert ended.code == 3
    assert fake.state.dashboards["agentdash-cost"]["spec"]["description"] == "mine"
    assert fake.state.dashboards["agentdash-overview"]["spec"]["title"] == "All"
    forced = push(fake, built.desired(), Options(force=True))
    assert forced.code == 0
    assert [step.reason for step in forced.plan.of("update")] == ["edited in Grafana since the last push; overwritten by --force"]
    assert "description" not in fake.state.dashboards["agentdash-cost"]["spec"]
    assert push(fake, built.desired()).code == 0


def test_a_dashboard_moved_by_hand_is_an_edit(fake):
    built = Built()
    push(fake, built.desired())
    edit(fake, "agentdash-overview", folder="")
    ended = push(fake, built.desired())
    assert [change.place for change in ended.plan.of("blocked")[0].changes] == ["folder"]
    assert push(fake, built.desired(), Options(force=True)).code == 0
    assert fake.state.dashboards["agentdash-overview"]["folderUid"] == "agentdash"


def test_an_edit_that_the_code_took_over_is_no_edit_any_more(fake):
    built = Built()
    push(fake, built.desired())
    edit(fake, "agentdash-cost", description="mine")
    built.dashboards["cost"]["description"] = "mine"
    ended = push(fake, built.desired())
    assert ended.code == 0
    assert ended.plan.of("update")[0].reason == "the edit made in Grafana is now also in the code"
    assert not edits(connect(fake), built.desired())
    built.dashboards["cost"]["description"] = "next"
    assert push(fake, built.desired()).code == 0


def test_pull_shows_the_edit_alone_although_the_code_changed(fake):
    built = Built()
    push(fake, built.desired())
    edit(fake, "agentdash-cost", description="mine")
    edit(fake, "agentdash-cost", description="mine, twice")
    built.dashboards["cost"]["title"] = "Costs"
    (found,) = edits(connect(fake), built.desired())
    assert found.against == LAST_PUSH
    assert [(one.place, one.new) for one in found.changes] == [("description", "mine, twice")]
    assert "by alice" in found.live.saved
    # Without the right to read versions the code must do.
    fake.state.denied = {"dashboards:write"}
    (found,) = edits(connect(fake), built.desired())
    assert found.against == CODE
    assert {one.place for one in found.changes} == {"description", "title"}


def test_a_foreign_dashboard_with_our_uid_stays(fake):
    built = Built()
    fake.state.folders["agentdash"] = {"uid": "agentdash", "id": 9, "title": "AI agents", "parentUid": "", "version": 1}
    dashboards.save(fake.state, "agentdash-cost", {"title": "Cost", "panels": []}, "agentdash", by="bob")
    ended = push(fake, built.desired())
    assert ended.code == 3
    assert "not made by this agentdash" in ended.blocked["agentdash-cost"]
    assert fake.state.dashboards["agentdash-cost"]["spec"]["panels"] == []
    # Neither prune nor destroy touches it.
    push(fake, Built(("overview",)).desired(), Options(prune=True))
    torn_down(fake, built.desired())
    assert set(fake.state.dashboards) == {"agentdash-cost"}
    assert "agentdash" in fake.state.folders
    assert push(fake, built.desired(), Options(force=True)).code == 0


def test_the_same_content_imported_by_hand_is_still_foreign(fake):
    built = Built(nested=False)
    push(fake, Built(("overview",), nested=False).desired())
    dashboards.save(fake.state, "agentdash-cost", built.dashboards["cost"], "agentdash", by="bob")
    assert "not made by this agentdash" in push(fake, built.desired()).blocked["agentdash-cost"]


def test_a_copy_of_ours_under_another_uid_is_foreign(fake):
    built = Built()
    push(fake, built.desired())
    copied = copy.deepcopy(fake.state.dashboards["agentdash-cost"]["spec"])
    dashboards.save(fake.state, "copied-by-bob", {**copied, "title": "Copy"}, "agentdash", by="bob")
    push(fake, Built(("overview",)).desired(), Options(prune=True))
    _, outcomes = torn_down(fake, built.desired())
    assert set(fake.state.dashboards) == {"copied-by-bob"}
    kept = {one.step.uid: one.reason for one in outcomes if one.result == "kept"}
    assert "1 dashboard" in kept["agentdash"]


def test_another_prefix_that_begins_like_ours_is_not_ours(fake):
    stage = Built()
    push(fake, Built().desired())
    # Grafana wants the names of datasources unique, and before 11 those of folders.
    other = artifacts.from_mapping({
        path: content.replace(b"agentdash-", b"agentdash-stage-").replace(b'"agentdash"', b'"agentdash-stage"')
        .replace(b"agentdash prom", b"stage prom").replace(b"agentdash tempo", b"stage tempo").replace(b"AI agents", b"Stage")
        .replace(b"Inner", b"Stage inner") for path, content in stage.files().items()
    })
    assert other.prefix == "agentdash-stage"
    ended = push(fake, other)
    assert ended.code == 0, ended.failed
    before = {uid for uid in fake.state.dashboards if uid.startswith("agentdash-stage-")}
    torn_down(fake, Built().desired())
    assert set(fake.state.dashboards) == before
    assert not any(uid.startswith("agentdash-") and "stage" not in uid for uid in (*fake.state.datasources, *fake.state.rules))


def test_provisioned_dashboards_and_datasources_are_reported(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.dashboards["agentdash-cost"]["provisioned"] = True
    fake.state.datasources["agentdash-tempo"]["readOnly"] = True
    assert push(fake, built.desired()).code == 0
    built.dashboards["cost"]["title"] = "Costs"
    built.datasources[1]["url"] = "http://elsewhere"
    fake.requests.clear()
    for options in (Options(), Options(force=True)):
        ended = push(fake, built.desired(), options)
        assert ended.code == 3
        assert "agents/mine.json" in ended.blocked["agentdash-cost"]
        assert "provisioned from a file" in ended.blocked["agentdash-tempo"]
    assert fake.writes == []
    made, _ = torn_down(fake, built.desired(), Options(force=True))
    assert {"agentdash-cost", "agentdash-tempo"} == {step.uid for step in made.of("blocked")}


def test_git_sync_is_never_made_to_commit():
    for version in ("12.4.0", "13.1.3"):
        with FakeGrafana(version) as fake:
            built = Built()
            push(fake, built.desired())
            fake.state.dashboards["agentdash-cost"]["managedBy"] = "repo"
            built.dashboards["cost"]["title"] = "Costs"
            ended = push(fake, built.desired(), Options(force=True))
            assert "managed by Git Sync" in ended.blocked["agentdash-cost"]
            assert fake.state.commits == []


def test_nothing_new_goes_into_a_folder_of_git_sync(grafana):
    built = Built()
    push(grafana, built.desired())
    grafana.state.folders["agentdash"]["managedBy"] = "repo"
    built.dashboards["new"] = {**built.dashboards["cost"], "uid": "agentdash-new"}
    built.places["new"] = "agentdash"
    assert "managed by Git Sync" in push(grafana, built.desired()).blocked["agentdash-new"]


def test_edited_datasources_and_rules_are_kept(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.datasources["agentdash-prometheus"]["jsonData"]["timeInterval"] = "1m"
    fake.state.rules["agentdash-budget-day"]["isPaused"] = True
    ended = push(fake, built.desired())
    assert set(ended.blocked) == {"agentdash-prometheus", "agentdash/agent budgets"}
    found = {edit_.want.uid: [change.place for change in edit_.changes] for edit_ in edits(connect(fake), built.desired())}
    assert found == {"agentdash-prometheus": ["jsonData.timeInterval"], "agentdash/agent budgets": ['rules["budget-day"].isPaused']}
    assert push(fake, built.desired(), Options(force=True)).code == 0
    assert not fake.state.rules["agentdash-budget-day"].get("isPaused")


def test_making_a_datasource_the_default_is_its_users_choice(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.datasources["agentdash-prometheus"]["isDefault"] = True
    built.datasources[0]["url"] = "http://elsewhere"
    assert push(fake, built.desired()).code == 0
    assert fake.state.datasources["agentdash-prometheus"]["isDefault"] is True


def test_a_foreign_rule_in_our_group_is_not_replaced(fake):
    built = Built()
    push(fake, built.desired())
    mine = {**copy.deepcopy(fake.state.rules["agentdash-budget-day"]), "uid": "bobs", "title": "Bob's", "annotations": {}, "labels": {}}
    fake.state.rules["bobs"] = mine
    built.rules[0]["interval"] = 120
    assert push(fake, built.desired()).code == 3
    assert "bobs" in fake.state.rules
    torn_down(fake, built.desired())
    assert "bobs" in fake.state.rules


def test_rules_are_not_taken_from_somebody_elses_group(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.rules["agentdash-budget-day"].update(labels={}, annotations={}, ruleGroup="bobs group")
    fake.state.rules["agentdash-budget-month"].update(labels={}, annotations={}, ruleGroup="bobs group")
    ended = push(fake, built.desired())
    assert "bobs group" in ended.blocked["agentdash/agent budgets"]
    assert fake.state.rules["agentdash-budget-day"]["ruleGroup"] == "bobs group"


def test_a_renamed_group_takes_its_rules_along(fake):
    built = Built()
    push(fake, built.desired())
    built.rules[0]["title"] = "budgets"
    ended = push(fake, built.desired())
    assert ended.code == 0
    assert {rule["ruleGroup"] for rule in fake.state.rules.values()} == {"budgets"}


def test_a_renamed_group_with_fewer_rules_leaves_one_behind_which_prune_deletes(fake):
    built = Built()
    push(fake, built.desired())
    built.rules[0]["title"] = "budgets"
    built.rules[0]["rules"].pop()
    assert push(fake, built.desired()).code == 0
    assert {uid: rule["ruleGroup"] for uid, rule in fake.state.rules.items()} == {"agentdash-budget-day": "budgets", "agentdash-budget-month": "agent budgets"}
    assert push(fake, built.desired(), Options(prune=True)).code == 0
    assert set(fake.state.rules) == {"agentdash-budget-day"}
    # And all of it in one push.
    fake.reset()
    push(fake, Built().desired())
    ended = push(fake, built.desired(), Options(prune=True))
    assert ended.code == 0, ended.failed
    assert set(fake.state.rules) == {"agentdash-budget-day"}


def test_a_rule_moved_by_hand_is_not_taken_back(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.rules["agentdash-budget-day"]["ruleGroup"] = "mine"
    ended = push(fake, built.desired())
    assert "rules with these uids are in agentdash/mine, edited in Grafana" in ended.blocked["agentdash/agent budgets"]
    assert push(fake, built.desired(), Options(force=True)).code == 0
    assert {rule["ruleGroup"] for rule in fake.state.rules.values()} == {"agent budgets"}


def test_destroy_leaves_a_foreign_rule_in_our_group(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.rules["bobs"] = {**copy.deepcopy(fake.state.rules["agentdash-budget-day"]), "uid": "bobs", "annotations": {}, "labels": {}}
    torn_down(fake, built.desired())
    assert set(fake.state.rules) == {"bobs"}


def test_rules_stay_editable_in_grafana(fake):
    push(fake, Built().desired())
    assert {rule["provenance"] for rule in fake.state.rules.values()} == {""}
    assert all(rule["labels"]["managed_by"] == "agentdash" for rule in fake.state.rules.values())


def test_rules_provisioned_from_files_are_reported(fake):
    built = Built()
    push(fake, built.desired())
    for rule in fake.state.rules.values():
        rule.update(provenance="file", labels={}, annotations={})
    for options in (Options(), Options(force=True)):
        assert "provisioned from a file" in push(fake, built.desired(), options).blocked["agentdash/agent budgets"]
    # Files name folders by title, so the rules may lie in another one.
    for rule in fake.state.rules.values():
        rule["ruleGroup"] = "from a file"
    fake.requests.clear()
    for options in (Options(), Options(force=True)):
        assert "agentdash/from a file: provisioned from a file" in push(fake, built.desired(), options).blocked["agentdash/agent budgets"]
    assert fake.writes == []


def test_prune_deletes_only_what_is_ours_and_not_wanted(fake):
    built = Built(("overview", "cost", "traces"))
    push(fake, built.desired())
    dashboards.save(fake.state, "bobs", {"title": "Bob's", "tags": ["managed-by:agentdash"]}, "agentdash", by="bob")
    edit(fake, "agentdash-traces", description="mine")
    less = Built(("overview",))
    less.datasources.pop()
    less.rules = []
    assert not push(fake, less.desired()).plan.of("delete", "blocked")
    ended = push(fake, less.desired(), Options(prune=True))
    assert set(ended.blocked) == {"agentdash-traces"}
    assert set(fake.state.dashboards) == {"agentdash-overview", "agentdash-traces", "bobs"}
    assert set(fake.state.datasources) == {"agentdash-prometheus"}
    assert not fake.state.rules
    assert push(fake, less.desired(), Options(prune=True, force=True)).code == 0
    assert set(fake.state.dashboards) == {"agentdash-overview", "bobs"}


def test_destroy_leaves_nothing_of_ours_and_all_of_the_others(fake):
    built = Built()
    push(fake, built.desired())
    fake.state.folders["theirs"] = {"uid": "theirs", "id": 99, "title": "Theirs", "parentUid": "", "version": 1}
    fake.state.datasources["theirs"] = {**copy.deepcopy(fake.state.datasources["agentdash-tempo"]), "uid": "theirs", "name": "Theirs", "jsonData": {}}
    fake.state.index_lag = 2
    made, outcomes = torn_down(fake, built.desired())
    assert [one for one in outcomes if one.result != "done"] == []
    assert (set(fake.state.folders), set(fake.state.datasources), fake.state.dashboards, fake.state.rules) == ({"theirs"}, {"theirs"}, {}, {})
    made, outcomes = torn_down(fake, built.desired())
    assert (made.steps, outcomes) == ((), [])


def test_a_folder_with_anything_in_it_is_not_destroyed(fake):
    built = Built()
    push(fake, built.desired())
    dashboards.save(fake.state, "bobs", {"title": "Bob's"}, "agentdash-inner", by="bob")
    _, outcomes = torn_down(fake, built.desired())
    kept = {one.step.uid for one in outcomes if one.result == "kept"}
    assert kept == ({"agentdash", "agentdash-inner"} if fake.state.major > 10 else {"agentdash-inner"})
    assert set(fake.state.dashboards) == {"bobs"}


def test_a_folder_of_their_own_is_used_and_left_alone(fake):
    built = Built(nested=False)
    built.folders = [{"uid": "team", "title": "DesiredState title"}]
    built.places = dict.fromkeys(built.places, "team")
    built.rules[0]["folderUid"] = "team"
    fake.state.folders["team"] = {"uid": "team", "id": 5, "title": "Team", "parentUid": "", "version": 3}
    assert push(fake, built.desired()).code == 0
    assert fake.state.folders["team"]["title"] == "Team"
    torn_down(fake, built.desired())
    assert "team" in fake.state.folders


def test_something_changed_between_plan_and_write(fake):
    from agentdash.push import plan

    built = Built()
    push(fake, built.desired())
    built.dashboards["cost"]["title"] = "Costs"
    built.rules[0]["interval"] = 120
    built.datasources[0]["url"] = "http://elsewhere"
    server = connect(fake)
    made = plan.make(server, built.desired(), Options())
    edit(fake, "agentdash-cost", description="just now")
    fake.state.rules["agentdash-budget-day"]["isPaused"] = True
    fake.state.datasources["agentdash-prometheus"]["version"] += 1
    fake.state.datasources["agentdash-prometheus"]["url"] = "http://theirs"
    outcomes = apply.apply(server, made, built.desired(), {"agentdash-prometheus": {}})
    assert {one.reason.split(";")[0] for one in outcomes} == {"changed by someone else during this push"}
    assert fake.state.dashboards["agentdash-cost"]["spec"]["description"] == "just now"
    assert fake.state.datasources["agentdash-prometheus"]["url"] == "http://theirs"


def test_a_missing_secret_field_is_a_difference(fake):
    built = Built()
    push(fake, built.desired())
    del fake.state.datasources["agentdash-prometheus"]["secret"]["basicAuthPassword"]
    made = diff(fake, built.desired())
    assert [(step.uid, [change.place for change in step.changes]) for step in made.steps if step.differs] == [
        ("agentdash-prometheus", ["secureJsonData.basicAuthPassword"])]
    assert push(fake, built.desired()).code == 0
    assert fake.state.datasources["agentdash-prometheus"]["secret"]["basicAuthPassword"] == "hunter2-hunter2"


def test_secrets_are_sent_again_on_demand(fake):
    from tests.push.built import ENV

    push(fake, Built().desired())
    new = {**ENV, "GP_PASSWORD": "another-password"}
    push(fake, Built().desired(), env=new)
    assert fake.state.datasources["agentdash-prometheus"]["secret"]["basicAuthPassword"] == "hunter2-hunter2"
    assert push(fake, Built().desired(), Options(secrets=True), env=new).code == 0
    assert fake.state.datasources["agentdash-prometheus"]["secret"]["basicAuthPassword"] == "another-password"
    assert push(fake, Built().desired()).code == 0

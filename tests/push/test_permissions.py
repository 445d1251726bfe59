"""A token that may not do something: the message names the permission and the resource, and the others go on."""

from __future__ import annotations

import pytest

from agentdash.push.steps import Options
from tests.push.built import Built
from tests.push.running import diff, push


def changed() -> Built:
    built = Built()
    built.folders[1]["title"] = "Agents"
    built.dashboards["cost"]["title"] = "Costs"
    built.datasources[0]["url"] = "http://elsewhere"
    built.rules[0]["interval"] = 120
    return built


@pytest.mark.parametrize("action, uid, on", [
    ("folders:create", "agentdash", "on the root folder (general)"), ("folders:write", "agentdash", "on folder agentdash"),
    ("dashboards:create", "agentdash-cost", "on folder agentdash-inner"), ("dashboards:write", "agentdash-cost", "on folder agentdash-inner"),
    ("datasources:create", "agentdash-prometheus", "on data sources"), ("datasources:write", "agentdash-prometheus", "on datasource agentdash-prometheus"),
    ("alert.rules:write", "agentdash/agent budgets", "on folder agentdash"),
])
def test_a_write_that_is_denied(fake, action, uid, on):
    if action.endswith(":write"):
        push(fake, Built().desired())
    fake.state.denied = {action}
    ended = push(fake, changed().desired())
    assert ended.code == 3
    reason = ended.failed[uid]
    assert f"the credentials need {action.replace('rules:write', 'rules:')}" in reason
    assert on in reason
    assert f"(Grafana asks for: {action})" in reason
    assert "give the service account that permission" in reason
    others = {one.step.uid for one in ended.outcomes if one.result == "done"}
    assert others, "the others go on"
    if action == "folders:create":
        assert "its folder agentdash is not there" in ended.failed["agentdash-overview"]
        assert "agentdash-prometheus" in fake.state.datasources
    fake.state.denied = set()
    assert push(fake, changed().desired()).code == 0


@pytest.mark.parametrize("action, uid", [
    ("dashboards:read", "agentdash-cost"), ("datasources:read", "agentdash-prometheus"), ("alert.rules:read", "agentdash/agent budgets"),
    ("folders:read", "agentdash"),
])
def test_a_look_that_is_denied(fake, action, uid):
    push(fake, Built().desired())
    fake.state.denied = {action}
    made = diff(fake, changed().desired())
    failed = {step.uid: step.reason for step in made.of("failed")}
    assert f"the credentials need {action} on" in failed[uid]
    assert push(fake, changed().desired()).code == 3


@pytest.mark.parametrize("action", ["dashboards:delete", "datasources:delete", "alert.rules:delete"])
def test_a_deletion_that_is_denied(fake, action):
    push(fake, Built().desired())
    less = Built(("overview",))
    less.datasources.pop()
    less.rules = []
    fake.state.denied = {action}
    ended = push(fake, less.desired(), Options(prune=True))
    assert ended.code == 3
    (reason,) = ended.failed.values()
    assert f"need {action}" in reason
    assert ended.code == 3


def test_when_nothing_may_be_read_nothing_is_done(grafana):
    grafana.state.denied = {"dashboards:read", "datasources:read", "alert.rules:read", "folders:read"}
    assert push(grafana, Built().desired()).code == 2
    assert grafana.writes == []

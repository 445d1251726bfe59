"""A push ends in the wanted state, once, whatever version it meets and whatever happens on the way."""

from __future__ import annotations

import random
import string
import threading
from typing import Any

import pytest

from agentdash.push.steps import Options
from tests.push.built import Built
from tests.push.fake import VERSIONS, FakeGrafana
from tests.push.fake.faults import ALL, Fault
from tests.push.running import connect, diff, push


def changed(built: Built) -> Built:
    """The same with one of everything changed, added and removed."""
    other = built.copy()
    other.folders[1]["title"] = "Agents"
    other.datasources[0]["url"] = "http://elsewhere:3100"
    other.dashboards["overview"]["panels"].pop()
    other.dashboards["new"] = {**built.dashboards["overview"], "uid": "agentdash-new", "title": "New"}
    other.places["new"] = "agentdash"
    del other.dashboards["cost"]
    other.rules[0]["rules"].pop()
    other.rules[0]["interval"] = 120
    return other


def test_the_second_push_only_looks(fake):
    wanted = Built().desired()
    first = push(fake, wanted)
    assert first.code == 0
    # 7 resources: health, one GET each, who else has the rules; one write each
    assert (fake.count("GET"), len(fake.writes)) == (9, 7)
    state = fake.state.snapshot()
    fake.requests.clear()
    again = push(fake, wanted)
    assert (again.code, [step for step in again.plan.steps if step.differs]) == (0, [])
    assert (fake.count("GET"), fake.writes) == (8, [])
    assert fake.state.snapshot() == state


def test_one_change_is_one_write(fake):
    built = Built()
    push(fake, built.desired())
    built.dashboards["cost"]["title"] = "Costs"
    fake.requests.clear()
    assert push(fake, built.desired()).code == 0
    assert fake.writes == [("POST", "/api/dashboards/db")]
    # Who manages it is asked where Git Sync can be.
    assert fake.count("GET") == (10 if fake.state.major >= 12 else 8)


def test_a_push_after_changes_ends_as_a_first_push_does(fake):
    push(fake, Built().desired())
    wanted = changed(Built()).desired()
    assert push(fake, wanted, Options(prune=True)).code == 0
    assert not any(step.differs for step in diff(fake, wanted, Options(prune=True)).steps)
    state = fake.state.snapshot()
    fake.reset()
    push(fake, wanted)
    assert fake.state.snapshot() == state


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("version, first", [("11.6.5", True), ("13.1.3", False)], ids=["first push", "later push"])
def test_a_fault_at_any_request_changes_nothing_about_the_end(version, first, name):
    before = None if first else Built().desired()
    wanted = Built().desired() if first else changed(Built()).desired()
    options = Options(prune=not first)
    with FakeGrafana(version) as fake:
        prepare(fake, before)
        push(fake, wanted, options)
        state, requests = fake.state.snapshot(), len(fake.requests)
        assert requests >= 16
        for point in range(requests):
            prepare(fake, before)
            fake.faults = {point: ALL[name]}
            assert push(fake, wanted, options).code == 0, (point, fake.requests)
            assert fake.state.snapshot() == state, point


def test_a_500_at_any_write_is_looked_into(fake):
    wanted = Built().desired()
    push(fake, wanted)
    state, writes = fake.state.snapshot(), [n for n, (method, _) in enumerate(fake.requests) if method != "GET"]
    for point in writes:
        for after in (False, True):
            fake.reset()
            fake.faults = {point: Fault(status=500, after=after)}
            assert push(fake, wanted).code == 0
            assert fake.state.snapshot() == state


def test_a_conflict_over_nothing_is_tried_again(fake):
    """Two creations at once may each be told by Grafana that the other was first, and leave nothing."""
    wanted = Built().desired()
    push(fake, wanted)
    state, writes = fake.state.snapshot(), [n for n, (method, _) in enumerate(fake.requests) if method != "GET"]
    for point in writes:
        fake.reset()
        fake.faults = {point: Fault(status=409)}
        assert push(fake, wanted).code == 0
        assert fake.state.snapshot() == state


def test_recording_rules_through_the_api(fake):
    built = Built()
    built.rules[0]["rules"].append({**built.rules[0]["rules"][0], "uid": "agentdash-rec", "title": "rec", "record": {"metric": "cost:sum", "from": "A"}})
    assert push(fake, built.desired()).code == 0
    assert not [step.changes for step in diff(fake, built.desired()).steps if step.differs]


@pytest.mark.slow
def test_faults_at_every_third_request(fake):
    wanted = Built().desired()
    push(fake, wanted)
    state = fake.state.snapshot()
    for seed in range(6):
        fake.reset()
        chance = random.Random(seed)
        fake.faults = {point: chance.choice(list(ALL.values())) for point in range(200) if chance.random() < 0.33}
        assert push(fake, wanted, tries=12).code == 0
        assert fake.state.snapshot() == state


def test_two_pushes_at_once_of_the_same(fake):
    wanted = Built(("a", "b", "c", "d")).desired()
    ended: list[Any] = []
    threads = [threading.Thread(target=lambda: ended.append(push(fake, wanted))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.code for one in ended] == [0, 0], [one.failed for one in ended]
    assert not any(step.differs for step in diff(fake, wanted).steps)


def test_two_pushes_at_once_of_different_things(fake):
    one, other = Built(("a", "b", "c")), Built(("a", "b", "c"))
    for dashboard in other.dashboards.values():
        dashboard["description"] = "the other"
    push(fake, one.desired())
    for dashboard in one.dashboards.values():
        dashboard["description"] = "the one"
    ended: list[Any] = []
    fake.latency = 0.01
    threads = [threading.Thread(target=lambda w=w: ended.append(push(fake, w.desired()))) for w in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(push_.code in (0, 2, 3) for push_ in ended)
    described = {one["spec"]["description"] for one in fake.state.dashboards.values()}
    assert described <= {"the one", "the other"}
    # Whoever pushes again has the last word.
    fake.latency = 0
    assert push(fake, one.desired()).code == 0
    assert {one["spec"]["description"] for one in fake.state.dashboards.values()} == {"the one"}


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_after_a_push_of_anything_the_difference_is_clean(version):
    with FakeGrafana(version) as fake:
        for seed in range(12):
            fake.reset()
            chance = random.Random(seed)
            built = Built(("one", "two"))
            for name in built.dashboards:
                anything = _anything(chance)
                anything.update(uid=built.dashboards[name]["uid"], title=f"{name} {seed}")
                built.dashboards[name] = anything
            wanted = built.desired()
            assert push(fake, wanted).code == 0
            left = [step for step in diff(fake, wanted).steps if step.differs]
            assert left == [], [step.changes for step in left]


def _anything(chance: random.Random) -> dict[str, Any]:
    """A dashboard with odd but legal content: nulls, empty values, defaults, numbers, panels in any order."""
    panels = []
    for number in range(chance.randrange(6)):
        panels.append({
            "id": number + 1, "type": chance.choice(["stat", "row", "table"]), "title": chance.choice(["", "Same", f"P{number}"]),
            "gridPos": {"x": chance.randrange(3) * 8, "y": chance.randrange(3) * 8, "w": 8, "h": 8}, "pluginVersion": "12.0",
            **{key: _value(chance, 3) for key in ("options", "fieldConfig", "links")},
            "targets": [{"refId": ref, "expr": "".join(chance.choices(string.printable + "äß🙂", k=20))} for ref in "AB"],
        })
    made: dict[str, Any] = {
        "panels": panels, "tags": chance.sample(["x", "y", "z"], 2), "schemaVersion": 42, "version": chance.choice([0, 7, None]),
        "annotations": chance.choice([{"list": []}, None, {"list": [{"name": "Deploys", "enable": True, "expr": "x"}]}]),
        "templating": chance.choice([{"list": []}, None, {"list": [{"name": "v", "type": "textbox", "query": ""}]}]),
        "editable": chance.choice([True, False]), "graphTooltip": chance.choice([0, 1]), "preload": False,
    }
    return {**made, **{key: _value(chance, 2) for key in ("time", "timepicker", "weekStart")}}


def _value(chance: random.Random, depth: int) -> Any:
    kinds = [None, "", [], {}, 0, 1, 1.5, 2.0, True, False, "text"]
    if depth and chance.random() < 0.6:
        if chance.random() < 0.5:
            return {f"k{n}": _value(chance, depth - 1) for n in range(chance.randrange(4))}
        return [_value(chance, depth - 1) for n in range(chance.randrange(4))]
    return chance.choice(kinds)


def prepare(fake: FakeGrafana, before: Any) -> None:
    fake.reset()
    if before is not None:
        push(fake, before)
        fake.requests.clear()


def test_pauses_follow_retry_after_and_grow(grafana, monkeypatch):
    server = connect(grafana, pause=0.5)
    slept: list[float] = []
    monkeypatch.setattr("agentdash.push.client.time.sleep", slept.append)
    faults = [Fault(status=429, retry_after="7"), Fault(status=503, retry_after="9999"), Fault(status=502), Fault(status=502)]
    grafana.faults = {1 + number: fault for number, fault in enumerate(faults)}
    assert server.client.get("/datasources") == []
    assert slept[:2] == [7.0, 30.0]
    assert 1.5 <= slept[2] <= 2.5
    assert 3.0 <= slept[3] <= 5.0


def test_no_more_than_eight_requests_at_once(grafana):
    grafana.latency = 0.02
    push(grafana, Built(tuple(f"d{n}" for n in range(30))).desired())
    assert 6 <= grafana.most_at_once <= 8


def test_only_what_was_asked_for_and_the_folder_it_needs(grafana):
    wanted = Built().desired()
    assert push(grafana, wanted, Options(only=("agentdash-cost",))).code == 0
    assert set(grafana.state.dashboards) == {"agentdash-cost"}
    assert set(grafana.state.folders) == {"agentdash", "agentdash-inner"}
    assert not grafana.state.datasources
    assert push(grafana, wanted, Options(only=("datasources", "*-overview"))).code == 0
    assert set(grafana.state.datasources) == {"agentdash-prometheus", "agentdash-tempo"}
    assert not grafana.state.rules


def test_pages_of_lists(grafana, monkeypatch):
    monkeypatch.setattr("agentdash.push.client.PAGE", 7)
    built = Built(tuple(f"d{n}" for n in range(23)))
    push(grafana, built.desired())
    built.dashboards = {"d0": built.dashboards["d0"]}
    assert push(grafana, built.desired(), Options(prune=True)).code == 0
    assert set(grafana.state.dashboards) == {"agentdash-d0"}

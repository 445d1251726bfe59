"""The same against a real, empty Grafana, where there is one: set AGENTDASH_TEST_GRAFANA to its URL, with user and password in it.

    AGENTDASH_TEST_GRAFANA=http://admin:admin@localhost:3000 pytest tests/push/test_real_grafana.py

Everything is made under the uid prefix `agentdash-test` and deleted at the end.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

import pytest

from agentdash.push import apply, artifacts, connection, destroy, exit_codes, plan
from agentdash.push.client import Client
from agentdash.push.desired import DesiredState
from agentdash.push.pull import edits
from agentdash.push.server import Server
from agentdash.push.steps import Options
from tests.push.built import ENV, Built
from tests.push.test_converging import changed

URL = os.environ.get("AGENTDASH_TEST_GRAFANA", "")
pytestmark = pytest.mark.skipif(not URL, reason="AGENTDASH_TEST_GRAFANA is not set")


def mine(built: Built) -> DesiredState:
    """The same under a prefix, and with names, that nothing else has."""
    return artifacts.from_mapping({
        path: content.replace(b"agentdash", b"agentdash-test").replace(b"AI agents", b"agentdash-test").replace(b"Inner", b"agentdash-test inner")
        for path, content in built.files().items()
    })


def connect() -> Server:
    return Server(Client(connection.from_environment({"GRAFANA_URL": URL})))


def push(wanted: DesiredState, options: Options | None = None) -> tuple[int, dict[str, int], list[Any]]:
    server = connect()
    made = plan.make(server, wanted, options or Options())
    outcomes = apply.apply(server, made, wanted, apply.resolve_secrets(made, ENV, server), "test")
    return exit_codes.of_push(made, outcomes), dict(server.client.requests), [one for one in outcomes if one.result != "done"] + list(made.of("blocked"))


def left(wanted: DesiredState, options: Options | None = None) -> list[Any]:
    return [step for step in plan.make(connect(), wanted, options or Options()).steps if step.differs]


@pytest.fixture(autouse=True)
def nothing_stays():
    yield
    server, wanted = connect(), mine(Built(("overview", "cost", "new")))
    made = destroy.make(server, wanted, Options(force=True))
    assert [one for one in apply.apply(server, made, wanted, {}) if one.result != "done"] == []
    assert destroy.make(connect(), wanted, Options()).steps == ()


def test_a_whole_life():
    built = Built()
    assert push(mine(built))[0] == 0
    assert left(mine(built)) == []
    assert push(mine(built)) == (0, {"GET": 8}, [])
    # An edit is seen, shown alone, and overwritten only by force.
    server = connect()
    dashboard = server.client.get("/dashboards/uid/agentdash-test-cost")["dashboard"]
    server.client.send("POST", "/dashboards/db", {"dashboard": {**dashboard, "description": "mine"}, "folderUid": "agentdash-test-inner"})
    built.dashboards["cost"]["title"] = "Costs"
    code, requests, blocked = push(mine(built))
    assert (code, set(requests), [step.uid for step in blocked]) == (3, {"GET"}, ["agentdash-test-cost"])
    assert [change.place for edit in edits(connect(), mine(built)) for change in edit.changes] == ["description"]
    assert push(mine(built), Options(force=True))[0] == 0
    # One of everything changed, added and removed; the index of searches may lag for a moment.
    wanted = mine(changed(Built()))
    assert push(wanted, Options(prune=True))[0] == 0
    time.sleep(2)
    assert push(wanted, Options(prune=True))[0] == 0
    assert left(wanted, Options(prune=True)) == []


def test_two_at_once():
    wanted = mine(Built(tuple(f"d{number}" for number in range(8))))
    ended: list[Any] = []
    threads = [threading.Thread(target=lambda: ended.append(push(wanted))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one[0] for one in ended] == [0, 0], ended
    assert left(wanted) == []

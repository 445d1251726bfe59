"""The dashboard of coding agents, by its own queries: exact in both temporalities, by team and person only where that is asked for."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agentdash.settings import parse
from agentdash.signals import bind
from tests.telemetry import recordings
from tests.telemetry.recordings import Recording
from tests.telemetry.replay import replay
from tests.truth import coding_work, servers
from tests.truth.conftest import INTERVAL
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View
from tests.truth.settle import settle
from tests.truth.temporality import as_cumulative
from tests.truth.truth import truth
from tests.truth.variants import variant

pytestmark = pytest.mark.go

CUMULATIVE = "claude_code/coding-cumulative"
_TEMPORALITIES = {"work/delta": False, "work/cumulative": True}
_LIMIT = 0.03


@pytest.fixture(scope="module")
def coding(tmp_path_factory, prometheus) -> Iterator[Grafana]:
    """Coding agents replayed into a Collector of their own, and a made-up team beside them."""
    settings = parse(f"telemetry: {{interval: {INTERVAL}s}}\nalerts: {{burning_session: {{costs: {_LIMIT}}}}}\n", "test", {})
    totals: dict[Any, float] = defaultdict(float)
    starts: dict[Any, str] = {}

    def edit(body: dict[str, Any], signal: str) -> dict[str, Any]:
        if signal == "metrics" and CUMULATIVE in json.dumps(body):
            as_cumulative(body, totals, starts)
        return body

    with servers.collector(tmp_path_factory.mktemp("coding"), settings, prometheus.write) as collector:
        begin = time.time()
        for service, cumulative in _TEMPORALITIES.items():
            coding_work.send(collector.endpoint, service, cumulative)
        replay([*(beside(name) for name in ("claude_code", "copilot_cli102", "codex_cli", "gemini_cli")), variant(recordings.load("claude_code"), CUMULATIVE)],
               collector.endpoint, speed=30, edit=edit)
        settle(collector, prometheus)
        yield Grafana(settings, prometheus, View(begin - 4 * INTERVAL, time.time(), scrape=INTERVAL))
        assert collector.warnings() == []


def beside(name: str) -> Recording:
    """The recording under another service name, so that others' replays of it do not add up."""
    return variant(recordings.load(name), f"{name}/coding")


def values(name: str, signal: str, items: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and attributes of a recording's records."""
    for request in recordings.load(name).requests:
        if request.signal == signal:
            for found in _records(request.body, items):
                yield found.get("name", ""), {one["key"]: next(iter(one["value"].values()), None) for one in found.get("attributes", ())}


def _records(value: Any, items: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (item if key == items else _records(item, items))
    elif isinstance(value, list):
        for one in value:
            yield from _records(one, items)


def _events(name: str, event: str) -> int:
    return sum(attributes.get("event.name") == event for _, attributes in values(name, "logs", "logRecords"))


def _sessions(name: str, signal: str, items: str, key: str) -> int:
    return len({attributes[key] for _, attributes in values(name, signal, items) if key in attributes})


def _active() -> float:
    return sum(point["asDouble"] for request in recordings.load("claude_code").requests if request.signal == "metrics"
               for metric in _records(request.body, "metrics") if metric["name"] == "claude_code.active_time.total" for point in metric["sum"]["dataPoints"])


def _costs() -> list[float]:
    found: dict[str, float] = defaultdict(float)
    for request in recordings.load("claude_code").requests:
        if request.signal == "metrics":
            for metric in _records(request.body, "metrics"):
                for point in metric["sum"]["dataPoints"] if metric["name"] == "claude_code.cost.usage" else ():
                    [session] = [one["value"]["stringValue"] for one in point["attributes"] if one["key"] == "session.id"]
                    found[session] += point["asDouble"]
    return list(found.values())


def _tools(name: str, failed: bool) -> int:
    return recordings.load(name).truth["tool_calls"]["failed" if failed else "total"]


_CLAUDE: dict[str, Callable[[], float]] = {
    "coding_sessions": lambda: _sessions("claude_code", "logs", "logRecords", "session.id"), "active_time": _active, "lines_added": lambda: 0, "lines_removed": lambda: 0,
    "commits": lambda: 0, "pull_requests": lambda: 0, "tool_decisions": lambda: _events("claude_code", "tool_decision"),
    "coding_cost": lambda: truth("claude_code").totals["totals"]["cost_usd"], "coding_calls": lambda: len(truth("claude_code").answered), "coding_errors": lambda: 0,
    "coding_tool_runs": lambda: _events("claude_code", "tool_result"),
    "burning_sessions": lambda: sum(cost > _LIMIT for cost in _costs()),
}
CELLS: dict[str, dict[str, Callable[[], float]]] = {
    "claude_code/coding": _CLAUDE, CUMULATIVE: _CLAUDE,
    "copilot_cli102/coding": {
        "coding_sessions": lambda: _sessions("copilot_cli102", "traces", "spans", "gen_ai.conversation.id"), "lines_added": lambda: 0, "commits": lambda: 0,
        "active_time": lambda: 0, "tool_decisions": lambda: sum(name == "permission" for name, _ in values("copilot_cli102", "traces", "spans")),
        "coding_cost": lambda: truth("copilot_cli102").totals["totals"]["cost_usd"], "coding_calls": lambda: len(truth("copilot_cli102").served),
        "coding_errors": lambda: len(truth("copilot_cli102").served) - len(truth("copilot_cli102").answered),
        "coding_tool_runs": lambda: _tools("copilot_cli102", False), "coding_tool_errors": lambda: _tools("copilot_cli102", True)},
    "codex_cli/coding": {
        "coding_sessions": lambda: _sessions("codex_cli", "logs", "logRecords", "conversation.id"), "tool_decisions": lambda: _events("codex_cli", "codex.tool_decision"),
        "coding_tool_runs": lambda: _tools("codex_cli", False)},
    "gemini_cli/coding": {
        "coding_sessions": lambda: _sessions("gemini_cli", "logs", "logRecords", "session.id"), "tool_decisions": lambda: _events("gemini_cli", "gemini_cli.tool_call"),
        "tools_asked": lambda: 0},
    **{service: {name: lambda one=one: one * coding_work.SESSIONS for name, one in coding_work.TRUE.items()} for service in _TEMPORALITIES},
}


@pytest.mark.parametrize("service, signal", [pytest.param(service, signal, id=f"{service}-{signal}") for service, cells in CELLS.items() for signal in cells])
def test_cell(coding, service, signal):
    columns = {one.refId for one in coding._built["coding"].panel("coding-services").targets}
    if signal in columns:
        rows = coding.ask("coding", "coding-services", signal)
        found = sum(row.value for row in rows if row.labels["service_name"] == service)
    else:
        asked = str(bind(coding.settings).named(signal).total(by=("service_name",), window=f"{coding.view.range}s"))
        found = sum(float(row["value"][1]) for row in coding.prometheus.query(asked, coding.view.end) if row["metric"]["service_name"] == service)
    assert found == pytest.approx(CELLS[service][signal](), rel=1e-9)


def test_only_services_with_a_coding_agent_are_offered(coding):
    offered = coding.variables("coding", {})["service"]
    assert set(CELLS) <= set(offered)
    assert not [name for name in offered if name.startswith("settled-")]


def test_nobody_and_no_session_is_a_label(coding, prometheus):
    every = [one for service in CELLS for one in prometheus.series(f'{{service_name="{service}"}}')]
    assert len(every) > 100
    names, said = {name for one in every for name in one}, {value for one in every for value in one.values()}
    assert not [name for name in names if any(part in name for part in ("user", "email", "account", "session", "person", "organization", "conversation"))]
    assert not [value for value in said if "@" in value or value.startswith(("session-", "install-", "account-", "org-"))]


@pytest.mark.parametrize("hashed", [False, True])
def test_teams_and_people_where_the_settings_ask_for_them(tmp_path, prometheus, hashed):
    settings = parse(f"telemetry: {{interval: {INTERVAL}s, group_by: {{team: team.name}}, people: [user.email], people_hashed: {str(hashed).lower()}}}\n", "test", {})
    service = f"work/people-{hashed}"
    with servers.collector(tmp_path, settings, prometheus.write) as collector:
        begin = time.time()
        coding_work.send(collector.endpoint, service, cumulative=True)
        settle(collector, prometheus)
    view = View(begin - 4 * INTERVAL, time.time(), scrape=INTERVAL)
    grafana = Grafana(settings, prometheus, view)
    for signal, each in coding_work.TRUE.items():
        if signal in ("edits",):
            continue
        rows = grafana.ask("coding", "coding-people", signal, service=[service])
        assert sorted(row.value for row in rows) == pytest.approx(sorted(each * sessions for sessions in coding_work.PEOPLE.values())), signal
        assert {"@" in row.labels["person"] for row in rows} == {not hashed}
    by_team = {row.labels["team"]: row.value for row in grafana.ask("coding", "coding-by-team", "coding_cost", service=[service])}
    assert by_team == pytest.approx({"payments": 3 * 0.875, "search": 0.875})
    assert collector.warnings() == []

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agentdash.dashboards import artifacts, dashboards
from agentdash.settings import Settings, parse
from bench.queries import SELECTORS
from tests.validate.queries import keyed, panels


@pytest.fixture(scope="module")
def boards():
    return {name: one.to_json_data() for name, one in dashboards(Settings()).items()}


def test_the_first_screen_has_no_heading_and_answers_who(boards):
    first = [panel for panel in boards["overview"]["panels"] if panel["type"] != "row"]
    who = keyed(boards["overview"], "who-spends")
    # 1600 x 900 shows some 19 rows of the grid below the variables.
    assert who["gridPos"]["y"] <= 14
    assert first[0]["gridPos"]["y"] == 0


def test_rows_are_closed_and_say_what_they_answer(boards):
    rows = [panel for panel in boards["overview"]["panels"] if panel["type"] == "row"]
    assert len(rows) >= 4
    for row in rows:
        assert row["collapsed"]
        assert row["panels"][0]["type"] == "text"
        assert row["panels"][0]["options"]["content"].endswith(".")


def test_a_click_on_a_service_sets_it_here_and_there(boards):
    links = next(p["value"] for rule in keyed(boards["overview"], "who-spends")["fieldConfig"]["overrides"] for p in rule["properties"]
                 if p["id"] == "links")
    assert [link["title"] for link in links] == ["Only this service", "Traces of this service"]
    assert all("var-service=${__data.fields.service_name:percentencode}" in link["url"] for link in links)
    assert all("${service:queryparam}" not in link["url"] for link in links)


def test_a_click_on_a_row_opens_its_trace_and_keeps_the_rest(boards):
    url = keyed(boards["traces"], "failed-calls")["fieldConfig"]["defaults"]["links"][0]["url"]
    assert url.startswith("/d/agentdash-traces?${__url_time_range}&")
    assert url.endswith("&var-trace_id=${__data.fields.traceIdHidden}")
    for kept in ("${service:queryparam}", "${model:queryparam}", "var-slower_than=${slower_than}"):
        assert kept in url


def test_variables_narrow_each_other(boards):
    variables = {one["name"]: one for one in boards["overview"]["templating"]["list"]}
    assert list(variables) == ["prometheus", "environment", "service", "tenant", "model"]
    assert re.findall(r"\$(\w+)", variables["model"]["query"]["query"]) == ["environment", "service", "tenant"]
    assert all("allValue" not in one for one in variables.values())


def test_extra_labels_become_variables_as_far_as_matchers_last():
    settings = parse("telemetry:\n  group_by: {team: team.name, region: cloud.region, cell: cell.name}\n", "agentdash.yaml", {})
    built = {name: one.to_json_data() for name, one in dashboards(settings).items()}
    names = [one["name"] for one in built["overview"]["templating"]["list"]]
    assert names == ["prometheus", "environment", "service", "tenant", "team", "region", "model"]
    assert '&& span.team.name =~ "^(?:$team)$"' in keyed(built["traces"], "failed-calls")["targets"][0]["query"]


def test_time_zone_refresh_and_range_come_from_the_settings():
    settings = parse("grafana: {timezone: Europe/Berlin, refresh: never, time_range: 24h, uid_prefix: team-a}\n", "agentdash.yaml", {})
    board = dashboards(settings)["overview"].to_json_data()
    assert (board["timezone"], board["refresh"], board["time"], board["uid"]) == (
        "Europe/Berlin", "", {"from": "now-24h", "to": "now"}, "team-a-overview")
    assert board["links"][0]["tags"] == board["tags"] == ["team-a"]


def test_a_dashboard_that_is_not_built_is_not_linked_to():
    settings = parse("dashboards: [overview]\n", "agentdash.yaml", {})
    files = artifacts(settings)
    assert sorted(files) == ["api/folders.json", "dashboards/overview.json"]
    assert b"agentdash-traces" not in files["dashboards/overview.json"]


def test_the_same_settings_give_the_same_bytes():
    assert artifacts(Settings()) == artifacts(Settings())


def test_inserting_a_panel_moves_no_id(boards):
    more = {name: one.to_json_data() for name, one in dashboards(parse("telemetry:\n  group_by: {team: team.name}\n", "a.yaml", {})).items()}
    before = {panel["title"]: panel["id"] for panel in panels(boards["overview"]) if panel["title"]}
    after = {panel["title"]: panel["id"] for panel in panels(more["overview"]) if panel["title"]}
    assert "Teams by cost" in after
    assert before.items() <= after.items()


def test_the_docs_say_how_much_each_dashboard_asks(boards):
    page = (Path(__file__).resolve().parents[2] / "docs" / "dashboards.md").read_text()
    said = dict(re.findall(r"^\| `([\w-]+)` \|.*\| (?:at most )?(\d+) \|$", page, re.MULTILINE))
    assert {name: int(number) for name, number in said.items()} == SELECTORS


def test_hashed_names_of_tools_are_said_to_be_hashed(boards):
    graph = keyed(boards["reliability"], "tool-time")
    assert graph["transformations"] == [{"id": "renameByRegex", "options": {"regex": "[0-9a-f]{64}", "renamePattern": "MCP tool (hashed)"}}]
    table = keyed(boards["overview"], "tools")
    names = next(rule for rule in table["fieldConfig"]["overrides"] if rule["matcher"]["options"] == "Tool")
    assert next(p["value"] for p in names["properties"] if p["id"] == "mappings")[0]["options"]["result"]["text"] == "MCP tool (hashed)"


def test_tiles_read_the_table_and_compare_with_the_time_before(boards):
    table = keyed(boards["overview"], "who-spends")
    for key in ("cost", "calls", "error-ratio", "usage-gap"):
        tile = keyed(boards["overview"], key)
        assert [target["panelId"] for target in tile["targets"]] == [table["id"]]
        assert tile["options"]["showPercentChange"]
    asked = {target["refId"] for target in table["targets"]}
    assert {"cost_before", "calls_before", "errors_before", "cost", "calls", "errors", "calls_without_usage"} <= asked
    for target in table["targets"]:
        assert target["refId"].endswith("_before") == ("[$__range:1m] offset $__range" in target["expr"])

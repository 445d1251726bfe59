"""Queries and tables of traces, on the backends that answer them differently."""

from __future__ import annotations

import pytest

from agentdash.dashboards import dashboards
from agentdash.query import promql, traceql
from agentdash.query.promql import NotPortable
from agentdash.settings import parse
from agentdash.signals import Selection, bind, searchable
from agentdash.vocabulary import labels
from tests.validate.queries import keyed, panels

TRACES_ONLY = "telemetry:\n  sources: [traces]\n"
TEMPO = "backend: grafana\n"


def built(text: str = ""):
    return {name: one.to_json_data() for name, one in dashboards(parse(text, "agentdash.yaml", {})).items()}


def columns(panel):
    return [name for one in panel["transformations"] if one["id"] == "filterFieldsByName" for name in one["options"]["include"]["names"]]


def test_a_metrics_query_takes_two_conditions():
    two = [traceql.equals("span.a", "b"), traceql.present("span.error.type")]
    assert traceql.rate([*two, traceql.longer_than("5s")], by=("span.c",))
    with pytest.raises(NotPortable, match="3 conditions"):
        traceql.count([*two, traceql.equals("resource.d", "e")])
    assert traceql.search(*two, traceql.equals("resource.d", "e"))


def test_the_whole_choice_is_one_condition():
    chosen = Selection((promql.variable(labels.SERVICE, "service"), promql.equals(labels.TENANT, "a.b"), promql.variable("team", "team")))
    bound = bind(parse("telemetry: {group_by: {region: cloud.region, team: team.name}}", "test"), chosen)
    assert bound.errors.traces.rate(by=(labels.ERROR_TYPE,)) == (
        r'{ span.agentdash.place =~ "^(?:call;[^;]*;(?:$service);(?:a\\.b);[^;]*;[^;]*;(?:$team))$" && span.error.type != "" }'
        " | rate() by (span.error.type)")
    assert bound.errors.traces.unnarrowed == ()


def test_a_label_that_is_no_part_is_refused():
    with pytest.raises(NotPortable, match="no part team"):
        searchable.condition("call", [("team", "a")])


def test_without_our_collector_the_service_comes_first_and_the_panel_says_what_is_missing():
    board = built(TRACES_ONLY)["overview"]
    calls, failed = keyed(board, "traced-calls"), keyed(board, "traced-errors")
    assert '&& resource.service.name =~ "^(?:$service)$" } | count_over_time()' in calls["targets"][0]["query"]
    assert "The model chosen above does not narrow it" in calls["description"]
    assert "The service and the model chosen above do not narrow it" in failed["description"]


def test_variables_ask_for_attributes_without_their_scope():
    asked = {one["name"]: one["query"]["label"] for board in built(TRACES_ONLY).values() for one in board["templating"]["list"]
             if one["type"] == "query"}
    assert asked == {"service": "service.name", "model": "gen_ai.request.model"}


def test_tables_show_what_the_backend_returns():
    on_gigapipe, on_tempo = (keyed(built(text)["traces"], "failed-calls") for text in ("", TEMPO))
    assert columns(on_gigapipe) == ["traceIdHidden", "Start time", "Trace Service", "Trace Name", "gen_ai.response.model", "error.type", "Duration"]
    assert columns(on_tempo) == ["traceIdHidden", "Start time", "service.name", "gen_ai.response.model", "error.type", "Duration"]
    assert on_tempo["targets"][0]["query"].endswith("| select(resource.service.name, span.gen_ai.response.model, span.error.type)")
    assert "Gigapipe" in on_gigapipe["description"]
    assert "Gigapipe" not in on_tempo["description"]


def test_every_column_of_a_table_of_traces_has_a_heading():
    for text in ("", TEMPO):
        for board in built(text).values():
            for panel in panels(board):
                if panel["type"] == "table" and "traceIdHidden" in columns(panel):
                    named = {one["matcher"]["options"] for one in panel["fieldConfig"]["overrides"]}
                    assert named == set(columns(panel)) - {"traceIdHidden"}


def test_gigapipe_offers_no_range_that_it_cannot_add_up():
    ranges = {one["from"] for one in built()["overview"]["timepicker"]["quick_ranges"]}
    assert {"now-6h", "now-21d"} <= ranges
    assert not {"now-30d", "now-90d", "now/M"} & ranges
    assert "quick_ranges" not in built(TEMPO)["overview"]["timepicker"]


def test_each_collectors_series_are_summed_for_themselves():
    assert promql.growth("x_total", (), "1h", ("model",)) == (
        "sum by (model) (sum by (model, collector_id) (max_over_time(x_total[1h])) - sum by (model, collector_id) (min_over_time(x_total[1h])))")

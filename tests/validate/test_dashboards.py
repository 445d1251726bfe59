from __future__ import annotations

import copy

import pytest

from agentdash.dashboards import dashboards
from agentdash.datasources import datasources
from agentdash.settings import parse
from tests.validate import dashboard_rules, foundation, portable, typescript
from tests.validate.queries import Query, ill_typed, of_dashboard, refused

SETTINGS = {
    "default": "",
    "grafana": "backend: grafana\ndatasources:\n  prometheus: {url: 'http://prometheus:9090'}\n",
    "grouped": "telemetry:\n  group_by: {team: team.name, region: cloud.region, cell: cell.name}\n",
    "semconv": "telemetry:\n  sources: [semconv, semconv_next]\n",
    "claude_code": "telemetry:\n  sources: [derived, claude_code]\n",
    "traces": "telemetry:\n  sources: [traces]\n",
    "budgets": "budgets: [{amount: 500}, {amount: 20, per: day, service: support-bot}]\n",
    "prices in the Collector": "pricing: {mode: collector}\n",
    "overview only": "dashboards: [overview]\ngrafana: {uid_prefix: team-a, timezone: Europe/Berlin, refresh: never, time_range: 24h}\n",
}


@pytest.fixture(scope="module", params=SETTINGS)
def built(request):
    settings = parse(SETTINGS[request.param], "agentdash.yaml", {})
    return settings, {name: one.to_json_data() for name, one in dashboards(settings).items()}


@pytest.fixture(scope="module")
def default():
    return {name: one.to_json_data() for name, one in dashboards(parse("", "agentdash.yaml", {})).items()}


def queries(built) -> list[Query]:
    settings, boards = built
    found = [query for name, board in boards.items() for query in of_dashboard(name, board)]
    for source in datasources(settings):
        for query in source.options.get("tracesToMetrics", {}).get("queries", ()):
            text = query["query"].replace("$__tags", 'service_name="x"')
            found.append(Query(f"from a trace: {query['name']}", "promql", text, {}))
        if "tracesToLogsV2" in source.options:
            text = source.options["tracesToLogsV2"]["query"]
            text = text.replace('${__span.tags["service.name"]}', "x").replace("${__span.traceId}", "4bf92f")
            found.append(Query("from a trace to its logs", "logql", text, {}))
    return found


def test_nothing_that_a_schema_overlooks(built):
    _, boards = built
    assert [fault for name, board in boards.items() for fault in dashboard_rules.faults(name, board, boards)] == []


def test_the_foundation_sdk_knows_every_key_and_value(built):
    assert {name: found for name, board in built[1].items() if (found := foundation.faults(board))} == {}


def test_grafanas_types_fit(built, tmp_path):
    assert typescript.faults(built[1], tmp_path) == []


def test_every_query_is_portable(built):
    assert [fault for query in queries(built) for fault in portable.faults(query)] == []


def test_every_query_parses(built):
    assert refused(queries(built)) == []


def test_promtool_accepts_every_promql(built, tmp_path):
    assert ill_typed(queries(built), tmp_path) == ""


# One fault each. A judge that does not see it is blind to its kind.
MUTATIONS = {
    "type": (("panels", 0, "title"), 7),
    "unknown panel key": (("panels", 0, "height"), 8),
    "unknown option": (("panels", 0, "options", "colourMode"), "value"),
    "enumeration": (("panels", 0, "options", "graphMode"), "spark"),
    "null": (("panels", 0, "description"), None),
    "field option": (("panels", 10, "fieldConfig", "defaults", "custom", "drawStyle"), "lines"),
    "unknown field option": (("panels", 10, "fieldConfig", "defaults", "custom", "opacity"), 1),
    "colour mode": (("panels", 10, "fieldConfig", "defaults", "color", "mode"), "rainbow"),
    "query key": (("panels", 10, "targets", 0, "query"), "x"),
    "query type": (("panels", 10, "targets", 0, "instant"), "no"),
    "datasource": (("panels", 10, "datasource"), "prometheus"),
    "variable type": (("templating", "list", 0, "type"), "datasources"),
    "variable key": (("templating", "list", 0, "multiple"), True),
    "legend": (("panels", 11, "options", "legend", "placement"), "left"),
    "cursor": (("graphTooltip",), 7),
    "no visualization": (("panels", 0, "type"), "statistic"),
    "threshold": (("panels", 0, "fieldConfig", "defaults", "thresholds", "mode"), "relative"),
    "schema version": (("schemaVersion",), "42"),
}


@pytest.fixture(scope="module")
def mutated(default):
    found = {}
    for name, (path, value) in MUTATIONS.items():
        board = copy.deepcopy(default["overview"])
        inner = board
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        found[name] = board
    return found


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_foundation_sdk_sees(name, mutated):
    assert foundation.faults(mutated[name])


def test_grafanas_types_see_every_mutation(mutated, tmp_path):
    lines = typescript.faults(mutated, tmp_path)
    source = (tmp_path / "judged.ts").read_text().splitlines()
    seen = set()
    for line in lines:
        at = int(line.split("(")[1].split(",")[0])
        seen.add(next(above for above in reversed(source[:at]) if above.startswith("export const of_")).split()[2])
    assert [name for number, name in enumerate(MUTATIONS) if f"of_{number}" not in seen] == []


@pytest.mark.parametrize("text, language, instant", [
    ('x{a=~"b"}', "promql", False), ('x{a!="b"}', "promql", False), ('x{a!~"^(?:b)$"}', "promql", False),
    ('x{a=~"^(?:.*)$"}', "promql", False), ('x{a!=""}', "promql", False),
    ("x{" + ",".join(f'l{n}="v"' for n in range(8)) + "}", "promql", False),
    ("sum(max_over_time(x[$__range]) - min_over_time(x[$__range]))", "promql", True), ("sum(increase(x[$__range]))", "promql", True),
    ("rate(x[5m])", "promql", False), ("sum(max_over_time(x[$__range]))", "promql", False), ("x @ end()", "promql", False),
    ('{ span.a = "b" && status = error }', "traceql", False), ('{ .a = "b" }', "traceql", False), ('{ span.a =~ "b" }', "traceql", False),
    ('{ span.a > 5 } | rate()', "traceql", False), ('{ span.a = "b" || span.c = "d" } | rate()', "traceql", False),
    ('{ span.a = "b" && resource.c != "" && span.d =~ "^(?:e)$" } | rate()', "traceql", False),
    ('{ span.a = "b" } | quantile_over_time(duration, 0.5, 0.9)', "traceql", False), ('{ span.a = "b" } | rate()', "traceql", False),
    ("{}", "logql", False), ('{a="b"} | unwrap c', "logql", False), ('count_over_time({a="b"}[5m])', "logql", False),
])
def test_what_is_not_portable_is_seen(text, language, instant):
    assert portable.faults(Query("here", language, text, {"instant": instant}))


def test_what_does_not_parse_is_seen(tmp_path):
    bad = [Query("a", "promql", "sum(rate(x[$__rate_interval])", {}), Query("b", "traceql", '{ span.a == "b" }', {}),
           Query("c", "logql", '{a="b"', {})]
    assert len(refused(bad)) == 3
    assert "rate" in ill_typed([Query("d", "promql", "rate(x)", {})], tmp_path)

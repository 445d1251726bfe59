"""Hourly samples: rules, and dashboards of long ranges that say what those of every sample say."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
import yaml

from agentdash.build import artifacts
from agentdash.collector.series_cost import written
from agentdash.dashboards import dashboards
from agentdash.doctor.empty import reason
from agentdash.errors import UserError
from agentdash.explain import find
from agentdash.explain.answers import as_sent
from agentdash.grafana.targets import PromTarget
from agentdash.hourly import FILE, document, sampled
from agentdash.panels.draw import LONGEST
from agentdash.query import reading
from agentdash.settings import parse
from agentdash.vocabulary import hourly, labels
from agentdash.vocabulary.dashboards import COST, LONG, OVERVIEW
from bench import scale
from tests import tools
from tests.truth import servers
from tests.truth.grafana import Grafana
from tests.truth.grafana_macros import View

HOUR = hourly.EVERY


@pytest.fixture(scope="module")
def settings():
    return parse("backend: grafana\n", "test")


@pytest.mark.parametrize("text, there", [
    ("backend: gigapipe", False), ("backend: grafana", True), ("backend: victoriametrics", False), ("{backend: victoriametrics, long_ranges: hourly}", True),
    ("{backend: grafana, long_ranges: none}", False), ("{backend: grafana, telemetry: {sources: [derived, semconv]}}", False)])
def test_they_are_where_rules_are_evaluated(text, there):
    built = artifacts(parse(text, "test"))
    assert (FILE in built) == there
    assert {name for name in LONG.values() if f"dashboards/{name}.json" in built} == (set(LONG.values()) if there else set())


@pytest.mark.parametrize("text, message", [
    ("long_ranges: hourly", "Gigapipe evaluates no recording rules; write none, or another backend"),
    ("{backend: grafana, long_ranges: hourly, telemetry: {sources: [semconv]}}",
     "hourly samples are of agentdash's own series, which begin at zero; write none, or telemetry.sources: [derived]")])
def test_what_cannot_be_is_said(text, message):
    with pytest.raises(UserError) as caught:
        parse(text, "test")
    assert str(caught.value) == f"test: long_ranges: {message}"


def test_what_the_dashboards_ask_is_recorded_and_nothing_else(settings):
    recorded = {rule["record"] for group in document(settings)["groups"] for rule in group["rules"]}
    asked = {metric for name in LONG.values() for panel in dashboards(settings)[name].all_panels() for target in panel.targets if isinstance(target, PromTarget)
             for metric in reading.metrics(target.expr)}
    assert asked == recorded
    counters = {part for one in written(settings) for part in (one.name, f"{one.name}_count", f"{one.name}_bucket")} | {"claude_code_cost_usage_USD_total"}
    assert set(sampled(settings)) <= counters


@pytest.mark.parametrize("name", LONG)
def test_a_signal_is_asked_by_one_expression(settings, name):
    """But for percentiles and for the time before, whose windows differ, the words are the same."""
    every, long = (dashboards(settings)[one] for one in (name, LONG[name]))
    compared = 0
    for panel in long.all_panels():
        if panel.key not in {one.key for one in every.all_panels()} or len(panel.targets) != len(every.panel(panel.key).targets):
            continue
        for target, other in zip(panel.targets, every.panel(panel.key).targets, strict=True):
            if isinstance(target, PromTarget) and "offset" not in other.expr and "histogram_quantile" not in other.expr:
                assert target.expr.replace(hourly.PREFIX, "") == other.expr
                assert hourly.PREFIX in target.expr
                compared += 1
    assert compared > 20


def test_no_query_is_too_long(settings):
    for name in LONG.values():
        for panel in dashboards(settings)[name].all_panels():
            assert all(len(getattr(target, "expr", "")) <= LONGEST for target in panel.targets), panel.key


def test_links_stay_in_long_ranges(settings):
    board = dashboards(settings)[LONG[OVERVIEW]]
    table = str(board.panel("who-spends").to_json_data())
    assert "/d/agentdash-overview-long?" in table
    assert "/d/agentdash-overview?" not in table
    assert "/d/agentdash-cost-long?" in str(board.panel("cost").to_json_data())


def test_mimirtool_and_the_operator_get_them():
    built = artifacts(parse("{backend: grafana, outputs: [mimirtool, kubernetes]}", "test"))
    [group] = yaml.safe_load(built[FILE])["groups"]
    loaded = yaml.safe_load(built["mimirtool/agentdash.yaml"])
    assert loaded["namespace"] == "agentdash"
    assert group in loaded["groups"]
    assert [group] == yaml.safe_load(built["kubernetes/rules-agentdash.yaml"])["spec"]["groups"]


def test_a_panel_is_the_one_of_every_sample_unless_its_dashboard_is_named(settings):
    assert [one.name for one in find(settings, "cost-by-model")] == [OVERVIEW]
    assert [one.name for one in find(settings, f"{LONG[OVERVIEW]}/cost-by-model")] == [LONG[OVERVIEW]]
    assert [one.name for one in find(settings, "hours-recorded")] == [LONG[OVERVIEW]]


def test_windows_hold_hourly_samples_wherever_a_query_is_asked(settings):
    target = dashboards(settings)[LONG[OVERVIEW]].panel("cost-by-model").query().to_json_data()
    view = View(0, 48 * HOUR, points=500)
    assert (view.of(target).interval, view.of(target).rate_interval) == (HOUR, 4 * HOUR)
    assert f"[{4 * HOUR}s]" in as_sent(target["expr"], view, {})
    assert view.of({"interval": "$step"}) == view.of({}) == view


def test_rules_that_are_not_loaded_are_said_to_be():
    line = reason(f"sum(max_over_time({hourly.name('x_total')}[$__range]))", {}, View(0, HOUR), lambda _: False).line
    assert line == "there is no series agentdash:hourly:x_total: rules/agentdash.yml is not loaded, or not for an hour yet"


# Services: when a Collector's life of theirs begins and ends, in hours; one begins and one ends between two full hours, and one restarts.
LIVES = {"steady": [(-1.0, 26.0)], "begun": [(17.4, 26.0)], "ended": [(-1.0, 11.7)], "restarted": [(-1.0, 6.3), (6.4, 18.55), (18.6, 26.0)]}
FIRST, LAST, UNTIL = 3, 23, 26
"""Hours that are looked at, and of which there are samples."""
EVERY = 120


def _lines(case, begin, asked):
    """A counter goes up by its step each interval, faster by day, and stands at zero when its life begins."""
    for service, lives in LIVES.items():
        for life, (first, last) in enumerate(lives):
            for name, step in scale.series(case, [list(LIVES).index(service)]):
                if hourly.name(name.partition("{")[0]) not in asked:
                    continue
                name = name.replace('collector_id="one"', f'collector_id="{life}"')
                value = 0.0
                for at in range(begin + int(first * HOUR), begin + int(last * HOUR), EVERY):
                    yield f"{name} {value:.6g} {at}\n"
                    value += step * (1 + at // HOUR % 24)


@pytest.fixture(scope="module")
def both(tmp_path_factory, settings):
    """The overview over two days of samples, and an hour later the one for long ranges, over what the rules made of them."""
    folder = tmp_path_factory.mktemp("long")
    begin = 1_800_000_000 // (24 * HOUR) * 24 * HOUR
    case = scale.Case(len(LIVES), UNTIL, EVERY)
    long = dashboards(settings)[LONG[OVERVIEW]], dashboards(settings)[LONG[COST]]
    asked = {metric for board in long for key in ("who-spends", "top-spenders", "latency-p95") for panel in board.all_panels() if panel.key == key
             for target in panel.targets for metric in reading.metrics(target.expr)}
    scale.write(folder, _lines(case, begin, asked))
    (folder / "rules.yml").write_bytes(artifacts(settings)[FILE])
    with servers.prometheus(folder) as prometheus:
        subprocess.run([tools.promtool(), "tsdb", "create-blocks-from", "rules", f"--start={begin}", f"--end={begin + UNTIL * HOUR}", f"--url={prometheus.url}",
                        f"--output-dir={folder / 'data'}", str(folder / "rules.yml")], check=True, capture_output=True)
    slow = replace(settings, telemetry=replace(settings.telemetry, interval=EVERY))
    with servers.prometheus(folder) as prometheus:
        # Prometheus evaluates a group at the same moment of each hour, which comes from its name. A range's first moment is not in it, and what a
        # sample of an hour knows is the last one of all samples before it.
        [found] = prometheus.query(f"{hourly.RECORDED}[{UNTIL}h]", begin + UNTIL * HOUR)
        moments = [int(at) for at, _ in found["values"] if FIRST * HOUR <= at - begin - HOUR <= LAST * HOUR]
        long = Grafana(slow, prometheus, View(moments[0] - 1, moments[-1] + 1, scrape=HOUR))
        first, last = (moment // EVERY * EVERY - HOUR for moment in (moments[0], moments[-1]))
        yield replace(long, view=View(first - 1, last + 1, scrape=EVERY)), long


def _rows(grafana, dashboard, panel, column):
    return {row.labels.get(labels.SERVICE, ""): row.value for row in grafana.ask(dashboard, panel, column)}


@pytest.mark.parametrize("dashboard, panel, column, close", [
    *((OVERVIEW, "who-spends", column, 0.0) for column in ("calls", "input_tokens", "output_tokens", "cost", "agent_runs")),
    (OVERVIEW, "who-spends", "p95", 0.02), (OVERVIEW, "who-spends", "calls_before", None), (COST, "top-spenders", "cost", 0.0), (COST, "projected-month", "", 0.0),
])
def test_hourly_samples_say_what_all_samples_say(both, dashboard, panel, column, close):
    every, long = both
    true, told = _rows(every, dashboard, panel, column), _rows(long, LONG[dashboard], panel, column)
    assert set(told) == set(true)
    if close is not None:
        assert told == pytest.approx(true, rel=close or 1e-9)


def test_promtool_and_vmalert_take_the_rules(tmp_path, settings):
    path = tmp_path / "rules.yml"
    path.write_bytes(artifacts(settings)[FILE])
    for command in ([tools.promtool(), "check", "rules", "--lint=all", str(path)], [tools.vmalert(), "-dryRun", f"-rule={path}"]):
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    path.write_text(path.read_text().replace("last_over_time(", "last_over_time{", 1))
    for command in ([tools.promtool(), "check", "rules", str(path)], [tools.vmalert(), "-dryRun", f"-rule={path}"]):
        assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_hours_that_were_not_recorded_are_said(both):
    _, long = both
    [row] = long.ask(LONG[OVERVIEW], "hours-recorded")
    assert row.value == pytest.approx(1, abs=1e-3)
    [before] = replace(long, view=View(long.view.start - (LAST - FIRST) * HOUR, long.view.end, scrape=HOUR)).ask(LONG[OVERVIEW], "hours-recorded")
    assert 0.4 < before.value < 0.7


def test_a_month_reads_less_than_six_hours_and_grows_with_the_services(tmp_path):
    """In small what ``bench/scale.py`` does in large."""
    cases = {"short": scale.Case(2, scale.SHORT, 15), "month": scale.Case(2, scale.MONTH, HOUR, True), "more": scale.Case(4, scale.MONTH, HOUR, True)}
    found = {name: scale.measured(case, tmp_path / name)[1] for name, case in cases.items()}
    for name, long in LONG.items():
        assert not any(found[case][one].refused for case, one in (("short", name), ("month", long), ("more", long)))
        assert 0 < found["month"][long].samples <= found["short"][name].samples
        assert found["more"][long].samples <= 2 * found["month"][long].samples

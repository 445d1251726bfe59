from __future__ import annotations

import json

import grafanalib.core as grafanalib
import pytest
from grafanalib._gen import DashboardEncoder

from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.grid import place
from agentdash.grafana.heatmap import Heatmap
from agentdash.grafana.logs import Logs
from agentdash.grafana.overrides import by_name, by_pattern
from agentdash.grafana.row import Row
from agentdash.grafana.stat import Stat
from agentdash.grafana.table import Table
from agentdash.grafana.targets import LokiTarget, PanelTarget, PromTarget, TempoTarget
from agentdash.grafana.text import Text
from agentdash.grafana.thresholds import steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.grafana.traces import Traces
from agentdash.grafana.variables import ChoiceVariable, DatasourceVariable, LabelVariable, NamedVariable
from tests.validate import foundation, typescript


def panels():
    prometheus = [PromTarget(refId="A", expr="sum(x)", legendFormat="x", interval="1m")]
    return [
        TimeSeries(key="lines", title="Lines", unit="s", targets=prometheus, stacked=True, table=True, decimals=2,
                   interval="1m", timeFrom="1h", gridPos=place(12, 8, 0, 0)),
        Stat(key="number", title="Number", unit="short", change=True, spark=True, named=True, field="x", gridPos=place(4, 4, 12, 0),
             thresholds=steps("green", (0.5, "red")), targets=[PanelTarget(refId="A", key="lines")]),
        Table(key="table", title="Table", sortBy="x", ascending=True, gridPos=place(24, 8, 0, 8),
              targets=[PromTarget(refId="A", expr="x", instant=True, format="table")],
              overrides=[by_name("x", width=90, links=[]), by_pattern("y.*", unit="s")],
              transformations=[{"id": "merge", "options": {}}]),
        Heatmap(key="heat", title="Heat", unit="s", gridPos=place(12, 8, 0, 16),
                targets=[PromTarget(refId="A", expr="x", format="heatmap")]),
        Traces(key="trace", title="Trace", targets=[TempoTarget(refId="A", query="$trace_id")], gridPos=place(12, 8, 12, 16)),
        Row(key="row", title="Row", collapsed=True, gridPos=place(24, 1, 0, 24), panels=[
            Logs(key="logs", title="Logs", targets=[LokiTarget(refId="A", expr='{a="b"}')], gridPos=place(24, 8, 0, 25)),
            Text(key="text", title="", content="# Hello", gridPos=place(24, 2, 0, 33)),
        ]),
    ]


def board():
    return Dashboard(title="All", uid="all", panels=panels(), templating=grafanalib.Templating(list=[
        DatasourceVariable(name="prometheus", label="Metrics", plugin="prometheus", chosen_name="m", chosen_uid="m"),
        LabelVariable(name="service", label="Service", datasource={"type": "prometheus", "uid": "m"}, query="label_values(x, y)"),
        NamedVariable(name="trace_id", label="Trace", first="0", shown="none"),
        ChoiceVariable(name="choice", label="Choice", choices=("1", "2"), chosen="2"),
    ]))


def test_every_kind_of_panel_passes_both_judges(tmp_path):
    document = board().to_json_data()
    assert foundation.faults(document) == []
    assert typescript.faults({"all": document}, tmp_path) == []


def test_the_only_null_is_the_base_of_thresholds():
    def nulls(value, at=""):
        if value is None:
            yield at
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from nulls(item, f"{at}.{key}")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from nulls(item, f"{at}[{number}]")

    assert {one.split("thresholds")[1] for one in nulls(board().to_json_data())} == {".steps[0].value"}


def test_grafanalib_writes_them_too():
    ours = board()
    assert json.loads(json.dumps(ours, cls=DashboardEncoder)) == ours.to_json_data()
    assert isinstance(ours, grafanalib.Dashboard)
    assert all(isinstance(panel, grafanalib.Panel) for panel in ours.panels)


def test_what_limits_graphs_in_grafanalib_is_not_written():
    text = json.dumps(TimeSeries(key="a", title="a", targets=[PromTarget(refId="A", expr="x")]).to_json_data())
    for key in ("intervalFactor", "maxDataPoints", "editable", "span", "metric", "cacheTimeout"):
        assert f'"{key}"' not in text


def test_a_panel_reads_another_by_its_key():
    document = board().to_json_data()
    lines, number = document["panels"][:2]
    assert number["targets"][0]["panelId"] == lines["id"]


@pytest.mark.parametrize("uid", ["", "x" * 41])
def test_a_uid_that_grafana_refuses(uid):
    with pytest.raises(ValueError, match="Grafana takes 1 to 40"):
        Dashboard(title="t", uid=uid)


def test_thresholds_rise():
    with pytest.raises(ValueError, match="do not rise"):
        steps("green", (2, "red"), (1, "orange"))

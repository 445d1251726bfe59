"""The generated dashboards as a user sees them, over a real Prometheus: variables resolved in their chain, panels asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from agentdash.dashboards import dashboards
from agentdash.grafana import json_text
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.panel import Panel
from agentdash.settings import Settings
from tests.truth.grafana_macros import View, substitute
from tests.truth.servers import Prometheus

_LABEL_VALUES = re.compile(r"^label_values\((?P<selector>.+),\s*(?P<label>\w+)\)$")


@dataclass(frozen=True)
class Row:
    """One series of a panel's answer."""

    labels: Mapping[str, str]
    value: float


@dataclass
class Grafana:
    """Dashboards of ``settings`` looked at through ``view``."""

    settings: Settings
    prometheus: Prometheus
    view: View

    @cached_property
    def _built(self) -> Mapping[str, Dashboard]:
        return dashboards(self.settings)

    @cached_property
    def dashboards(self) -> dict[str, dict[str, Any]]:
        """Dashboard name to its JSON."""
        return {name: json.loads(json_text.dumps(one.to_json_data())) for name, one in self._built.items()}

    def query(self, dashboard: str, panel: str, column: str = "") -> dict[str, Any]:
        """The query of a panel by its key (of a table: of the column by its key), as Grafana gets it."""
        found: dict[str, Any] = self._built[dashboard].panel(panel).query(column).to_json_data()
        return found

    def panels(self, dashboard: str) -> list[Panel]:
        """All panels, closed rows included."""
        return self._built[dashboard].all_panels()

    def variables(self, dashboard: str, chosen: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
        """Values of the query variables: the chosen ones, else All as Grafana lists them, in the order of the chain."""
        values: dict[str, Sequence[str]] = {}
        for variable in self.dashboards[dashboard]["templating"]["list"]:
            name = variable["name"]
            if name in chosen:
                values[name] = chosen[name]
            elif variable["type"] == "query":
                assert "allValue" not in variable, f"{name}: All must be the list of values"
                values[name] = self._options(variable, values)
        return values

    def _options(self, variable: dict[str, Any], values: Mapping[str, Sequence[str]]) -> Sequence[str]:
        query = _LABEL_VALUES.match(variable["query"]["query"])
        assert query, variable["query"]
        found = self.prometheus.label_values(query["label"], substitute(query["selector"], values, self.view), self.view.start, self.view.end)
        return found or [""]

    def ask(self, dashboard: str, panel: str, column: str = "", **chosen: Sequence[str]) -> list[Row]:
        """What a panel's query answers: an instant query at the end of the range, a graph's as one point that is as wide as
        the range."""
        target = self.query(dashboard, panel, column)
        view = self.view if target.get("instant") else replace(self.view, points=1)
        expression = substitute(target["expr"], self.variables(dashboard, chosen), view)
        if target.get("instant"):
            return [Row(row["metric"], float(row["value"][1])) for row in self.prometheus.query(expression, self.view.end)]
        found = self.prometheus.query_range(expression, self.view.end, self.view.end, self.view.range)
        return [Row(row["metric"], float(row["values"][-1][1])) for row in found]

    def graph(self, dashboard: str, panel: str, points: int, **chosen: Sequence[str]) -> list[Row]:
        """The area below each line of a graph with that many points, for graphs of something per minute."""
        view = replace(self.view, points=points)
        expression = substitute(self.query(dashboard, panel)["expr"], self.variables(dashboard, chosen), view)
        found = self.prometheus.query_range(expression, view.start, view.end, view.interval)
        return [Row(row["metric"], sum(float(value) for _, value in row["values"]) * view.interval / 60) for row in found]

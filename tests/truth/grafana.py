"""The generated dashboards as a user sees them, over a real Prometheus: variables resolved in their chain, panels asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from agentdash.dashboards.catalogue import artifacts
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
    def dashboards(self) -> dict[str, dict[str, Any]]:
        """Dashboard name to its JSON."""
        return {path.removeprefix("dashboards/").removesuffix(".json"): json.loads(content)
                for path, content in artifacts(self.settings).items() if path.startswith("dashboards/")}

    def panel(self, dashboard: str, title: str) -> dict[str, Any]:
        """The panel of that title, collapsed rows included. Raises LookupError with the titles that there are."""
        found = list(_panels(self.dashboards[dashboard]["panels"]))
        for panel in found:
            if panel.get("title") == title and panel.get("type") != "row":
                return panel
        raise LookupError(f"{dashboard}: no panel {title!r}; there are {sorted({panel.get('title', '') for panel in found})}")

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

    def ask(self, dashboard: str, title: str, ref: str = "A", **chosen: Sequence[str]) -> list[Row]:
        """What a panel's query answers: an instant query at the end of the range, a graph's as one point that is as wide as
        the range."""
        target = next(target for target in self.panel(dashboard, title)["targets"] if target["refId"] == ref)
        view = self.view if target.get("instant") else replace(self.view, points=1)
        expression = substitute(target["expr"], self.variables(dashboard, chosen), view)
        if target.get("instant"):
            return [Row(row["metric"], float(row["value"][1])) for row in self.prometheus.query(expression, self.view.end)]
        found = self.prometheus.query_range(expression, self.view.end, self.view.end, self.view.range)
        return [Row(row["metric"], float(row["values"][-1][1])) for row in found]

    def graph(self, dashboard: str, title: str, points: int, **chosen: Sequence[str]) -> list[Row]:
        """The area below each line of a graph with that many points, for graphs of something per minute."""
        view = replace(self.view, points=points)
        expression = substitute(self.panel(dashboard, title)["targets"][0]["expr"], self.variables(dashboard, chosen), view)
        found = self.prometheus.query_range(expression, view.start, view.end, view.interval)
        return [Row(row["metric"], sum(float(value) for _, value in row["values"]) * view.interval / 60) for row in found]


def _panels(panels: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for panel in panels:
        yield panel
        yield from _panels(panel.get("panels", ()))

"""Prometheus' HTTP API, and whatever answers like it."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from agentdash.ask.endpoint import Endpoint, Refusal, endpoint

if TYPE_CHECKING:
    from agentdash.settings import Settings


@dataclass(frozen=True)
class Row:
    """One series of an answer and its value."""

    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True)
class Prometheus:
    """Queries; every method raises NoAnswer, and Refusal with what Prometheus says."""

    at: Endpoint

    def query(self, expression: str, at: float | None = None) -> list[Row]:
        """The series of an instant query, at ``at`` (Unix seconds) or now; "not a number" is left out."""
        found = self._data("query", {"query": expression, **({"time": f"{at:.3f}"} if at else {})})
        if not isinstance(found, dict) or found.get("resultType") == "scalar":
            raise Refusal(f"{self.at.url}/api/v1/query", 200, "not Prometheus' answer to a query")
        rows = [Row(row["metric"], float(row["value"][1])) for row in found["result"]]
        return [row for row in rows if not math.isnan(row.value)]

    def query_range(self, expression: str, start: float, end: float, step: float) -> list[tuple[Mapping[str, str], list[tuple[float, float]]]]:
        """Series over time, each as its labels and its points (Unix seconds, value)."""
        found = self._data("query_range", {"query": expression, "start": f"{start:.3f}", "end": f"{end:.3f}", "step": f"{step:g}"})
        return [(row["metric"], [(float(time), float(value)) for time, value in row["values"]]) for row in found["result"]]

    def values(self, label: str, selector: str, start: float, end: float) -> list[str]:
        """Values of a label on the selected series, as Grafana's ``label_values`` asks for them. Gigapipe takes whole seconds."""
        found: list[str] = self._data(f"label/{quote(label)}/values", {"match[]": selector, "start": f"{start:.0f}", "end": f"{end:.0f}"}, post=False)
        return found

    def _data(self, path: str, parameters: Mapping[str, str], post: bool = True) -> Any:
        answer = self.at.json(f"/api/v1/{path}", parameters, post)
        if not isinstance(answer, dict) or "data" not in answer:
            raise Refusal(f"{self.at.url}/api/v1/{path}", 200, "not Prometheus' answer")
        return answer["data"]


def prometheus(settings: Settings, url: str | None = None, env: Mapping[str, str] = os.environ) -> Prometheus:
    """The settings' metrics, or the one at ``url`` with the same login. Raises UserError for a variable that is not set."""
    source = settings.datasources.prometheus
    return Prometheus(endpoint(url or source.url, source, env))


def largest(rows: Sequence[Row]) -> list[Row]:
    """The rows, the largest values first; equal ones in the order of their labels."""
    return sorted(rows, key=lambda row: (-row.value, sorted(row.labels.items())))

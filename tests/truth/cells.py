"""The cells of the truth table: what is measured of each recording, how, and what would be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.panels.context import context
from tests.truth.gaps.gap import Told
from tests.truth.grafana import Grafana, Row
from tests.truth.grafana_macros import substitute
from tests.truth.truth import TOKENS, Truth, corridor

COUNT_TOLERANCE = 0.01
_UNTIMED_STREAMS = {"llamaindex_openinference"}
"""Recordings whose streams' spans end when the stream begins: no telemetry tells how long these calls took."""


@dataclass(frozen=True)
class Verdict:
    """A cell's outcome; ``measured`` and ``true`` are for people to read. ``found`` is a number, numbers by a label, or None."""

    right: bool
    measured: str
    true: str
    found: Any = None

    def says(self, told: Told) -> bool:
        """Whether what was measured is what the telemetry tells, within 1 %."""
        if isinstance(told, str):
            return self.measured == told
        if isinstance(told, Mapping):
            return _same(self.found, told)
        return self.found is not None and _close(self.found, told)


@dataclass(frozen=True)
class Cell:
    """One number, or one set of numbers by a label, of a recording."""

    name: str
    title: str
    judge: Callable[[Grafana, Truth], Verdict]


def _close(measured: float, true: float) -> bool:
    return abs(measured - true) <= COUNT_TOLERANCE * true


def _same(measured: Mapping[str, float], true: Mapping[str, float]) -> bool:
    return measured.keys() == true.keys() and all(_close(measured[key], true[key]) for key in true)


def _one(rows: list[Row]) -> float:
    assert len(rows) <= 1, rows
    return rows[0].value if rows else 0.0


def signal(grafana: Grafana, name: str, by: tuple[str, ...] = (), **chosen: list[str]) -> list[Row]:
    """A signal's total under the overview's own variables, for what no panel shows as a total."""
    expression = str(context(grafana.settings).signals.named(name).total(by=by))
    found = grafana.prometheus.query(substitute(expression, grafana.variables("overview", chosen), grafana.view), grafana.view.end)
    return [Row(row["metric"], float(row["value"][1])) for row in found]


def count(measure: Callable[[Grafana, Truth], float], true: Callable[[Truth], float]) -> Callable[[Grafana, Truth], Verdict]:
    """A number within 1 %; a zero is exactly zero."""
    def judge(grafana: Grafana, truth: Truth) -> Verdict:
        found, wanted = measure(grafana, truth), true(truth)
        return Verdict(_close(found, wanted), f"{found:g}", f"{wanted:g}", found)
    return judge


def counts(measure: Callable[[Grafana, Truth], Mapping[str, float]], true: Callable[[Truth], Mapping[str, float]]) -> Callable[[Grafana, Truth], Verdict]:
    """Numbers by a label, each within 1 %, and no label more or less."""
    def judge(grafana: Grafana, truth: Truth) -> Verdict:
        found, wanted = measure(grafana, truth), true(truth)
        return Verdict(_same(found, wanted), _words(found), _words(wanted), found)
    return judge


def quantile(measure: Callable[[Grafana, Truth], float | None], true: Callable[[Truth], list[float]], q: float,
             latest: Callable[[Truth], list[float] | None] = lambda truth: None) -> Callable[[Grafana, Truth], Verdict]:
    """A percentile within 15 % of the truth one percentile point around. Where nothing was streamed, nothing may be shown."""
    def judge(grafana: Grafana, truth: Truth) -> Verdict:
        found, values = measure(grafana, truth), true(truth)
        if not values:
            return Verdict(found is None, _seconds(found), "none", found)
        low, high = corridor(values, q, latest(truth))
        return Verdict(found is not None and low <= found <= high, _seconds(found), f"{low:.3f} to {high:.3f}", found)
    return judge


def _words(values: Mapping[str, float]) -> str:
    return ", ".join(f"{key}: {value:g}" for key, value in sorted(values.items())) or "none"


def _seconds(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _service_column(column: str) -> Callable[[Grafana, Truth], float]:
    """A column of the table of services, with every variable on All."""
    def measure(grafana: Grafana, truth: Truth) -> float:
        return sum(row.value for row in grafana.ask("overview", "who-spends", column) if row.labels["service_name"] in truth.services)
    return measure


def _share(part: str, whole: str) -> Callable[[Grafana, Truth], float]:
    """What a tile computes of two columns of the table of services."""
    return lambda grafana, truth: _service_column(part)(grafana, truth) / _service_column(whole)(grafana, truth)


def _all(table: str, column: str) -> Callable[[Grafana, Truth], float]:
    return lambda grafana, truth: sum(row.value for row in grafana.ask("overview", table, column, service=truth.services))


def _line(panel: str, name: str) -> Callable[[Grafana, Truth], float | None]:
    """One of a panel's percentiles, over the whole range; None where nothing was measured."""
    def measure(grafana: Grafana, truth: Truth) -> float | None:
        rows = [row.value for row in grafana.ask("overview", panel, service=truth.services) if row.labels["series"] == name]
        return rows[0] if rows and rows[0] == rows[0] else None
    return measure


def _latencies(truth: Truth) -> list[float]:
    return truth.latencies((lambda one: not one["stream"]) if truth.name in _UNTIMED_STREAMS else (lambda one: True))


def _tokens_by_model(kind: str) -> Callable[[Grafana, Truth], Mapping[str, float]]:
    def measure(grafana: Grafana, truth: Truth) -> Mapping[str, float]:
        found: Counter[str] = Counter()
        for row in signal(grafana, f"{kind}_tokens", ("gen_ai_response_model",), service=truth.services):
            found[truth.model(row.labels["gen_ai_response_model"])] += row.value
        return {model: tokens for model, tokens in found.items() if tokens}
    return measure


def _both_by_model(grafana: Grafana, truth: Truth) -> Mapping[str, float]:
    found: Counter[str] = Counter()
    for column in ("input_tokens", "output_tokens"):
        for row in grafana.ask("overview", "models", column, service=truth.services):
            found[truth.model(row.labels["gen_ai_response_model"])] += row.value
    return {model: tokens for model, tokens in found.items() if tokens}


def _by_kind(grafana: Grafana, truth: Truth) -> Mapping[str, float]:
    return {row.labels["error_type"]: row.value for row in signal(grafana, "errors", ("error_type",), service=truth.services) if row.value}


def _total(name: str) -> Callable[[Grafana, Truth], float]:
    return lambda grafana, truth: _one(signal(grafana, name, service=truth.services))


def _spent(grafana: Grafana, truth: Truth) -> float:
    """Cost at the prices of the bundled book, of the rows of the program's services."""
    return sum(row.value for row in grafana.ask("cost", "top-spenders", "cost") if row.labels["service_name"] in truth.services)


def _spent_by_model(grafana: Grafana, truth: Truth) -> Mapping[str, float]:
    found: Counter[str] = Counter()
    for row in grafana.ask("cost", "cost-model", "cost", service=truth.services):
        found[truth.model(row.labels["gen_ai_response_model"])] += row.value
    return {model: cost for model, cost in found.items() if cost}


def _totals(*path: str) -> Callable[[Truth], Any]:
    def true(truth: Truth) -> Any:
        found: Any = truth.totals
        for step in path:
            found = found[step]
        return found
    return true


def _cells() -> Iterable[Cell]:
    yield Cell("calls", "calls", count(_service_column("calls"), lambda truth: len(truth.served)))
    yield Cell("errors", "failed calls", count(_total("errors"), lambda truth: len(truth.served) - len(truth.answered)))
    yield Cell("error_ratio", "error ratio", count(_share("errors", "calls"), lambda truth: 1 - len(truth.answered) / len(truth.served)))
    yield Cell("errors_by_kind", "failed calls by kind", counts(_by_kind, lambda truth: truth.errors_by_kind))
    for kind in TOKENS:
        measure = _service_column(f"{kind}_tokens") if kind in {"input", "output"} else _total(f"{kind}_tokens")
        yield Cell(f"{kind}_tokens", f"{kind.replace('_', ' ')} tokens", count(measure, lambda truth, kind=kind: truth.tokens(kind)))
    for kind in ("input", "output"):
        yield Cell(f"{kind}_tokens_by_model", f"{kind} tokens by model",
                   counts(_tokens_by_model(kind), lambda truth, kind=kind: truth.tokens_by_model(kind)))
    yield Cell("tokens_by_model", "tokens by model", counts(_both_by_model, lambda truth: Counter(
        truth.tokens_by_model("input")) + Counter(truth.tokens_by_model("output"))))
    yield Cell("cost", "cost", count(_spent, Truth.cost))
    yield Cell("cost_by_model", "cost by model", counts(_spent_by_model, Truth.cost_by_model))
    yield Cell("calls_without_usage", "calls without usage",
               count(_total("calls_without_usage"), lambda truth: len(truth.answered) - len(truth.told)))
    for name, q in (("P50", 0.5), ("P95", 0.95), ("P99", 0.99)):
        yield Cell(name.lower(), f"latency {name}", quantile(_line("latency-percentiles", name), _latencies, q))
    yield Cell("p95_stat", "latency P95 of the range", quantile(_line("latency-p95", "2 now"), _latencies, 0.95))
    for name, q in (("P50", 0.5), ("P95", 0.95)):
        yield Cell(f"first_token_{name.lower()}", f"time to first token {name}",
                   quantile(_line("first-token", name), Truth.first_bytes, q, Truth.first_contents))
    yield Cell("runs", "agent runs", count(_all("agents", "agent_runs"), _totals("agent_runs", "total")))
    yield Cell("failed_runs", "failed agent runs", count(_all("agents", "agent_errors"), _totals("agent_runs", "failed")))
    yield Cell("tool_runs", "tool runs", count(_all("tools", "tool_runs"), _totals("tool_calls", "total")))
    yield Cell("failed_tool_runs", "failed tool runs", count(_all("tools", "tool_errors"), _totals("tool_calls", "failed")))


CELLS: tuple[Cell, ...] = tuple(_cells())

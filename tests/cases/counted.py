"""What agentdash's signals say of the services of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agentdash.query.promql import equals
from agentdash.settings import Settings
from agentdash.signals import bind
from agentdash.vocabulary import labels
from tests.cases.case import Case
from tests.truth.servers import Prometheus

SIGNALS = ("calls", "errors", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "tool_runs", "agent_runs", "agent_errors",
           "calls_without_usage", "calls_without_model", "fallbacks", "unpriced_tokens", "cost")
"""Zero where a case does not expect them."""
_BY = {"calls_by_model": ("calls", "gen_ai_response_model"), "errors_by_kind": ("errors", "error_type")}
_COST_COUNTER = "gen_ai_usage_cost_usd_total"


class Counted:
    """The signals that ``settings`` have, of the ``seconds`` up to now. Signals are asked once, for all services."""

    def __init__(self, prometheus: Prometheus, settings: Settings, seconds: int) -> None:
        self._prometheus, self._window = prometheus, f"{seconds}s"
        self._signals, self._totals = bind(settings), dict[tuple[str, str], list[tuple[str, str, float]]]()

    def of(self, case: Case, name: str) -> Any:
        """A number, numbers by a label, or None where nothing was measured."""
        if name in _BY:
            return {key: number for key, number in self._by(case.services, *_BY[name]).items() if number}
        if name == "latency_p95":
            return self._p95(case.services)
        if name == "cost_counter_falls":
            return sum(float(row["value"][1]) for row in self._prometheus.query(f"resets({_COST_COUNTER}[{self._window}])")
                       if row["metric"]["service_name"] in case.services)
        return sum(self._by(case.services, name, labels.SERVICE).values())

    def _by(self, services: Iterable[str], signal: str, label: str) -> Mapping[str, float]:
        if (signal, label) not in self._totals:
            bound = self._signals.named(signal)
            by = tuple(dict.fromkeys((labels.SERVICE, label)))
            # A source may not carry a signal at all: then it is zero.
            rows = self._prometheus.query(str(bound.total(by=by, window=self._window))) if bound.measured else []
            self._totals[signal, label] = [(row["metric"].get(labels.SERVICE, ""), row["metric"].get(label, ""), float(row["value"][1])) for row in rows]
        found: dict[str, float] = {}
        for service, value, number in self._totals[signal, label]:
            if service in services:
                found[value] = found.get(value, 0) + number
        return found

    def _p95(self, services: Iterable[str]) -> float | None:
        [service] = services
        rows = self._prometheus.query(str(self._signals.latency.quantile(0.95, where=[equals(labels.SERVICE, service)], window=self._window, exact=True)))
        return float(rows[0]["value"][1]) if rows and rows[0]["value"][1] != "NaN" else None


def wrong(case: Case, counted: Counted) -> dict[str, str]:
    """What differs from what is expected, in words; empty where all is right. Numbers are right within 1 %."""
    expected = dict.fromkeys(SIGNALS, 0) | dict(case.expect) if case.input.get("spans") else case.expect
    found = {name: counted.of(case, name) for name in expected}
    return {name: f"{found[name]!r}, expected {expected[name]!r}" for name in expected if not _right(found[name], expected[name])}


def _right(found: Any, expected: Any) -> bool:
    if expected == "any":
        return True
    if isinstance(expected, Mapping):
        return found.keys() == expected.keys() and all(_right(found[key], expected[key]) for key in expected)
    low, high = expected if isinstance(expected, list) else (expected * 0.99, expected * 1.01)
    return found is not None and low <= found <= high

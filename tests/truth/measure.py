"""Totals by the signals' own expressions, for tests that need no dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agentdash.query import promql
from agentdash.query.promql import Matcher, equals
from agentdash.settings import Settings
from agentdash.signals import bind
from agentdash.signals.sources import FIRST_CHUNK
from tests.truth.servers import Prometheus


class Measured:
    """The signals of some telemetry sources, asked for the last ``window`` seconds."""

    def __init__(self, prometheus: Prometheus, window: int = 600, sources: Sequence[str] = ("derived",)) -> None:
        self._prometheus, self._window = prometheus, f"{window}s"
        default = Settings()
        self._signals = bind(replace(default, telemetry=replace(default.telemetry, sources=tuple(sources))))

    def total(self, signal: str, service: str | None = None, **where: str) -> float:
        """What happened; 0 where there is no series."""
        found = self._prometheus.query(str(self._signals.named(signal).total(where=_where(service, where), window=self._window)))
        return float(found[0]["value"][1]) if found else 0.0

    def by(self, signal: str, label: str, service: str | None = None, **where: str) -> dict[str, float]:
        """What happened, per value of a label; without those where nothing did."""
        found = self._prometheus.query(str(self._signals.named(signal).total(by=(label,), where=_where(service, where), window=self._window)))
        return {row["metric"].get(label, ""): float(row["value"][1]) for row in found if float(row["value"][1])}

    def by_two(self, signal: str, first: str, second: str) -> dict[tuple[str, str], float]:
        """What happened, per value of two labels. ``first_chunks`` are the streams whose first token was timed."""
        by = tuple(dict.fromkeys((first, second)))
        if signal == "first_chunks":
            expression = promql.growth(f"{FIRST_CHUNK}_count", (), self._window, by)
        else:
            expression = str(self._signals.named(signal).total(by=by, window=self._window))
        found = self._prometheus.query(expression)
        return {(row["metric"].get(first, ""), row["metric"].get(second, "")): float(row["value"][1]) for row in found}

    def quantile(self, signal: str, q: float, service: str | None = None, **where: str) -> float | None:
        """A quantile in seconds; None where nothing was measured."""
        found = self._prometheus.query(str(self._signals.named(signal).quantile(q, where=_where(service, where), window=self._window, exact=True)))
        return float(found[0]["value"][1]) if found and found[0]["value"][1] != "NaN" else None


def _where(service: str | None, more: Mapping[str, str]) -> list[Matcher]:
    return [equals(label, value) for label, value in (*((("service_name", service),) if service else ()), *more.items())]

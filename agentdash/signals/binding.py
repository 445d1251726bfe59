"""Signals bound to settings and a selection: the expressions that panels, alerts and rules evaluate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agentdash.errors import AgentdashError
from agentdash.query import promql, traceql
from agentdash.query.promql import Matcher
from agentdash.signals import place
from agentdash.signals.catalogue import CATALOGUE
from agentdash.signals.signal import Series, Signal
from agentdash.signals.sources import METRIC_SOURCES, TRACES
from agentdash.vocabulary import labels


class NotMeasured(AgentdashError):
    """None of the chosen telemetry sources carries the signal."""


@dataclass(frozen=True)
class Selection:
    """Matchers on canonical labels that stand on every query; each applies to the signals that carry its label."""

    matchers: tuple[Matcher, ...] = ()

    def of(self, signal: Signal, extra: frozenset[str]) -> tuple[Matcher, ...]:
        """The matchers that apply to ``signal``."""
        return tuple(m for m in self.matchers if m.label in signal.labels or m.label in extra)


EVERYTHING = Selection()


@dataclass(frozen=True)
class Bound:
    """A signal whose sources and standing selection are settled.

    Windows are durations (``10m``) or Grafana intervals (``$__range``). ``by`` and ``where`` use canonical labels.
    """

    signal: Signal
    sources: tuple[str, ...]
    selection: tuple[Matcher, ...]
    others: Mapping[str, Bound]
    extra: tuple[str, ...] = ()
    """All extra labels of the settings."""

    @property
    def measured(self) -> bool:
        """Whether any chosen source carries the signal."""
        if self.signal.kind == "ratio":
            return self.others[self.signal.numerator].measured and self.others[self.signal.denominator].measured
        return bool(self._series())

    def _series(self) -> list[tuple[Series, ...]]:
        return [self.signal.sources[name] for name in self.sources if name in self.signal.sources]

    def _combine(self, one, by: Sequence[str]) -> str:
        """Unites series and sources: the series of a source add up; a later source counts only for services that
        the earlier ones do not have."""
        found = self._series()
        if not found:
            raise NotMeasured(f"{self.signal.name}: not carried by the telemetry source {', '.join(self.sources)}")
        inner = tuple(by) if len(found) == 1 else tuple(dict.fromkeys((*by, labels.SERVICE)))
        united = [self._unite([one(series, inner) for series in group], inner) for group in found]
        if len(united) == 1:
            return united[0]
        return promql.aggregate("sum", f" or on ({labels.SERVICE}) ".join(united), by)

    @staticmethod
    def _unite(parts: list[str], by: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        tagged = (f'label_replace({part}, "part", "{n}", "", "")' for n, part in enumerate(parts))
        return promql.aggregate("sum", " or ".join(tagged), by)

    def _matchers(self, series: Series, where: Iterable[Matcher]) -> tuple[Matcher, ...]:
        standing = (Matcher(series.label(m.label), m.op, m.value) for m in (*self.selection, *where))
        return (*standing, *series.where)

    def _grouped(self, build, series: Series, by: Sequence[str], where: Iterable[Matcher], window: str) -> str:
        own = [series.label(label) for label in by]
        expression = build(series.metric, self._matchers(series, where), window, own)
        for canonical, actual in zip(by, own, strict=True):
            if canonical != actual:
                expression = promql.relabel(expression, canonical, actual)
        return expression if series.scale == 1 else f"{expression} * {series.scale}"

    def total(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__range") -> str:
        """What happened in ``window``, exactly. Counters: a number; ratios: 0 to 1."""
        where = tuple(where)
        if self.signal.kind == "ratio":
            return self._ratio(lambda bound: bound.total(by, where, window))
        return self._combine(lambda series, keys: self._grouped(promql.growth, series, keys, where, window), by)

    def rate(self, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval",
             per: int = 1) -> str:
        """How often, per ``per`` seconds, averaged over ``window``. Ratios: 0 to 1."""
        where = tuple(where)
        if self.signal.kind == "ratio":
            return self._ratio(lambda bound: bound.rate(by, where, window))
        found = self._combine(lambda series, keys: self._grouped(promql.per_second, series, keys, where, window), by)
        return found if per == 1 else f"{found} * {per}"

    def quantile(self, q: float, by: Sequence[str] = (), where: Iterable[Matcher] = (), window: str = "$__rate_interval",
                 exact: bool = False) -> str:
        """The ``q`` quantile in seconds, of what happened in ``window``; ``exact`` for one number over a long window."""
        where = tuple(where)
        build = promql.growth if exact else promql.per_second
        buckets = self._combine(lambda series, keys: self._grouped(build, series, keys, where, window), ("le", *by))
        return promql.quantile(q, buckets)

    def _ratio(self, expression) -> str:
        part, whole = (expression(self.others[name]) for name in (self.signal.numerator, self.signal.denominator))
        return f"(({part}) or ({whole}) * 0) / (({whole}) > 0)"

    def spans(self, *conditions: traceql.Condition) -> tuple[traceql.Condition, ...]:
        """TraceQL conditions of the spans behind the signal, the standing selection included."""
        standing = tuple(
            traceql.matches(labels.attribute(m.label), m.value) if m.op == "=~" else traceql.equals(labels.attribute(m.label), m.value)
            for m in self.selection if m.label in labels.RESOURCE_ATTRIBUTES or m.label in labels.SPAN_ATTRIBUTES
        )
        return (*self.signal.spans.conditions(marked="derived" in self.sources), *standing, *conditions)

    @property
    def traced(self) -> bool:
        """Whether only TraceQL can tell: the settings name ``traces`` and no metric source carries the signal."""
        return TRACES in self.sources and not self.measured and self.signal.kind != "ratio"

    def _counted_spans(self) -> tuple[tuple[traceql.Condition, ...], tuple[str, ...]]:
        """Conditions for TraceQL metrics, as many as they may have, and the labels of the selection that found no room."""
        own = self.signal.spans
        if "derived" in self.sources:
            where = place.condition(own.kind, [(m.label, m.value if m.op == "=~" else re.escape(m.value)) for m in self.selection], self.extra)
            return (where, *own.conditions()[1:]), ()
        first = own.conditions(marked=False)
        # The service before all others: it tells whose numbers these are.
        standing = sorted(self.selection, key=lambda m: m.label != labels.SERVICE)
        room = traceql.MAX_METRICS_CONDITIONS - len(first)
        narrowing = [traceql.matches(labels.attribute(m.label), m.value) if m.op == "=~" else traceql.equals(labels.attribute(m.label), m.value)
                     for m in standing[:room]]
        return (*first, *narrowing), tuple(m.label for m in standing[room:])

    @property
    def unnarrowed(self) -> tuple[str, ...]:
        """Labels of the selection that do not narrow the signal's TraceQL metrics: Gigapipe takes two conditions, and only
        agentdash's Collector puts all of the selection into one attribute."""
        return self._counted_spans()[1]

    def trace_rate(self, by: Sequence[str] = ()) -> str:
        """TraceQL: how often per second. Give the query a step of a minute."""
        return traceql.rate(self._counted_spans()[0], tuple(map(labels.attribute, by)))

    def trace_count(self) -> str:
        """TraceQL: how often per step. Give the query a step of a minute."""
        return traceql.count(self._counted_spans()[0])

    def trace_quantile(self, q: float, by: Sequence[str] = ()) -> str:
        """TraceQL: the ``q`` quantile of the spans' durations. Give the query a step of a minute."""
        return traceql.duration_quantile(q, self._counted_spans()[0], tuple(map(labels.attribute, by)))


def bind(sources: Sequence[str] = ("derived",), selection: Selection = EVERYTHING, group_by: Sequence[str] = ()) -> dict[str, Bound]:
    """Every signal of the catalogue, bound. ``group_by`` names the settings' extra labels, which all series carry."""
    ordered = tuple(name for name in (*METRIC_SOURCES, TRACES) if name in sources)
    bound: dict[str, Bound] = {}
    for name, signal in CATALOGUE.items():
        bound[name] = Bound(signal, ordered, selection.of(signal, frozenset(group_by)), bound, tuple(group_by))
    return bound

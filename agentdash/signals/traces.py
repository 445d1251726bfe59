"""A signal's spans as TraceQL selects and counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agentdash.query import traceql
from agentdash.query.promql import Matcher
from agentdash.signals import searchable
from agentdash.signals.spans import Spans
from agentdash.vocabulary import labels


@dataclass(frozen=True)
class SpanQueries:
    """The spans of a signal under a selection. Give queries that count a step of a minute."""

    spans: Spans
    selection: tuple[Matcher, ...]
    sources: tuple[str, ...]
    extra: tuple[str, ...]
    """All extra labels of the settings."""

    @property
    def _marked(self) -> bool:
        """Whether agentdash's Collector has marked the spans that count."""
        return "derived" in self.sources

    def conditions(self, *more: traceql.Condition) -> tuple[traceql.Condition, ...]:
        """Conditions for a search, the selection included."""
        known = (m for m in self.selection if m.label in labels.RESOURCE_ATTRIBUTES or m.label in labels.SPAN_ATTRIBUTES)
        return (*self.spans.conditions(self._marked), *map(_condition, known), *more)

    def _counted(self) -> tuple[tuple[traceql.Condition, ...], tuple[str, ...]]:
        """Conditions for TraceQL metrics, as many as they may have, and the labels of the selection that found no room."""
        if self._marked:
            patterns = [(m.label, m.value if m.op == "=~" else re.escape(m.value)) for m in self.selection]
            return (searchable.condition(self.spans.kind, patterns, self.extra), *self.spans.conditions()[1:]), ()
        first = self.spans.conditions(marked=False)
        # The service before all others: it tells whose numbers these are.
        standing = sorted(self.selection, key=lambda m: m.label != labels.SERVICE)
        room = traceql.MAX_METRICS_CONDITIONS - len(first)
        return (*first, *map(_condition, standing[:room])), tuple(m.label for m in standing[room:])

    @property
    def unnarrowed(self) -> tuple[str, ...]:
        """Labels of the selection that do not narrow what is counted: Gigapipe takes two conditions, and only agentdash's
        Collector puts all of the selection into one attribute."""
        return self._counted()[1]

    def rate(self, by: Sequence[str] = ()) -> str:
        """TraceQL: how often per second."""
        return traceql.rate(self._counted()[0], tuple(map(labels.attribute, by)))

    def count(self) -> str:
        """TraceQL: how often per step."""
        return traceql.count(self._counted()[0])

    def quantile(self, q: float, by: Sequence[str] = ()) -> str:
        """TraceQL: the ``q`` quantile of the spans' durations."""
        return traceql.duration_quantile(q, self._counted()[0], tuple(map(labels.attribute, by)))


def _condition(matcher: Matcher) -> traceql.Condition:
    write = traceql.matches if matcher.op == "=~" else traceql.equals
    return write(labels.attribute(matcher.label), matcher.value)

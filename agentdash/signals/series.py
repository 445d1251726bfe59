"""Where telemetry sources keep what a signal counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from agentdash.query import promql
from agentdash.query.promql import Matcher
from agentdash.vocabulary import labels

OWN = "own"
"""In the place of a telemetry source: a metric that somebody's programs export themselves."""

Growth = Callable[[str, Iterable[Matcher], str, Sequence[str]], str]
"""What counters grew by: metric, matchers, window and labels to PromQL (:func:`promql.growth`, :func:`promql.per_second`)."""


@dataclass(frozen=True)
class Series:
    """Where one telemetry source keeps a counter or histogram.

    ``metric`` is Prometheus' name. ``where`` are matchers that it needs besides, ``rename`` maps canonical labels to this source's own names. ``scale`` turns its unit into the signal's.
    """

    metric: str
    where: tuple[Matcher, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    scale: float = 1.0
    resets: bool = False
    """Whether it may begin at any number and be set back: what programs export themselves."""

    def label(self, canonical: str) -> str:
        """This source's name of a canonical label."""
        return dict(self.rename).get(canonical, canonical)

    def grown(self, build: Growth, by: Sequence[str], where: Iterable[Matcher], window: str) -> str:
        """What the series grew by, with canonical labels."""
        own = [self.label(label) for label in by]
        matchers = (*(Matcher(self.label(m.label), m.op, m.value) for m in where), *self.where)
        if self.resets and build is promql.growth:
            build = promql.increase
        found = build(self.metric, matchers, window, own)
        for canonical, actual in zip(by, own, strict=True):
            if canonical != actual:
                found = promql.relabel(found, canonical, actual)
        return promql.times(found, self.scale)


def carried(sources: Mapping[str, tuple[Series, ...]], names: Iterable[str]) -> list[tuple[Series, ...]]:
    """The series of the named telemetry sources that have any, and those of somebody's own, which no source has to carry."""
    return [sources[name] for name in (*names, OWN) if name in sources]


def united(found: Sequence[tuple[Series, ...]], build: Growth, by: Sequence[str], where: tuple[Matcher, ...], window: str) -> str:
    """The series of a source add up; a later source counts only for services that the earlier ones do not have."""
    inner = tuple(by) if len(found) == 1 else tuple(dict.fromkeys((*by, labels.SERVICE)))
    parts = [_added([series.grown(build, inner, where, window) for series in group], inner) for group in found]
    if len(parts) == 1:
        return parts[0]
    return promql.aggregate("sum", f" or {promql.on((labels.SERVICE,))} ".join(parts), by)


def _added(parts: list[str], by: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return promql.aggregate("sum", promql.union({str(number): part for number, part in enumerate(parts)}, "of"), by)

"""What a signal is: one definition that panels, alerts, recording rules and the docs table all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from agentdash.query.promql import Matcher
from agentdash.signals.spans import CALLS, Spans

Kind = Literal["counter", "latency", "ratio"]


@dataclass(frozen=True)
class Series:
    """Where one telemetry source keeps a counter or histogram.

    ``rename`` maps canonical labels to this source's own names. ``scale`` turns its unit into the signal's.
    """

    metric: str
    where: tuple[Matcher, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    scale: float = 1.0

    def label(self, canonical: str) -> str:
        """This source's name of a canonical label."""
        return dict(self.rename).get(canonical, canonical)


@dataclass(frozen=True)
class Signal:
    """Something measured: a name, a Grafana unit, a meaning in words, labels, and its series per telemetry source.

    ``sources`` maps a source (``derived``, ``semconv``, …) to the series that add up to the signal there.
    A ``ratio`` has no series of its own: it is ``numerator`` over ``denominator`` (names of other signals).
    ``spans`` are the spans that are counted; every way on to traces uses them.
    """

    name: str
    title: str
    unit: str
    meaning: str
    labels: tuple[str, ...]
    kind: Kind = "counter"
    sources: Mapping[str, tuple[Series, ...]] = field(default_factory=dict)
    numerator: str = ""
    denominator: str = ""
    spans: Spans = CALLS

"""`telemetry:`, what the agents send and how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings import dialects
from agentdash.settings.dialects import OwnDialect
from agentdash.settings.durations import seconds
from agentdash.settings.place import Place
from agentdash.vocabulary.taken import OWN, TAKEN

# Below this a dashboard asks more often than anything is written; above it Prometheus' five minutes of look-back
# leave holes between two samples.
_SHORTEST, _LONGEST = 1, 120


@dataclass(frozen=True)
class Sampling:
    """Which share of traces is kept, by the applications (head) and by the collector (tail)."""

    # 0 < ratio <= 1
    head_ratio: float
    # 0 to 100; 100 switches tail sampling off
    tail_percent: float
    # seconds
    tail_slow: int
    tail_wait: int


@dataclass(frozen=True)
class Telemetry:
    """Sources, interval, labels and what is kept."""

    sources: tuple[str, ...]
    # seconds
    interval: int
    # Names of the extra labels, and the resource attribute behind each, in the same order
    group_by: tuple[str, ...]
    group_by_attributes: tuple[str, ...]
    content: bool
    # Attributes that name a person, the first that is there counts; () for nobody
    people: tuple[str, ...]
    people_hashed: bool
    models: tuple[str, ...]
    sampling: Sampling
    # Frameworks of one's own
    dialects: tuple[OwnDialect, ...]


def from_raw(raw: Mapping[str, Any], at: Place) -> Telemetry:
    """Build the section from its checked YAML. An interval out of bounds is a problem, and a label that is taken."""
    interval = seconds(raw["interval"])
    if not _SHORTEST <= interval <= _LONGEST:
        at["interval"].wrong(f'"{raw["interval"]}" is not between 1s and 2m', "write e.g. 15s")
    labels = raw["group_by"]
    for label in labels:
        if label in TAKEN or label.startswith(OWN):
            at["group_by"][label].wrong("something in agentdash is called so already", f"remove it, or write e.g. {_other(label)}")
    return Telemetry(
        sources=tuple(raw["sources"]),
        interval=interval,
        group_by=tuple(labels),
        group_by_attributes=tuple(labels.values()),
        content=raw["content"],
        people=tuple(raw["people"]),
        people_hashed=raw["people_hashed"],
        models=tuple(raw["models"]),
        sampling=_sampling(raw["sampling"]),
        dialects=dialects.from_raw(raw["dialects"], at["dialects"]),
    )


def _other(label: str) -> str:
    return next(name for name in (f"our_{label}", f"our_own_{label}") if name not in TAKEN)


def _sampling(raw: Mapping[str, Any]) -> Sampling:
    return Sampling(float(raw["head_ratio"]), float(raw["tail_percent"]), seconds(raw["tail_slow"]), seconds(raw["tail_wait"]))

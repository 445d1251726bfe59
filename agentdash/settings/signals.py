"""`signals:`, what somebody measures beside what agentdash measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place


@dataclass(frozen=True)
class OwnSignal:
    """A counter or histogram of somebody's own, or one signal over another."""

    name: str
    title: str
    meaning: str
    # Grafana's; "" means: that of what it is made of
    unit: str
    # The counter, or the histogram without `_bucket`; "" for a ratio
    metric: str
    histogram: bool
    # (canonical label, theirs)
    labels: tuple[tuple[str, str], ...]
    # Names of signals; "" for a metric
    part: str
    whole: str
    # From where it is worth a look, and bad
    limits: tuple[float, float] | None
    # Where the settings say it
    place: str


def from_raw(raw: Mapping[str, Any], at: Place) -> tuple[OwnSignal, ...]:
    """Build them from their checked YAML. A signal that is neither a counter, a histogram nor a ratio is a problem, and one that is two of them."""
    return tuple(_signal(name, one, at[name]) for name, one in raw.items())


_KINDS = ("counter", "histogram", "part")


def _signal(name: str, raw: Mapping[str, Any], at: Place) -> OwnSignal:
    told = [kind for kind in _KINDS if kind in raw]
    if not told:
        at.wrong("measures nothing", "write counter: or histogram: and a metric's name, or part: and whole: and signals' names")
    for kind in told[1:]:
        at[kind].wrong(f"it has {told[0]} already", f"keep one of {', '.join(told)}")
    for one, other in (("part", "whole"), ("whole", "part")):
        if one in raw and other not in raw:
            at[one].wrong(f"{other} is missing", f"write {other} beside it: the name of a signal")
    if "part" in raw and "labels" in raw:
        at["labels"].wrong("a ratio has the labels that both its signals have", "remove it")
    limits = raw.get("limits")
    if limits and not limits["orange"] < limits["red"]:
        at["limits"].wrong("orange is not below red", "write e.g. {orange: 10, red: 50}")
    labels = raw.get("labels", [])
    return OwnSignal(
        name, raw.get("title", name.replace("_", " ").capitalize()), raw["meaning"], raw.get("unit", ""),
        raw.get("counter", raw.get("histogram", "")).removesuffix("_bucket"), "histogram" in raw,
        tuple(labels.items()) if isinstance(labels, Mapping) else tuple((label, label) for label in labels),
        raw.get("part", ""), raw.get("whole", ""), (limits["orange"], limits["red"]) if limits else None, str(at),
    )

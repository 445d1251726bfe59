"""Where values are worth a look and where they are bad: an alert's threshold and the colours of its panels are one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from agentdash.settings import Settings


class Limits(NamedTuple):
    """Values from which something is worth a look, and bad."""

    look: float
    bad: float


FromSettings = Callable[["Settings"], Limits]


def above(alert: str, key: str = "above") -> FromSettings:
    """Bad above the threshold of an alert, worth a look above half of it unless the alert says where (``look``)."""
    def limits(settings: Settings) -> Limits:
        rule = settings.alerts.of(alert)
        threshold = float(rule[key])
        return Limits(float(rule.values.get("look", threshold / 2)), threshold)
    return limits


def fixed(look: float, bad: float) -> FromSettings:
    """Limits that no alert knows."""
    return lambda settings: Limits(look, bad)


slower_than = above("latency", "slower_than")
"""Seconds of a call: bad is what the alert on latency counts as slow."""


def stalled(settings: Settings) -> Limits:
    """Seconds of a tool run: what the alert on stalls begins to look at, and so many times more as it takes against yesterday."""
    rule = settings.alerts.of("stall")
    return Limits(float(rule["above"]), float(rule["above"]) * float(rule["times_past"]))

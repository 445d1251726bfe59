"""What is measured: one definition per signal, with one expression per telemetry source.

``bind(settings)`` gives all of them, money included, as typed attributes: ``bind(settings).error_ratio.total(by=(labels.MODEL,))``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentdash.signals.binding import EVERYTHING, Selection, UnknownSignal
from agentdash.signals.catalogue import CATALOGUE, Signals
from agentdash.signals.contract import Amount, NotMeasured, Signal, Timed
from agentdash.signals.counted import Counted, Exceeding, Histogram
from agentdash.signals.expression import NAME, Expression, either, joined, share, union
from agentdash.signals.money import SERVED

if TYPE_CHECKING:
    from agentdash.settings import Settings

__all__ = [
    "CATALOGUE", "EVERYTHING", "NAME", "SERVED", "Amount", "Counted", "Exceeding", "Expression", "Histogram", "NotMeasured", "Selection", "Signal", "Signals", "Timed",
    "UnknownSignal", "bind", "either", "joined", "measured", "share", "union",
]


def bind(settings: Settings, selection: Selection = EVERYTHING, hourly: bool = False) -> Signals:
    """Every signal under the settings; ``selection`` stands on every query, without one nothing narrows them. ``hourly``: out of
    the hourly samples that recording rules keep."""
    return Signals(settings, selection, hourly)


def measured(*asked: Signal | Expression) -> bool:
    """Whether the telemetry sources carry all of these."""
    return all(one.measured for one in asked)

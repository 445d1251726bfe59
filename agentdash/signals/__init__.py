"""What is measured: one definition per signal, with one expression per telemetry source."""

from agentdash.signals.binding import EVERYTHING, Bound, NotMeasured, Selection, bind
from agentdash.signals.catalogue import CATALOGUE
from agentdash.signals.signal import Series, Signal
from agentdash.signals.spans import Spans

__all__ = ["CATALOGUE", "EVERYTHING", "Bound", "NotMeasured", "Selection", "Series", "Signal", "Spans", "bind"]

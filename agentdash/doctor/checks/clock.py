"""Whether the clocks agree: with another time nothing is found where it is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from agentdash.ask import Endpoint, NoAnswer, Refusal
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.world import World

_TOLERATED = 20
"""Seconds: an answer takes some, and its header has whole ones."""


class Clock(Check):
    """This machine's clock, the Collector's and Prometheus'."""

    name, title = "clock", "Clocks"

    def run(self, world: World) -> Iterator[Finding]:
        """Reads the Date header of answers."""
        differences = {}
        asked = [("Prometheus", world.prometheus.at, "/api/v1/query?query=1")]
        if "derived" in world.settings.telemetry.sources:
            asked.insert(0, ("the Collector", world.listening(world.settings.collector.health), "/"))
        for name, at, path in asked:
            if (there := _time(at, path)) is not None:
                differences[name] = there - world.now
        if not differences:
            yield unknown("nobody here tells the time", asked=False)
        off = {name: value for name, value in differences.items() if abs(value) > _TOLERATED}
        if off and len(differences) > 1 and max(differences.values()) - min(differences.values()) <= _TOLERATED:
            [value, *_] = off.values()
            yield bad(f"this machine's clock is {_words(-value)} those of {' and '.join(differences)}", "set it by NTP; dashboards ask for times of the browser's machine")
        else:
            for name, value in off.items():
                yield bad(f"the clock of {name.removeprefix('the ')} is {_words(value)} this machine's", "set both by NTP; samples of another time are refused or not found")
        if differences and not off:
            yield good(f"{' and '.join(differences)}: within {_TOLERATED} s of this machine")


def _time(at: Endpoint, path: str) -> float | None:
    try:
        date = at.fetch(path)[1].get("date", "")
        return parsedate_to_datetime(date).timestamp() if date else None
    except (NoAnswer, Refusal, ValueError):
        return None


def _words(seconds: float) -> str:
    return f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'}"

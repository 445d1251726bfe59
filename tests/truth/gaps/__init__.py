"""Cells that the telemetry cannot make true: why, how that was seen, and what to do about it.

A gap that has become true fails the truth test as stale; where it says what is told, anything else fails it too.
"""

from __future__ import annotations

from tests.truth.gaps import frameworks, older, tools
from tests.truth.gaps.gap import Gap

__all__ = ["NOT_REPORTED", "Gap"]

NOT_REPORTED: dict[tuple[str, str], Gap] = {
    (name, cell): found for room in (older, frameworks, tools) for name, cell, found in room.gaps()}
"""By recording and cell."""

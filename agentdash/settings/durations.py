"""Lengths of time as people write them: `15s`, `5m`, `6h`, `30d`."""

from __future__ import annotations

import re

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_PATTERN = re.compile(r"([1-9][0-9]{0,5})([smhdw])")


def is_duration(text: str) -> bool:
    """Whether `text` is one whole number and one unit."""
    return _PATTERN.fullmatch(text) is not None


def seconds(text: str) -> int:
    """Return the length of a duration in seconds. Raises ValueError when it is none."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]) * _SECONDS[match[2]]

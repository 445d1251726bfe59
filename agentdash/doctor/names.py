"""Many names in one line."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 5


def some(names: Iterable[str], most: int = _SHOWN) -> str:
    """The first few of some names, and how many more there are."""
    found = list(names)
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def with_numbers(numbers: Iterable[tuple[str, float]]) -> str:
    """Names with how often each, the most first."""
    return some(f"{name} {value:,.0f}" for name, value in sorted(numbers, key=lambda one: (-one[1], one[0])))

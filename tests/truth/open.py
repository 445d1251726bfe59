"""Cells of recordings that the telemetry can tell and that are not true yet. Temporary: open.txt is to be empty, and then this is to go.

`python -m tests.truth.table --open` writes open.txt anew, for the recordings that it measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

_FILE = Path(__file__).parent / "open.txt"


def _read() -> dict[str, list[str]]:
    return {name: cells for name, *cells in map(str.split, _FILE.read_text().splitlines())}


OTHERS = ("privacy", "long_runs", "fallbacks", "order")
"""What is tested of a recording beside the cells of the table."""
_ALL = frozenset((name, cell) for name, cells in _read().items() for cell in cells)
OPEN: frozenset[tuple[str, str]] = frozenset((name, cell) for name, cell in _ALL if cell not in OTHERS)
"""Recording and cell."""


def marks(name: str, *cells: str) -> list[pytest.MarkDecorator]:
    """An expected failure where one of these cells of a recording is open; of any of its cells where none is named."""
    found = sorted(cell for recording, cell in _ALL if recording == name and (not cells or cell in cells))
    return [pytest.mark.xfail(reason=f"open: {', '.join(found)}")] if found else []


def rewrite(measured: Mapping[str, Iterable[str]]) -> None:
    """Replaces the lines of these recordings by their open cells."""
    found = _read()
    for name, cells in measured.items():
        found[name] = [*cells, *(cell for cell in found.get(name, ()) if cell in OTHERS)]
    _FILE.write_text("".join(f"{' '.join((name, *cells))}\n" for name, cells in sorted(found.items()) if cells))

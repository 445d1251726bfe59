"""Answers as Grafana holds them: frames of fields."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

Cell = float | str | None
Series = tuple[Mapping[str, str], list[tuple[float, float]]]
"""Labels, and points as (Unix seconds, value)."""


@dataclass(frozen=True)
class Field:
    """A column: numbers, texts, or what is missing."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers; a column in which everything is missing does."""
        return not any(isinstance(cell, str) for cell in self.cells)

    def renamed(self, name: str) -> Field:
        """The same under another name."""
        return replace(self, name=name)


@dataclass(frozen=True)
class Frame:
    """Columns of one length."""

    fields: tuple[Field, ...] = field(default=())

    def named(self, name: str) -> Field | None:
        """The column of that name."""
        return next((one for one in self.fields if one.name == name), None)

    def rows(self) -> list[tuple[Cell, ...]]:
        """Row by row."""
        return list(zip(*(one.cells for one in self.fields), strict=True))

    def __len__(self) -> int:
        """How many rows."""
        return max((len(one.cells) for one in self.fields), default=0)


def rank(cell: Cell) -> tuple[bool, float, str]:
    """For sorting: what is missing first; numbers by size, texts by letter."""
    if isinstance(cell, str):
        return (True, 0.0, cell)
    return (False, 0.0, "") if cell is None or math.isnan(cell) else (True, cell, "")


def table(answers: Mapping[str, Sequence[tuple[Mapping[str, str], float]]]) -> list[Frame]:
    """Queries in the format ``table``, by their letter: a row per series, labels as columns, `Value`, or `Value #A` where there are several queries."""
    found = []
    for key, series in answers.items():
        names = sorted({name for labels, _ in series for name in labels})
        columns = [Field(name, tuple(labels.get(name) for labels, _ in series)) for name in names]
        value = "Value" if len(answers) == 1 else f"Value #{key}"
        found.append(Frame((*columns, Field(value, tuple(number for _, number in series)))))
    return found


def legend(format: str, labels: Mapping[str, str]) -> str:
    """The name of a series."""
    if format and format != "__auto":
        return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: labels.get(found[1], ""), format)
    shown = {name: value for name, value in sorted(labels.items()) if name != "__name__"}
    if len(shown) == 1:
        return next(iter(shown.values()))
    return labels.get("__name__", "") + ("{" + ", ".join(f'{name}="{value}"' for name, value in shown.items()) + "}" if shown else "Value")

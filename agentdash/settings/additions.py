"""What extensions add to a project, beside what its settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Additions:
    """Parts for the rooms. A room asks for those of its own type and is the only one that knows what they are."""

    parts: tuple[object, ...] = ()

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """Every part of a type, in the order of the extensions."""
        return tuple(part for part in self.parts if isinstance(part, kind))


@dataclass(frozen=True)
class Defaults:
    """Settings of an extension: they count where the files say nothing else."""

    # As messages call the file
    name: str
    text: str


NOTHING = Additions()

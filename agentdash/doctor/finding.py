"""What a check is, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from agentdash.doctor.world import World


class Mark(Enum):
    """How it stands."""

    GOOD = "✓"
    BAD = "✗"
    UNKNOWN = "?"


@dataclass(frozen=True)
class Finding:
    """One line about one thing, and the one thing to do where it is not well.

    ``asked`` is false where the settings or the options did not ask for it: that is unknown, and nobody's fault.
    """

    mark: Mark
    line: str
    remedy: str = ""
    asked: bool = True


def good(line: str) -> Finding:
    """All is well."""
    return Finding(Mark.GOOD, line)


def bad(line: str, remedy: str) -> Finding:
    """Something is wrong, and what to do."""
    return Finding(Mark.BAD, line, remedy)


def unknown(line: str, remedy: str = "", asked: bool = True) -> Finding:
    """It cannot be told, and what would make it so."""
    return Finding(Mark.UNKNOWN, line, remedy, asked)


class Check(ABC):
    """One link of the chain. ``needs`` are the names of checks without whose good end there is nothing to ask."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    per_panel: ClassVar[bool] = False
    """Whether it tells something of one panel (``--panel``)."""

    @abstractmethod
    def run(self, world: World) -> Iterator[Finding]:
        """What it finds. An error that a person can understand ends it, and is told as what cannot be known."""

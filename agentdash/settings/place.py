"""Where in the settings something stands, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.settings.document import Path
from agentdash.settings.given import Given, Problem


@dataclass(frozen=True)
class Place:
    """A path in the settings. `at["interval"]` goes down; `at.wrong(...)` notes a problem, and reading goes on.

    ``whole`` is the document with its defaults, for the few values that depend on another section.
    """

    given: Given
    whole: Mapping[str, Any]
    path: Path = ()
    found: list[Problem] = field(default_factory=list, compare=False)

    def __getitem__(self, key: str | int) -> Place:
        return Place(self.given, self.whole, (*self.path, key), self.found)

    def __str__(self) -> str:
        return str(self.given.origin(self.path))

    @property
    def file(self) -> str:
        """The file in which it stands."""
        return self.given.origin(self.path).file

    @property
    def is_given(self) -> bool:
        """Whether a file says this; otherwise it is a default."""
        return self.path in self.given.origins

    def wrong(self, what: str, instead: str) -> None:
        """Note what is wrong here, and what to write instead."""
        self.found.append(Problem(self.path, what, instead))

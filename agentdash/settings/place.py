"""Where in a settings file something stands, and errors that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from agentdash.errors import UserError
from agentdash.settings.document import Path, dotted


@dataclass(frozen=True)
class Place:
    """A file and a path in it. `at["interval"]` goes down; `at.fail(...)` raises the one-line error.

    `document` is the whole checked file, for the few values whose default depends on another section.
    """

    file: str
    path: Path = ()
    document: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __getitem__(self, key: str | int) -> Place:
        return Place(self.file, (*self.path, key), self.document)

    def __str__(self) -> str:
        return f"{self.file}: {dotted(self.path)}" if self.path else self.file

    def fail(self, problem: str, instead: str) -> NoReturn:
        """Raise UserError: `file: place: what is wrong; what to write instead`."""
        raise UserError(f"{self}: {problem}; {instead}")

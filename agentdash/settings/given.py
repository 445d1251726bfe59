"""What settings files say: one mapping merged from all of them, and where each of its values stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from agentdash.settings import schema
from agentdash.settings.document import Document, Path, dotted


class Origin(NamedTuple):
    """Where a value stands: a file, its line there (from 1), and the path that leads to it in that file."""

    file: str
    line: int
    path: Path

    def __str__(self) -> str:
        return f"{self.file}: {dotted(self.path)}" if self.path else self.file


class Problem(NamedTuple):
    """One thing that is wrong, where, and what would be right."""

    path: Path
    what: str
    instead: str


@dataclass
class Given:
    """The merged files. ``names`` are their names in messages, in the order in which they were read."""

    names: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[Path, Origin] = field(default_factory=dict)

    def origin(self, path: Path) -> Origin:
        """Where `path` stands, or where it would: in the nearest section around it that a file has."""
        around = path
        while around and around not in self.origins:
            around = around[:-1]
        if not around:
            return Origin(self.names[-1], 0, path)
        found = self.origins[around]
        return found._replace(path=(*found.path, *path[len(around):]))

    def merge(self, read: Document, file: str, section: str = "") -> None:
        """Add one file, or one that holds a single section: sections are joined key by key, everything else is replaced.

        A key without a value says nothing. `null` takes back what an earlier file said, except where it is a value.
        """
        top = (section,) if section else ()

        def merged(before: Any, value: Any, path: Path, node: schema.Node) -> Any:
            here = (*top, *path)
            if not (isinstance(before, dict) and isinstance(value, dict)):
                before = {}
                self._forget(here)
            if path in read.lines or not path:
                self.origins[here] = Origin(file, read.lines.get(path, 0), path)
            if isinstance(value, list):
                return [merged(None, item, (*path, number), schema.below(node, number)) for number, item in enumerate(value)]
            if not isinstance(value, dict):
                return value
            whole = dict(before)
            for key, item in value.items():
                inside, child = (*path, key), schema.below(node, key)
                if item is not None or child.get("x-may-be-blank") or (inside not in read.blank and schema.allows_null(child)):
                    whole[key] = merged(whole.get(key), item, inside, child)
                elif inside not in read.blank:
                    whole.pop(key, None)
                    self._forget((*top, *inside))
            return whole

        if section:
            self.data[section] = merged(self.data.get(section), read.data, (), schema.below(schema.load(), section))
        else:
            self.data = merged(self.data, read.data, (), schema.load())

    def lines(self, problems: Iterable[Problem]) -> list[str]:
        """The problems as lines, each once, file by file and from top to bottom."""
        order = {name: number for number, name in enumerate(self.names)}
        placed = sorted(
            ((self.origin(problem.path), problem) for problem in problems),
            key=lambda found: (order.get(found[0].file, len(order)), found[0].file, found[0].line, len(found[0].path), found[0].path == ()),
        )
        return list(dict.fromkeys(f"{origin}: {problem.what}; {problem.instead}" for origin, problem in placed))

    def _forget(self, path: Path) -> None:
        if path in self.origins:
            for known in [known for known in self.origins if known[: len(path)] == path]:
                del self.origins[known]

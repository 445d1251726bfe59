"""`extensions:`, Python files and modules that add to what is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from agentdash.settings.given import Given

KEY = "extensions"


@dataclass(frozen=True)
class ExtensionName:
    """A file (with a path, from the folder of the settings that name it) or a module."""

    text: str
    # None: a module
    path: Path | None
    # Where the settings name it
    place: str


def named(given: Given) -> tuple[ExtensionName, ...]:
    """The extensions that the files name; none where what they say is no list of texts, and one that
    stands there twice once: the schema tells."""
    listed = given.data.get(KEY)
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        return ()
    return tuple(_named(one, number, given) for number, one in enumerate(listed) if one not in listed[:number])


def _named(text: str, number: int, given: Given) -> ExtensionName:
    origin = given.origin((KEY, number))
    is_file = text.endswith(".py") or "/" in text or "\\" in text
    return ExtensionName(text, Path(origin.file).parent / text if is_file else None, str(origin))


def texts(names: Iterable[ExtensionName]) -> tuple[str, ...]:
    """The names as the settings have them."""
    return tuple(one.text for one in names)

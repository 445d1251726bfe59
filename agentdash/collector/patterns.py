"""Patterns (RE2) made of names and of other patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _plain(name: str) -> str:
    # Python also escapes what RE2 would not need escaped, e.g. blanks and dashes.
    return re.sub(r"([.\\+*?()|\[\]{}^$])", r"\\\1", name)


def any_name(names: Iterable[str]) -> str:
    """Matches each of the names and nothing else."""
    return f"^({'|'.join(map(_plain, names))})$"


def any_beginning(names: Iterable[str]) -> str:
    """Matches what begins with one of the names."""
    return f"^({'|'.join(map(_plain, names))})"


def any_whole(patterns: Iterable[str]) -> str:
    """Matches what one of the patterns matches from its first to its last character."""
    return f"^(?:{'|'.join(patterns)})$"

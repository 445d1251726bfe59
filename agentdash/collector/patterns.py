"""Patterns (RE2) made of names and of other patterns."""

from __future__ import annotations

import itertools
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


def any_start(patterns: Iterable[str]) -> str:
    """Matches what one of the patterns matches from its first to its last character; what ends with ``.*`` is left early."""
    # Sorted, for RE2 puts neighbours with one beginning together.
    return f"^(?:{'|'.join(one.removesuffix('.*') if one.endswith('.*') else f'{one}$' for one in sorted(patterns))})"


def names_and_patterns(patterns: Iterable[str]) -> tuple[list[str], list[str]]:
    """Splits patterns into the names that they spell out, and those that match names without number. Both in order, each once.

    A name is looked up at once, where a pattern is tried letter by letter.
    """
    names: dict[str, None] = {}
    open_: dict[str, None] = {}
    for pattern in patterns:
        for one in _alternatives(pattern):
            plain = re.sub(r"\\(.)", r"\1", one)
            if re.fullmatch(r"(\\.|[^\\.+*?()|\[\]{}^$])*", one):
                names[plain] = None
            else:
                open_[one] = None
    return list(names), list(open_)


def _alternatives(pattern: str) -> list[str]:
    """Patterns without groups that together match the same; a group that repeats stays."""
    start = next((found.start() for found in re.finditer(r"(?<!\\)\(", pattern)), None)
    if start is None:
        return [pattern]
    depth, cuts = 0, [start]
    for end in range(start, len(pattern)):
        escaped = pattern[end - 1] == "\\"
        depth += (pattern[end] == "(" and not escaped) - (pattern[end] == ")" and not escaped)
        if (depth == 1 and pattern[end] == "|" and not escaped) or depth == 0:
            cuts.append(end)
        if depth == 0:
            break
    after = pattern[end + 1:]
    if after[:1] in ("*", "+", "{"):
        return [pattern]
    options = [pattern[first + 1:last] for first, last in itertools.pairwise(cuts)]
    if after[:1] == "?":
        options, after = [*options, ""], after[1:]
    return [one for option in options for one in _alternatives(f"{pattern[:start]}{option}{after}")]

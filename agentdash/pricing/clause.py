"""How the book says which names a model has: small rules over a lower-case name.

A clause is a pair of an operator and its text: ``=`` equals, ``^`` begins with, ``$`` ends with, ``*`` contains,
``~`` regular expression (found anywhere), or ``&`` with a list of clauses that must all hold. A model has several
clauses, one of which must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Clause = tuple[str, Any]


def holds(clause: Clause, name: str) -> bool:
    """Whether a lower-case name fulfils the clause."""
    operator, text = clause
    if operator == "=":
        return name == text
    if operator == "^":
        return name.startswith(text)
    if operator == "$":
        return name.endswith(text)
    if operator == "*":
        return text in name
    if operator == "~":
        return _compiled(text).search(name) is not None
    return all(holds(part, name) for part in text)


def matches(clauses: Iterable[Clause], name: str) -> bool:
    """Whether one of a model's clauses holds for a lower-case name."""
    return any(holds(clause, name) for clause in clauses)


def texts(clauses: Iterable[Clause]) -> list[str]:
    """Every literal text in the clauses: names, or the beginnings and ends of names."""
    found: list[str] = []
    for operator, text in clauses:
        if operator == "&":
            found += texts(text)
        elif operator != "~":
            found.append(text)
    return found


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)

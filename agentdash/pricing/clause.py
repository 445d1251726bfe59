"""How the book says which names a model has: small rules over a lower-case name.

A clause is a pair of an operator and its text: ``=`` equals, ``^`` begins with, ``$`` ends with, ``*`` contains,
``~`` regular expression (found anywhere), or ``&`` with a list of clauses that must all hold. A model has several
clauses, one of which must hold.

The book is asked by keys, not by trying every clause: :func:`whole_names` and :func:`beginnings` say for which. What a
clause leaves open to the right is open to dates, versions and editions only (`names.AFTER`): a distillation, a size or a
quantisation is another model, and costs something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

Clause = tuple[str, Any]

# The parts of the book's regular expressions that only say that a date or a version may follow.
_DATES = re.compile(r"\(?(?:\[-@\]|[-@])\\d(?:\{[0-9]+\}(?:-\\d\{[0-9]+\})*)?\)?\??$")
_LOOKAHEAD = re.compile(r"^\^\(\?[!=].*")


def holds(clause: Clause, name: str) -> bool:
    """Whether a lower-case name fulfils the clause."""
    operator, text = clause
    if operator == "=":
        return bool(name == text)
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


def whole_names(identity: str, clauses: Iterable[Clause]) -> Iterator[str]:
    """Names that a model has as a whole; ``identity`` is its id in the book."""
    yield identity.lower()
    for operator, text in clauses:
        if operator in "=$":
            yield text.lstrip("/")
        elif operator == "~" and (found := _literal(text)) and not _DATES.search(text.removesuffix("$")):
            yield found


def beginnings(clauses: Iterable[Clause]) -> Iterator[str]:
    """Names after which dates, versions and editions may follow.

    A clause that contains a text stands for it too: what may stand before it, a path, a region, a maker, is taken off a name
    when it is read.
    """
    for operator, text in clauses:
        if operator in "^*":
            yield re.sub(r"[-@]20[0-9]{2}-?$|[-@]$", "", text)
            if text.endswith("-0"):
                # Of a number (`-001`), or the spelling of a version without one (`claude-opus-4-0`).
                yield text.removesuffix("-0")
        elif operator == "~" and (found := _literal(text)) and _DATES.search(text.removesuffix("$")):
            yield found
        elif operator == "&":
            yield from beginnings(part for part in text if part[0] != "~")


def _literal(pattern: str) -> str:
    """The one name in a regular expression of the book, "" where it has more than one."""
    if _LOOKAHEAD.match(pattern):
        return ""
    bare = re.sub(r"^\(([a-z-]+/)\)\?", "", pattern.removeprefix("^"))
    bare = _DATES.sub("", bare.removesuffix("$"))
    plain = re.sub(r"\\([.\[\]])", r"\1", bare)
    return "" if re.search(r"[\\()*+?|{}^$]", plain) else plain


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)

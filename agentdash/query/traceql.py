"""TraceQL that Tempo and Gigapipe answer alike.

Measured on Gigapipe 5.1: ``status`` and ``kind`` beside another condition find nothing, metrics queries turn ``||`` into
"and", compare numbers as text and take two conditions on attributes at most, one quantile at a time, no aggregates of
attributes, no quoted names, no ``nil``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agentdash.backends import BACKENDS
from agentdash.query.promql import NotPortable

_ATTRIBUTE = re.compile(r"(?:span|resource)\.[A-Za-z_][A-Za-z0-9_.]*")
_DURATION = re.compile(r"\d+(?:\.\d+)?(?:ms|s|m|h)")
_COMPARISONS = {">", ">=", "<", "<="}

MAX_METRICS_CONDITIONS = min(one.most_trace_conditions for one in BACKENDS.values() if one.most_trace_conditions)
"""Conditions on attributes that a metrics query may have on every backend: with three Gigapipe answers 500."""


@dataclass(frozen=True)
class Condition:
    """One comparison inside a spanset."""

    left: str
    op: str
    right: str
    numeric: bool = False

    def __str__(self) -> str:
        return f"{self.left} {self.op} {self.right}"


def _attribute(name: str) -> str:
    if not _ATTRIBUTE.fullmatch(name):
        raise NotPortable(f"{name!r}: name a span. or resource. attribute; Gigapipe answers 500 to anything else")
    return name


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def equals(attribute: str, value: str) -> Condition:
    """``attribute = "value"``."""
    return Condition(_attribute(attribute), "=", _quoted(value))


def present(attribute: str) -> Condition:
    """``attribute != ""``: the spans that carry the attribute."""
    return Condition(_attribute(attribute), "!=", '""')


def matches(attribute: str, pattern: str) -> Condition:
    """``attribute =~ "^(?:pattern)$"``, anchored because Gigapipe does not anchor."""
    return Condition(_attribute(attribute), "=~", _quoted(f"^(?:{pattern})$"))


def compares(attribute: str, op: str, number: str) -> Condition:
    """A numeric comparison; searches only, for metrics queries compare it as text on Gigapipe."""
    if op not in _COMPARISONS:
        raise NotPortable(f"{attribute} {op} {number}: compare with one of > >= < <=")
    return Condition(_attribute(attribute), op, number, numeric=True)


def longer_than(duration: str) -> Condition:
    """``duration > 5s``; the duration may also be a Grafana variable."""
    if not _DURATION.fullmatch(duration) and not duration.startswith("$"):
        raise NotPortable(f"{duration!r} is no duration; write e.g. 5s")
    return Condition("duration", ">", duration)


def search(*conditions: Condition) -> str:
    """A spanset: ``{ a && b }``."""
    if not conditions:
        raise NotPortable("an empty spanset {} finds nothing on Gigapipe; name a condition")
    return "{ " + " && ".join(map(str, conditions)) + " }"


def select(spanset: str, attributes: Sequence[str]) -> str:
    """The spans with these attributes beside them. Gigapipe takes it, and returns none."""
    return f"{spanset} | select({', '.join(map(_attribute, attributes))})" if attributes else spanset


def more_than(spanset: str, count: int | str) -> str:
    """Traces in which more than ``count`` spans match."""
    return f"{spanset} | count() > {count}"


def _metrics(conditions: Sequence[Condition], function: str, by: Sequence[str]) -> str:
    for condition in conditions:
        if condition.numeric:
            raise NotPortable(f"{condition}: Gigapipe compares numbers as text in metrics queries")
    asked = sum(condition.left != "duration" for condition in conditions)
    if asked > MAX_METRICS_CONDITIONS:
        raise NotPortable(f"{search(*conditions)}: {asked} conditions on attributes; Gigapipe answers 500 to a metrics query with more "
                          f"than {MAX_METRICS_CONDITIONS}")
    grouping = f" by ({', '.join(_attribute(name) for name in by)})" if by else ""
    return f"{search(*conditions)} | {function}{grouping}"


def rate(conditions: Sequence[Condition], by: Sequence[str] = ()) -> str:
    """Matching spans per second. Give the query an explicit step (1m), else Grafana draws needles."""
    return _metrics(conditions, "rate()", by)


def count(conditions: Sequence[Condition], by: Sequence[str] = ()) -> str:
    """Matching spans per step."""
    return _metrics(conditions, "count_over_time()", by)


def duration_quantile(q: float, conditions: Sequence[Condition], by: Sequence[str] = ()) -> str:
    """One quantile (0 to 1) of the spans' durations."""
    if not 0 < q < 1:
        raise NotPortable(f"quantile {q}: write a number between 0 and 1")
    return _metrics(conditions, f"quantile_over_time(duration, {q})", by)

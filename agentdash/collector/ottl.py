"""Small builders for OTTL, the Collector's transformation language."""

from __future__ import annotations

from collections.abc import Iterable


def attr(name: str) -> str:
    """``span.attributes["name"]``."""
    return f'span.attributes["{name}"]'


def literal(value: str | bool) -> str:
    """A string or boolean as OTTL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def where(statement: str, *conditions: str) -> str:
    """``statement where a and b``; empty conditions are left out."""
    given = [condition for condition in conditions if condition]
    return f"{statement} where {' and '.join(given)}" if given else statement


def either(conditions: Iterable[str]) -> str:
    """``(a or b)``."""
    return "(" + " or ".join(conditions) + ")"


def matches(expression: str, pattern: str) -> str:
    """``IsMatch(expression, "pattern")``; the pattern is RE2 and not anchored."""
    return f"IsMatch({expression}, {literal(pattern)})"


def put(name: str, value: str | bool, *conditions: str) -> str:
    """Sets a span attribute to a literal."""
    return where(f"set({attr(name)}, {literal(value)})", *conditions)


def fill(name: str, source: str, *conditions: str) -> str:
    """Copies attribute ``source`` to ``name`` where ``name`` is not there yet."""
    return where(f"set({attr(name)}, {attr(source)})", f"{attr(name)} == nil", f"{attr(source)} != nil", *conditions)


def block(context: str, statements: Iterable[str], *conditions: str) -> dict[str, object]:
    """One statement group: all records pass through it before the next group begins. ``conditions`` are ORed."""
    group: dict[str, object] = {"context": context}
    if conditions:
        group["conditions"] = list(conditions)
    group["statements"] = list(statements)
    return group

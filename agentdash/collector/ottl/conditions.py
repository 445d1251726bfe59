"""Conditions: true or false of a record."""

from __future__ import annotations

from dataclasses import dataclass

from agentdash.collector.ottl.values import Operand, Path, Value, written


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; ``joint`` is the word that holds its parts together (``and``, ``or``), if it has parts."""

    text: str
    joint: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        raise TypeError("a condition is true or false in the Collector, not here")


class _Function(Condition):
    __slots__ = ()


ALWAYS = Condition("true")


def _join(joint: str, conditions: tuple[Condition, ...]) -> Condition:
    if len(conditions) == 1:
        return conditions[0]
    return Condition(f" {joint} ".join(f"({one})" if one.joint not in ("", joint) else str(one) for one in conditions), joint)


def all_of(*conditions: Condition) -> Condition:
    """Every one of them; :data:`ALWAYS` for none."""
    kept = tuple(one for one in conditions if one != ALWAYS)
    return _join("and", kept) if kept else ALWAYS


def any_of(*conditions: Condition) -> Condition:
    """At least one of them. Raises ValueError for none."""
    if not conditions:
        raise ValueError("any of nothing is nothing")
    return ALWAYS if ALWAYS in conditions else _join("or", conditions)


def negate(condition: Condition) -> Condition:
    """Not that."""
    return Condition(f"not {condition}" if isinstance(condition, _Function) else f"not ({condition})")


def is_nil(value: Value) -> Condition:
    """It is not there."""
    return Condition(f"{value} == nil")


def present(value: Value) -> Condition:
    """It is there."""
    return Condition(f"{value} != nil")


def equals(value: Value, other: Operand) -> Condition:
    """Both are the same."""
    return Condition(f"{value} == {written(other)}")


def differs(value: Value, other: Operand) -> Condition:
    """Both are not the same; also where one is not there."""
    return Condition(f"{value} != {written(other)}")


def above(value: Value, other: Operand) -> Condition:
    """Greater; false where one is not there."""
    return Condition(f"{value} > {written(other)}")


def at_least(value: Value, other: Operand) -> Condition:
    """Greater or the same; false where one is not there."""
    return Condition(f"{value} >= {written(other)}")


def below(value: Value, other: Operand) -> Condition:
    """Less; false where one is not there."""
    return Condition(f"{value} < {written(other)}")


def at_most(value: Value, other: Operand) -> Condition:
    """Less or the same; false where one is not there."""
    return Condition(f"{value} <= {written(other)}")


def matches(value: Value, pattern: str) -> Condition:
    """A part of the value matches a pattern of RE2 (not anchored); false where it is not there."""
    return _Function(f"IsMatch({value}, {written(pattern)})")


def starts_with(value: Value, beginning: str) -> Condition:
    """A string begins so. An error on what is no string."""
    return _Function(f"HasPrefix({value}, {written(beginning)})")


def ends_with(value: Value, end: Operand) -> Condition:
    """A string ends so. An error on what is no string."""
    return _Function(f"HasSuffix({value}, {written(end)})")


def contains(value: Value, text: str) -> Condition:
    """A string has this somewhere in it. An error on what is no string."""
    return Condition(f"Index({value}, {written(text)}) >= 0")


def is_text(value: Path) -> Condition:
    """It is a string."""
    return _Function(f"IsString({value})")


def is_integer(value: Path) -> Condition:
    """It is an integer."""
    return _Function(f"IsInt({value})")


def is_decimal(value: Path) -> Condition:
    """It is a floating-point number."""
    return _Function(f"IsDouble({value})")


HAS_PARENT = Condition("not IsRootSpan()")

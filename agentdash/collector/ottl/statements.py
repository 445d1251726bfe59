"""Statements, and the groups in which a Collector runs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agentdash.collector.ottl.conditions import ALWAYS, Condition, all_of, is_nil, present
from agentdash.collector.ottl.values import SPAN_ATTRIBUTES, Operand, Path, Value, attr, listed, written

Group = dict[str, object]
"""A statement group as the transform processor's configuration has it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something to be done to a record."""

    text: str

    def __str__(self) -> str:
        return self.text


def where(statement: Statement, *conditions: Condition) -> Statement:
    """The statement, only where all conditions hold."""
    condition = all_of(*conditions)
    return statement if condition == ALWAYS else Statement(f"{statement} where {condition}")


def assign(target: Path, value: Operand, *conditions: Condition) -> Statement:
    """Sets a place to a value."""
    return where(Statement(f"set({target}, {written(value)})"), *conditions)


def default(target: Path, value: Operand, *conditions: Condition) -> Statement:
    """Sets a place to a value where nothing is there."""
    return assign(target, value, is_nil(target), *conditions)


def copy(target: Path, source: Value, *conditions: Condition) -> Statement:
    """Sets a place to what another has, where it has something."""
    return assign(target, source, present(source), *conditions)


def fill(target: Path, source: Value, *conditions: Condition) -> Statement:
    """Copies where nothing is there yet."""
    # Most sources are never there: they are asked for first.
    return assign(target, source, *conditions, present(source), is_nil(target))


def set_to(name: str, value: Operand, *conditions: Condition) -> Statement:
    """Sets a span's attribute."""
    return assign(attr(name), value, *conditions)


def delete(attributes: Path, name: Operand, *conditions: Condition) -> Statement:
    """Takes one key out of a map."""
    return where(Statement(f"delete_key({attributes}, {written(name)})"), *conditions)


def forget(name: str, *conditions: Condition) -> Statement:
    """Takes an attribute off a span."""
    return delete(SPAN_ATTRIBUTES, name, *conditions)


def delete_matching(attributes: Path, pattern: str, *conditions: Condition) -> Statement:
    """Takes the keys that match out of a map."""
    return where(Statement(f"delete_matching_keys({attributes}, {written(pattern)})"), *conditions)


def keep_only(attributes: Path, names: Iterable[str]) -> Statement:
    """Takes every other key out of a map."""
    return Statement(f"keep_keys({attributes}, {listed(names)})")


def keep_matching(attributes: Path, pattern: str) -> Statement:
    """Takes the keys that do not match out of a map."""
    return Statement(f"keep_matching_keys({attributes}, {written(pattern)})")


def replace(target: Path, pattern: str, instead: str, *conditions: Condition) -> Statement:
    """Replaces each match in a string; nothing where there is no string. ``$1`` in ``instead`` is the first group."""
    return where(Statement(f"replace_pattern({target}, {written(pattern)}, {written(instead)})"), *conditions)


def replace_in_values(attributes: Path, pattern: str, instead: str, *conditions: Condition) -> Statement:
    """Replaces each match in every string of a map."""
    return where(Statement(f'replace_all_patterns({attributes}, "value", {written(pattern)}, {written(instead)})'), *conditions)


def shorten(attributes: Path, size: int) -> Statement:
    """Cuts every string of a map to so many bytes."""
    return Statement(f"truncate_all({attributes}, {size})")


def flatten(attributes: Path, *conditions: Condition) -> Statement:
    """Maps and lists inside a map become keys of it."""
    return where(Statement(f"flatten({attributes})"), *conditions)


def merge(attributes: Path, others: Value, *conditions: Condition) -> Statement:
    """Puts a map's keys into another."""
    return where(Statement(f'merge_maps({attributes}, {others}, "upsert")'), *conditions)


def sum_by(names: Iterable[str] | None = None) -> Statement:
    """Points of a metric with the same labels and the same time become their sum; only these labels stay, or all."""
    return Statement('aggregate_on_attributes("sum")' if names is None else f'aggregate_on_attributes("sum", {listed(names)})')


def copy_metric(name: Operand, *conditions: Condition) -> Statement:
    """Adds a copy of the metric under another name."""
    return where(Statement(f"copy_metric(name={written(name)})"), *conditions)


def to_explicit(bounds: Iterable[float], *conditions: Condition) -> Statement:
    """Makes an exponential histogram one with these bounds; a bucket's counts go to where its middle lies."""
    return where(Statement(f'convert_exponential_histogram_to_histogram("midpoint", {listed(bounds)})'), *conditions)


def block(context: str, statements: Iterable[Statement], *conditions: Condition, may_fail: bool = False) -> Group:
    """One statement group: all records pass through it before the next group begins. ``conditions``: at least one holds.

    ``may_fail``: a statement that fails is part of the plan, and not logged.
    """
    group: Group = {"context": context}
    if may_fail:
        group["error_mode"] = "silent"
    if conditions and ALWAYS not in conditions:
        group["conditions"] = list(map(str, conditions))
    group["statements"] = list(map(str, statements))
    return group


def drop(context: str, *conditions: Condition) -> Group:
    """What a filter takes out: records of which at least one condition holds."""
    return {"context": context, "conditions": list(map(str, conditions))}

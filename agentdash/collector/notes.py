"""Notes that one span leaves for another: attributes of the resource they share, for as long as their batch is looked at."""

from __future__ import annotations

from agentdash.collector.ottl.conditions import Condition, equals
from agentdash.collector.ottl.statements import Group, Statement, assign, block, delete_matching
from agentdash.collector.ottl.values import RESOURCE_ATTRIBUTES, Operand, Path, joined, keyed


def note(topic: str, identity: Operand) -> Path:
    """The note about a span or trace; ``identity`` is its id."""
    return keyed(RESOURCE_ATTRIBUTES, joined([f"agentdash.{topic}.", identity]))


def mark(topic: str, identity: Operand, *conditions: Condition) -> Statement:
    """Leaves a note that only is."""
    return assign(note(topic, identity), True, *conditions)


def marked(topic: str, identity: Operand) -> Condition:
    """Whether somebody left that note."""
    return equals(note(topic, identity), True)


def forget_all() -> Group:
    """Takes all notes off; the last group of a stage that uses them."""
    return block("resource", [delete_matching(RESOURCE_ATTRIBUTES, r"^agentdash\.")])

"""What one stage of the Collector remembers of the spans it saw, for the spans that come later.

OTTL has no variables that outlive a record but one: statement groups with ``shared_cache`` see one map, the span's cache, for
as long as the Collector runs. The map knows no locks, so a stage that remembers must get one request after another: it
stands right behind a ``batch`` without a timeout. Maps are searched from their first key to the last, so notes lie in
drawers, by the last digits of an id: the first ones are a time in some systems, and zeros in others.

Two generations bound it: notes are written into both, read from the older one, and each ``seconds`` the older one is
thrown away. So a note is found for at least that long, and gone after twice as long.
"""

from __future__ import annotations

from dataclasses import dataclass

from agentdash.collector.ottl.conditions import Condition, all_of, any_of, at_least, is_nil
from agentdash.collector.ottl.statements import Group, Statement, assign, block, delete
from agentdash.collector.ottl.values import (
    NOW,
    PARENT_ID,
    SPAN_CACHE,
    SPAN_ID,
    TRACE_ID,
    Operand,
    Path,
    Value,
    joined,
    keyed,
    part,
    scratch,
    unix_seconds,
    written,
)

_SPANS = (SPAN_ID, PARENT_ID)
_SPAN_DIGITS, _DIGITS = 16, 32


def remembering(group: Group) -> Group:
    """The statement group, with what the stage remembers in the span's cache."""
    return {"context": group["context"], "shared_cache": True, **group}


@dataclass(frozen=True)
class Memory:
    """Notes by topic and id. Several may live in one stage, each with a ``name`` and a time of its own."""

    name: str
    seconds: int
    drawers: int = 3
    """In each other: sixteen of sixteen of sixteen."""

    def own(self, what: str) -> Path:
        """A place that is the memory's own, and lives as long."""
        return scratch("span", f"{self.name}.{what}")

    def turn(self, *conditions: Condition) -> Group:
        """Throws the older generation away when it is time; the first group of a stage."""
        now, new, old, due = map(self.own, ("now", "new", "old", "due"))
        second = unix_seconds(NOW)
        return remembering(block("span", [
            assign(now, f"{self.name}.a", is_nil(now)),
            assign(new, f"{self.name}.b", is_nil(new)),
            assign(old, now),
            assign(now, new),
            assign(new, old),
            delete(SPAN_CACHE, new),
            assign(due, second + self.seconds),
        ], all_of(*conditions, any_of(is_nil(due), at_least(second, due)))))

    def _of_id(self, generation: str, topic: Operand, identity: Value, of_span: bool | None = None) -> Path:
        of_span = identity in _SPANS if of_span is None else of_span
        last = _SPAN_DIGITS if of_span else _DIGITS
        place = keyed(SPAN_CACHE, self.own(generation))
        for drawer in range(self.drawers):
            place = keyed(place, part(identity, last - 1 - drawer, 1))
        # The id first, for keys are compared from their start; a span's id is its own only within its trace.
        return keyed(place, joined([identity, topic, *((TRACE_ID,) if of_span else ())]) if topic or of_span else identity)

    def _of_name(self, generation: str, topic: str, name: Value) -> Path:
        return keyed(keyed(keyed(SPAN_CACHE, self.own(generation)), Value(written(topic))), name)

    def of_id(self, topic: Operand, identity: Value) -> Path:
        """A note, to be read. ``identity`` is a span's id, or 32 hexadecimal digits such as a trace's."""
        return self._of_id("now", topic, identity)

    def of_span(self, topic: Operand, identity: Value) -> Path:
        """A note on a span of the same trace whose id lies in some place."""
        return self._of_id("now", topic, identity, of_span=True)

    def of_name(self, topic: str, name: Value) -> Path:
        """A note by a name of which there are few, such as a service's."""
        return self._of_name("now", topic, name)

    def note_id(self, topic: Operand, identity: Value, value: Operand, *conditions: Condition) -> list[Statement]:
        """Statements that leave a note. No condition may ask for this same note: the first statement changes it."""
        return [assign(self._of_id(generation, topic, identity), value, *conditions) for generation in ("now", "new")]

    def note_name(self, topic: str, name: Value, value: Operand, *conditions: Condition) -> list[Statement]:
        """The same by a name."""
        return [assign(self._of_name(generation, topic, name), value, *conditions) for generation in ("now", "new")]

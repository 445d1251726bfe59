"""What one stage of the Collector remembers of the spans it saw, for the spans that come later.

OTTL has no variables that outlive a record but one: statement groups with ``shared_cache`` see one map, the span's cache, for
as long as the Collector runs. The map knows no locks, so a stage that remembers must get one request after another: it
stands right behind a ``batch`` without a timeout. Maps are searched from their first key to the last, so notes lie in
drawers, by the last digits of an id: the first ones are a time in some systems, and zeros in others. In its drawer an id has a map of
topics.

Two generations bound it: notes are written into the newer one, read from it or else from the older one, and each ``seconds`` the
older one is thrown away. So a note is found for at least that long, and gone after twice as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agentdash.collector.ottl.conditions import HAS_PARENT, Condition, all_of, any_of, at_least, is_nil
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
    first_of,
    joined,
    keyed,
    part,
    scratch,
    unix_seconds,
    written,
)

_SPANS = (SPAN_ID, PARENT_ID)
_SPAN_DIGITS, _DIGITS = 16, 32
_NEWEST_FIRST = ("new", "now")
"""Generations, as they are read."""


def remembering(group: Group) -> Group:
    """The statement group, with what the stage remembers in the span's cache."""
    return {"context": group["context"], "shared_cache": True, **group}


@dataclass(frozen=True)
class Memory:
    """Notes by topic and id. Several may live in one stage, each with a ``name`` and a time of its own.

    Where notes on ``ids`` lie is worked out once for each span that passes a :meth:`block`; of other ids, and in :attr:`outside` of
    blocks, each time.
    """

    name: str
    seconds: int
    ids: tuple[Value, ...] = ()
    drawers: tuple[int, ...] = (1, 1, 1)
    """Digits that name a drawer, of those in each other. Sixteen in each are found sooner than 256 in one."""

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

    @property
    def outside(self) -> Memory:
        """The same, for the conditions of a block: they are asked before its first statement."""
        return replace(self, ids=())

    def block(self, statements: Iterable[Statement], *conditions: Condition) -> Group:
        """A statement group that may read and leave notes. ``conditions``: at least one holds."""
        listed = list(statements)
        return remembering(block("span", [*self._worked_out(" ".join(map(str, listed))), *listed], *conditions))

    def _worked_out(self, text: str) -> Iterator[Statement]:
        for number, identity in enumerate(self.ids):
            place = self._ready(number)
            if str(place[-1]) in text:
                here = (HAS_PARENT,) if identity == PARENT_ID else ()
                for path, value in zip(place, self._place(identity, identity in _SPANS), strict=True):
                    if here:
                        # It must not be what it was of the span before.
                        yield assign(path, "")
                    yield assign(path, value, *here)

    def _ready(self, number: int) -> tuple[Path, ...]:
        return tuple(self.own(f"{number}.{one}") for one in (*range(len(self.drawers)), "id"))

    def _place(self, identity: Value, of_span: bool) -> tuple[Value, ...]:
        """The drawers in each other, and the key in the last one: a span's id is its own only within its trace."""
        left, drawers = _SPAN_DIGITS if of_span else _DIGITS, []
        for digits in self.drawers:
            left -= digits
            drawers.append(part(identity, left, digits))
        return *drawers, joined([identity, TRACE_ID]) if of_span else identity

    def _of_id(self, generation: str, topic: Operand, identity: Value, of_span: bool | None = None) -> Path:
        of_span = identity in _SPANS if of_span is None else of_span
        place = keyed(SPAN_CACHE, self.own(generation))
        for key in self._ready(self.ids.index(identity)) if identity in self.ids else self._place(identity, of_span):
            place = keyed(place, key)
        if topic == "":
            return place
        return keyed(place, topic if isinstance(topic, Value) else Value(written(topic)))

    def _of_name(self, generation: str, topic: str, name: Value) -> Path:
        return keyed(keyed(keyed(SPAN_CACHE, self.own(generation)), Value(written(topic))), name)

    def of_id(self, topic: Operand, identity: Value) -> Value:
        """A note, to be read. ``identity`` is a span's id, or 32 hexadecimal digits such as a trace's."""
        return first_of(*(self._of_id(generation, topic, identity) for generation in _NEWEST_FIRST))

    def of_span(self, topic: Operand, identity: Value) -> Value:
        """A note on a span of the same trace whose id lies in some place."""
        return first_of(*(self._of_id(generation, topic, identity, True) for generation in _NEWEST_FIRST))

    def of_name(self, topic: str, name: Value) -> Value:
        """A note by a name of which there are few, such as a service's."""
        return first_of(*(self._of_name(generation, topic, name) for generation in _NEWEST_FIRST))

    def note_id(self, topic: Operand, identity: Value, value: Operand, *conditions: Condition) -> Statement:
        """A statement that leaves a note."""
        return assign(self._of_id("new", topic, identity), value, *conditions)

    def note_name(self, topic: str, name: Value, value: Operand, *conditions: Condition) -> Statement:
        """The same by a name."""
        return assign(self._of_name("new", topic, name), value, *conditions)

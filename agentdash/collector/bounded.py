"""A memory that never holds more than so many notes, and looks at a share of all traces where they are too many.

Where a generation is full before its time it is thrown away earlier, so at high rates notes live shorter; where it would live
shorter than :data:`SHORTEST`, traces are left out: half of them, then three quarters, and so on. Which, their ids alone decide,
so that every Collector leaves out the same. What is counted of the others weighs so many times as much from then on. When a
generation lasts for long enough again, twice as many traces are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from agentdash.collector.memory import Memory, remembering
from agentdash.collector.ottl.conditions import Condition, all_of, any_of, at_least, below, equals, is_nil
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, delete
from agentdash.collector.ottl.values import NOW, SPAN_CACHE, Operand, Value, from_hexadecimal, part, unix_seconds

SHORTEST = 60
"""Seconds for which a note must be found at least, or fewer traces are looked at."""
_LONG = 6 * SHORTEST
"""Seconds after which there is room for twice as many traces."""
_ALL, _DIGITS = 65_536, 4
_LEAST = 16


@dataclass(frozen=True)
class Bounded(Memory):
    """``seconds`` is how long a generation lasts at most, ``most`` the notes that it holds."""

    most: int = 1

    def turn(self, *conditions: Condition) -> Group:
        """Throws the older generation away when it is time or the newer one is full, and decides how many traces are looked at."""
        now, new, old, due, since, held, room = map(self.own, ("now", "new", "old", "due", "since", "held", "room"))
        second = unix_seconds(NOW)
        full = at_least(held, self.most)
        return remembering(block("span", [
            default(now, f"{self.name}.a"),
            default(new, f"{self.name}.b"),
            default(since, second),
            default(room, _ALL),
            *(assign(room, room / 2, full, below(second - since, SHORTEST // often), at_least(room, _LEAST)) for often in (1, 2, 4, 8)),
            assign(room, room * 2, at_least(second - since, _LONG), below(room, _ALL)),
            assign(old, now),
            assign(now, new),
            assign(new, old),
            delete(SPAN_CACHE, new),
            assign(due, second + self.seconds),
            assign(since, second),
            assign(held, 0),
        ], all_of(*conditions, any_of(is_nil(due), at_least(second, due), full))))

    def note(self, identity: Value, value: Operand) -> list[Statement]:
        """Statements that leave a note, and count it where the newer generation does not have it yet: also of what goes on for long."""
        held = self.own("held")
        return [assign(held, held + 1, is_nil(self._of_id("new", "", identity))), self.note_id("", identity, value)]

    def looks_at(self, identity: Value) -> Condition:
        """The trace is one of those that are looked at. ``identity``: 32 hexadecimal digits that are as good as random."""
        room = self.own("room")
        return any_of(equals(room, _ALL), below(from_hexadecimal(part(identity, 32 - _DIGITS, _DIGITS)), room))

    @property
    def stands_for(self) -> Value:
        """How many traces one stands for, an integer."""
        return Value(str(_ALL)) / self.own("room")

"""Streams that two spans tell of: one ends when the stream opens, another holds what came, often in no trace.

Nothing names both but the service and the model. The rest arrives with or behind its opening, so the last opening that was
seen before it is its own; where several streams of one model overlap it may be a neighbour's.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import Condition, equals, is_nil, present
from agentdash.collector.ottl.statements import Statement, assign, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    SPAN_ID,
    START_NANOSECONDS,
    as_decimal,
    attr,
    hexadecimal,
    joined,
    resource,
)
from agentdash.vocabulary.attributes import (
    ASKED_MODEL,
    FIRST_CHUNK,
    SECONDS,
    SERVICE,
    STREAM,
    STREAM_OPENED,
    STREAM_REST,
    UNTIMED,
)

OPENED: Condition = equals(attr(STREAM), STREAM_OPENED)
REST: Condition = equals(attr(STREAM), STREAM_REST)
_ALIKE = hexadecimal(joined([resource(SERVICE), attr(ASKED_MODEL)], " "))
_TOOK = END_NANOSECONDS - START_NANOSECONDS


def notes(memory: Memory) -> Iterator[Statement]:
    """How long a stream took to open; on the copies that went ahead, in the order in which spans arrived."""
    opened = memory.of_id("opened", _ALIKE)
    yield memory.note_id("opened", _ALIKE, _TOOK, OPENED)
    yield memory.note_id("opened", SPAN_ID, opened, REST, present(opened))


def whole(memory: Memory) -> Iterator[Statement]:
    """A stream's rest begins when it was asked for; where nobody knows that, it is not timed."""
    opened = memory.of_id("opened", SPAN_ID)
    yield set_to(UNTIMED, True, is_nil(opened))
    yield set_to(FIRST_CHUNK, as_decimal(opened) / 1e9, present(opened))
    yield assign(START_NANOSECONDS, START_NANOSECONDS - opened, present(opened))
    yield set_to(SECONDS, as_decimal(_TOOK) / 1e9)

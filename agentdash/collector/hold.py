"""AI spans wait until the spans that tell of the same call have arrived, however these were cut into exports.

Each span goes two ways. A lean copy goes ahead and leaves notes (``told``). The span itself waits for
``collector.hold`` seconds; then what it is, is judged by all notes of the meantime and of a minute before. So spans that
arrive less than ``collector.hold`` seconds apart know of each other, in whatever order and exports they came.

What waits is the processor ``tail_sampling``, as it alone also lets everything go when the Collector ends. It groups by
trace, and lets late spans of a trace pass at once; so while spans wait they carry the id of a group, of those that arrived in
about a second, as their trace's id, and their own as an attribute.
"""

from __future__ import annotations

from agentdash.collector.memory import remembering
from agentdash.collector.ottl.conditions import Condition, any_of, at_least, equals, is_nil, present
from agentdash.collector.ottl.statements import Group, assign, block, forget, keep_only, set_to
from agentdash.collector.ottl.values import (
    NOW_NANOSECONDS,
    SPAN_ATTRIBUTES,
    TRACE,
    TRACE_ID,
    as_text,
    attr,
    hexadecimal,
    scratch,
    trace_id,
)
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ERROR_TYPE,
    FIRST_CHUNK,
    GATEWAY,
    KIND,
    LAST_CALL,
    MODEL,
    OPERATION,
    PART,
    PROVIDER,
    RESPONSE_ID,
    STREAM,
)
from agentdash.vocabulary.tokens import TOKEN_TYPES

TOLD = "agentdash.told"
"""On the copies that go ahead."""
OWN_TRACE = "agentdash.own_trace"
"""On spans that wait: their trace's id."""

_COMPARED = (KIND, PART, GATEWAY, LAST_CALL, AGENT, ASKED_MODEL, MODEL, OPERATION, PROVIDER, RESPONSE_ID, ERROR_TYPE, FIRST_CHUNK, STREAM,
             *(one.attribute for one in TOKEN_TYPES))
MOST_GROUPS = 600
"""Groups that wait at the same time, about one a second, and some that the processor still remembers."""
_GROUP_LASTS = 1_100_000_000
"""Nanoseconds. The processor looks once a second and lets what is due go in no order: never two groups may begin between two looks."""


def ahead() -> list[Group]:
    """Makes the copy that goes ahead: what is compared, and no more."""
    return [block("span", [keep_only(SPAN_ATTRIBUTES, _COMPARED), set_to(TOLD, True)])]


def is_told() -> Condition:
    """A copy that went ahead."""
    return equals(attr(TOLD), True)


def is_judged() -> Condition:
    """A span that has waited."""
    return is_nil(attr(TOLD))


def wait() -> Group:
    """Spans that arrive within :data:`_GROUP_LASTS` wait as one group; behind a queue, for it remembers."""
    group, due = scratch("span", "wait.group"), scratch("span", "wait.due")
    new = any_of(is_nil(due), at_least(NOW_NANOSECONDS, due))
    return remembering(block("span", [
        set_to(OWN_TRACE, TRACE_ID),
        assign(group, hexadecimal(as_text(NOW_NANOSECONDS)), new),
        assign(due, NOW_NANOSECONDS + _GROUP_LASTS, new),
        assign(TRACE, trace_id(group)),
    ]))


def back() -> Group:
    """Their own trace's id again."""
    return block("span", [
        assign(TRACE, trace_id(attr(OWN_TRACE)), present(attr(OWN_TRACE))),
        forget(OWN_TRACE),
    ], present(attr(OWN_TRACE)))

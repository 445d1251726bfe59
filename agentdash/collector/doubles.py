"""Calls that two instrumentations, or two services, tell of without one being the other's parent.

Every call leaves what it is compared by when it arrives, for the other one may come later. It is judged only where a trace or a
service has calls of more than one *source* (a service's instrumentation scope), or a trace has a response id twice. Two spans are
one call where

* they are of one trace, have the same response id and overlap in time; or
* they are of one trace, different sources, the same numbers of tokens (or, without usage, ask the same model and both failed or
  both did not) and overlap in time, or, where they are of two services, one lies within the other's time; or
* they are of one service but two traces, different sources, the same numbers of tokens (or, without usage, the same provider, and
  both failed with the same model or both did not), one lies within the other's time, and one is a trace of its own: an
  instrumentation that did not get the trace of the program around it.

Two spans whose response ids are known and differ are never one, and spans of one source only where they share the id. Of the
spans of one call the service that began first has it, the client of a gateway, and in it the span that began last, the
innermost. Where a gateway tells which model answered, and what was used, its client's call has it from there: by the response id,
or, of a client that tells none, by the numbers of tokens and the time. A failed call of a client that names no model is a gateway's
failed call within its time. Which spans arrive first changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    differs,
    equals,
    is_nil,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Statement, assign, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    SCOPE,
    SPAN_ATTRIBUTES,
    SPAN_ID,
    START_NANOSECONDS,
    TRACE_ID,
    Operand,
    Path,
    Value,
    attr,
    first_of,
    hexadecimal,
    inside,
    joined,
    resource,
    scratch,
)
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    ASKED_MODEL,
    ERROR_TYPE,
    GATEWAY,
    KIND,
    MODEL,
    OWNER,
    PART,
    PROVIDER,
    RESPONSE_ID,
    SERVICE,
)
from agentdash.vocabulary.tokens import INPUT, OUTPUT, TOKEN_TYPES

SEVERAL = "*"
"""Noted in place of a source where there are more than one."""

_SECOND = 1_000_000_000
_CLOCK = 5_000_000
"""Nanoseconds by which a call may leave the other one's time: spans of JavaScript begin at whole milliseconds, each with a clock of its own."""
_NEVER = 2**63 - 1
_SERVICE, _ID = resource(SERVICE), attr(RESPONSE_ID)
_IN, _OUT = attr(INPUT.attribute), attr(OUTPUT.attribute)
_FACTS = (PROVIDER, MODEL, *(one.attribute for one in TOKEN_TYPES))
_USED = any_of(above(_IN, 0), above(_OUT, 0))


def _own(name: str) -> Path:
    return scratch("span", name)


_SOURCE, _ME, _KEY, _SEEN, _TOKENS, _BY_ID = map(_own, ("source", "me", "key", "seen", "tokens", "by_id"))
_OWNER, _CHAMPION, _INNER, _FROM, _TO, _NAMED = map(_own, ("owner", "champion", "inner", "from", "to", "named"))
_IDENTITY, _ON = _own("identity"), _own("on")
_ANSWER = joined(["answer", _ID])


_FAILED = present(attr(ERROR_TYPE))
_NAMED_FAILURE = all_of(negate(_USED), _FAILED, present(attr(ASKED_MODEL)))


def sources(memory: Memory) -> Iterator[Statement]:
    """A call's arrival: whether its trace, service and response id have calls of several sources."""
    yield from _who()
    topics: tuple[tuple[Operand, Value, tuple[Condition, ...]], ...] = (("source", _SOURCE, ()), (_ANSWER, SPAN_ID, (present(_ID),)))
    for topic, value, here in topics:
        yield assign(_SEEN, first_of(memory.of_id(topic, TRACE_ID), ""), *here)
        yield memory.note_id(topic, TRACE_ID, value, *here, equals(_SEEN, ""))
        yield memory.note_id(topic, TRACE_ID, SEVERAL, *here, differs(_SEEN, ""), differs(_SEEN, value))
    yield assign(_SEEN, first_of(memory.of_name("source", _SERVICE), ""), present(_SERVICE))
    yield memory.note_name("source", _SERVICE, _SOURCE, equals(_SEEN, ""), present(_SERVICE))
    yield memory.note_name("source", _SERVICE, SEVERAL, differs(_SEEN, ""), differs(_SEEN, _SOURCE), present(_SERVICE))


def _who() -> Iterator[Statement]:
    yield assign(_SOURCE, joined([_SERVICE, SCOPE], "|"))


def several(memory: Memory) -> Condition:
    """A call whose trace, or response id, has calls of several sources."""
    return any_of(equals(memory.of_id("source", TRACE_ID), SEVERAL), _is_shared(memory))


def _is_shared(memory: Memory) -> Condition:
    """Several spans of the trace have this response id."""
    return all_of(present(_ID), equals(memory.of_id(_ANSWER, TRACE_ID), SEVERAL))


def _by_tokens() -> Iterator[Statement]:
    """Compared with the other sources of the trace, by what was used."""
    used, failed = equals(_TOKENS, True), _FAILED
    yield from _who()
    yield assign(_TOKENS, False)
    yield assign(_TOKENS, True, _USED)
    yield assign(_KEY, joined([_IN, _OUT], " "), used)
    yield assign(_KEY, joined(["failed", attr(ASKED_MODEL)], " "), negate(used), failed)
    yield assign(_KEY, joined(["untold", attr(ASKED_MODEL)], " "), negate(used), negate(failed))
    yield assign(_ME, _SOURCE)


def _by_id(*conditions: Condition) -> Iterator[Statement]:
    """Compared with each other span that has the response id."""
    yield assign(_KEY, _ANSWER, *conditions)
    yield assign(_ME, joined([_SERVICE, SCOPE, SPAN_ID], "|"), *conditions)


def known(memory: Memory) -> Iterator[Statement]:
    """What a call tells to those that may be the same by what was used."""
    yield from _by_tokens()
    yield from _order(memory)
    yield _tell(memory, joined(["named", _ME]), True, present(_ID))
    for topic, time, further, nothing in (("from", START_NANOSECONDS, below, _NEVER), ("to", END_NANOSECONDS, above, -1)):
        edge = joined([topic, _ME])
        yield _ask(memory, _SEEN, edge, nothing)
        yield _tell(memory, edge, time, further(time, _SEEN))


def known_by_id(memory: Memory) -> Iterator[Statement]:
    """What a call tells to those that have its response id; all when it arrives, for the other may be judged before it."""
    yield from _by_id()
    yield from _order(memory)
    for topic, time in (("from", START_NANOSECONDS), ("to", END_NANOSECONDS)):
        yield _tell(memory, joined([topic, _ME]), time)


def _order(memory: Memory) -> Iterator[Statement]:
    """Which service began first, and which span of a service last; what is a part of the call above it stands for no other."""
    yield _ask(memory, _SEEN, "began", _NEVER)
    yield _tell(memory, "owner", _SERVICE, below(START_NANOSECONDS, _SEEN), present(_SERVICE))
    yield _tell(memory, "began", START_NANOSECONDS, below(START_NANOSECONDS, _SEEN))
    last = joined(["last", _SERVICE])
    yield _ask(memory, _SEEN, last, -1)
    whole = (above(START_NANOSECONDS, _SEEN), is_nil(attr(PART)))
    yield _tell(memory, joined(["inner", _SERVICE]), _ME, *whole)
    yield _tell(memory, last, START_NANOSECONDS, *whole)


def _tell(memory: Memory, topic: Value | str, value: Operand, *conditions: Condition) -> Statement:
    return memory.note_id(joined([_KEY, topic], "\t"), TRACE_ID, value, *conditions)


def _ask(memory: Memory, target: Path, topic: Value | str, otherwise: Operand, *conditions: Condition) -> Statement:
    return assign(target, first_of(memory.of_id(joined([_KEY, topic], "\t"), TRACE_ID), otherwise), *conditions)


def told_by_gateways(memory: Memory) -> Iterator[Statement]:
    """What a gateway's call tells to its client: by the response id, and by what such a client may tell that has none."""
    yield from _by_tokens()
    yield from _told(memory)
    yield from _as_nameless()
    yield from _told(memory)
    yield from _by_id(present(_ID))
    yield from _told(memory, present(_ID))


def _told(memory: Memory, *conditions: Condition) -> Iterator[Statement]:
    yield _tell(memory, "facts", SPAN_ATTRIBUTES, *conditions)
    yield _tell(memory, "facts from", START_NANOSECONDS, *conditions)


def _as_nameless(*conditions: Condition) -> Iterator[Statement]:
    """Compared with calls that do not tell what a gateway does: which model failed, or how much an answer used."""
    yield assign(_KEY, "failed <nil>", *conditions, _NAMED_FAILURE)
    yield assign(_KEY, joined(["untold", attr(ASKED_MODEL)], " "), *conditions, _USED)


def verdicts(memory: Memory) -> Iterator[Statement]:
    """A call that another one is the same as becomes a step, or the gateway's part of somebody else's call."""
    yield from _by_tokens()
    yield assign(_BY_ID, False)
    yield assign(_BY_ID, True, _is_shared(memory))
    yield from _by_id(equals(_BY_ID, True))
    yield _ask(memory, _OWNER, "owner", "")
    yield _ask(memory, _CHAMPION, joined(["inner", _OWNER]), "")
    other = all_of(differs(_CHAMPION, ""), differs(_CHAMPION, _ME))
    yield _ask(memory, _FROM, joined(["from", _CHAMPION]), _NEVER)
    yield _ask(memory, _TO, joined(["to", _CHAMPION]), -1)
    yield _ask(memory, _NAMED, joined(["named", _CHAMPION]), False)
    # What a gateway does for a call, it does while its client waits; an agent behind HTTP has calls of its own.
    here = any_of(all_of(equals(_OWNER, _SERVICE), at_most(START_NANOSECONDS, _TO), at_least(END_NANOSECONDS, _FROM)),
                  all_of(differs(_OWNER, _SERVICE), above(START_NANOSECONDS, _FROM), at_most(END_NANOSECONDS, _TO)))
    double = all_of(other, here, any_of(equals(_BY_ID, True), is_nil(_ID), equals(_NAMED, False)))
    # Once for each call that a gateway carried, however many spans of its own tell of it.
    yield _ask(memory, _INNER, joined(["inner", _SERVICE]), "")
    yield set_to(OWNER, _OWNER, double, differs(_OWNER, _SERVICE), equals(_INNER, _ME), is_nil(attr(PART)))
    yield set_to(KIND, kinds.STEP, double)
    yield from _learned(memory)
    yield from _nameless(memory)


def _nameless(memory: Memory) -> Iterator[Statement]:
    """A call within that of another service's call, which told less of it."""
    on = equals(_ON, True)
    yield assign(_ON, False)
    yield assign(_ON, True, equals(attr(KIND), kinds.CALL), any_of(_NAMED_FAILURE, all_of(_USED, equals(attr(GATEWAY), True))))
    yield from _as_nameless(on)
    yield _ask(memory, _OWNER, "owner", "", on)
    yield _ask(memory, _CHAMPION, joined(["inner", _OWNER]), "", on)
    yield _ask(memory, _FROM, joined(["from", _CHAMPION]), _NEVER, on)
    yield _ask(memory, _TO, joined(["to", _CHAMPION]), -1, on)
    double = all_of(on, differs(_CHAMPION, ""), differs(_OWNER, _SERVICE), above(START_NANOSECONDS, _FROM), at_most(END_NANOSECONDS, _TO))
    yield set_to(OWNER, _OWNER, double)
    yield set_to(KIND, kinds.STEP, double)


def _learned(memory: Memory) -> Iterator[Statement]:
    """What the client of a gateway, whose call it is, learns from it: by the answer's id, or by what was used, and the time."""
    ours = all_of(equals(attr(KIND), kinds.CALL), differs(attr(GATEWAY), True))
    yield _ask(memory, _FROM, "facts from", -1, ours)
    yield assign(_ON, False)
    yield assign(_ON, True, ours, any_of(all_of(equals(_BY_ID, True), above(_FROM, 0)), all_of(at_least(_FROM, START_NANOSECONDS), at_most(_FROM, END_NANOSECONDS))))
    on = equals(_ON, True)
    yield _ask(memory, _SEEN, "facts", "", on)
    for name in _FACTS:
        fact = inside(_SEEN, name)
        told = all_of(on, present(fact))
        yield assign(attr(name), fact, *((told,) if name in (MODEL, PROVIDER) else (told, is_nil(attr(name)))))


def beside(memory: Memory) -> Condition:
    """A call of a service whose calls have several sources."""
    return all_of(present(_SERVICE), equals(memory.of_name("source", _SERVICE), SEVERAL))


def astray(memory: Memory) -> Iterator[Statement]:
    """A call below something else tells when it was, for those that are a trace of their own."""
    yield from _alike()
    yield assign(_IDENTITY, _moment(0))
    for topic, value in (("around_from", START_NANOSECONDS), ("around_to", END_NANOSECONDS), ("around_source", _SOURCE)):
        yield memory.note_id(topic, _IDENTITY, value)


def strays(memory: Memory) -> Iterator[Statement]:
    """A call that is a trace of its own, beside the same call in another trace, becomes a step."""
    yield from _alike()
    for later in (0, -1, 1):
        yield assign(_IDENTITY, _moment(later))
        begins, ends = memory.of_id("around_from", _IDENTITY), memory.of_id("around_to", _IDENTITY)
        yield set_to(KIND, kinds.STEP, present(begins), differs(memory.of_id("around_source", _IDENTITY), _SOURCE), any_of(
            all_of(at_least(START_NANOSECONDS + _CLOCK, begins), at_most(END_NANOSECONDS - _CLOCK, ends)),
            all_of(at_most(START_NANOSECONDS - _CLOCK, begins), at_least(END_NANOSECONDS + _CLOCK, ends))))


def _alike() -> Iterator[Statement]:
    """What the same call has in common in two traces."""
    yield from _who()
    yield assign(_KEY, joined([_IN, _OUT], " "))
    # Of an answer one instrumentation may know the model that was asked, and the other one that which answered.
    yield assign(_KEY, joined(["untold", attr(PROVIDER)], " "), negate(_USED))
    yield assign(_KEY, joined(["failed", attr(PROVIDER), attr(ASKED_MODEL)], " "), negate(_USED), present(attr(ERROR_TYPE)))


def _moment(later: int) -> Value:
    ended = END_NANOSECONDS / _SECOND
    return hexadecimal(joined([_SERVICE, _KEY, ended + later if later else ended], "\t"))

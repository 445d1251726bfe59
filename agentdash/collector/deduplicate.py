"""Each call, tool run and agent run is counted once, however many spans tell of it.

Spans are looked at twice (:mod:`agentdash.collector.hold`): when they arrive they leave notes for others, and some seconds
later it is judged what they are:

* a call span that has a call span of its service as its child is a wrapper around it; the innermost one is the call;
* calls that two instrumentations or services tell of side by side, or at a distance: :mod:`agentdash.collector.doubles`;
* a call span of one service right below a call span of another is a gateway's part of that call;
* spans of a provider's own SDK see every request that is made by it; an instrumentation's span for the same provider with
  the same input (or, where it lost that, the same output), often in another trace, is the same call again. Others reach the
  provider without its SDK;
* an agent run below another agent run that is going on, a tool or a call is a part of it, also with steps in between; a tool run right
  below a tool run likewise;
* what a tool waited for a person is taken off its time, and counted as waiting;
* failures that a framework notes only further down are noted on the span that is counted.

A call learns from the wrapper around it what it does not know itself: its agent, its tokens, its first chunk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from agentdash.collector import doubles, elsewhere, streams
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.hold import back, is_judged, is_told
from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import (
    HAS_PARENT,
    Condition,
    above,
    all_of,
    any_of,
    differs,
    equals,
    is_nil,
    negate,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, default, fill, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    PARENT_ID,
    SPAN_ID,
    START_NANOSECONDS,
    TRACE_ID,
    Value,
    as_decimal,
    attr,
    first_of,
    hexadecimal,
    joined,
    resource,
    scratch,
)
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ERROR_TYPE,
    FIRST_CHUNK,
    GATEWAY,
    KIND,
    OWNER,
    PART,
    PROVIDER,
    RESPONSE_ID,
    SECONDS,
    SERVICE,
)
from agentdash.vocabulary.tokens import INPUT, OUTPUT, REASONING, TOKEN_TYPES, TokenType

REMEMBERED = 60
"""Seconds for which a note is found at least."""

_MEMORY = Memory("seen", REMEMBERED, (SPAN_ID, PARENT_ID, TRACE_ID))
_CALL, _TOOL, _RUN, _WAIT = (equals(attr(KIND), kind) for kind in (kinds.CALL, kinds.TOOL, kinds.RUN, kinds.WAIT))
_FAILED = present(attr(ERROR_TYPE))
_PART = equals(attr(PART), True)
_SERVICE = resource(SERVICE)
_ABOVE, _WITHIN, _UNTOLD, _AT = (scratch("span", name) for name in ("above", "within", "untold", "at"))
_IN, _OUT = attr(INPUT.attribute), attr(OUTPUT.attribute)
_FACTS = (AGENT, FIRST_CHUNK, *(one.attribute for one in TOKEN_TYPES))
"""What a wrapper may know better."""


def statements(dialects: Sequence[Dialect], split: bool) -> list[Group]:
    """Statement groups of one stage; the copies that went ahead first, then what has waited. ``split``: other traces go to other Collectors."""
    told, judged, several, beside = is_told(), is_judged(), doubles.several(_MEMORY.outside), doubles.beside(_MEMORY.outside)
    sdks = {dialect.sees_all_of: dialect.here for dialect in dialects if dialect.sees_all_of}
    wraps = present(_MEMORY.outside.of_id(joined(["below", _SERVICE]), SPAN_ID))
    return [
        _MEMORY.turn(told),
        back(),
        # Most spans are steps, and have little to tell.
        _MEMORY.block([*_notes(sdks), *elsewhere.notes(_MEMORY)], all_of(told, any_of(_CALL, _TOOL, _RUN))),
        _MEMORY.block([*_notes_of_parts(dialects), *elsewhere.notes_of_parts(_MEMORY, dialects)], all_of(told, _is_part(dialects))),
        _MEMORY.block(elsewhere.lines(_MEMORY, dialects), told),
        _MEMORY.block(streams.notes(_MEMORY), all_of(any_of(streams.OPENED, streams.REST), told)),
        _MEMORY.block(doubles.sources(_MEMORY), all_of(_CALL, told)),
        _MEMORY.block(streams.whole(_MEMORY), all_of(streams.REST, judged)),
        # Both when they arrive and when they are judged, for only then it may be known that there is something to tell.
        _MEMORY.block(_facts(), all_of(_CALL, wraps)),
        # A wrapper is told by its child, and must not stand for other calls.
        _MEMORY.block(doubles.known(_MEMORY), all_of(_CALL, negate(wraps), any_of(told, several))),
        _MEMORY.block(doubles.known_by_id(_MEMORY), all_of(_CALL, present(attr(RESPONSE_ID)), negate(wraps), told)),
        _MEMORY.block(doubles.told_by_gateways(_MEMORY), all_of(_CALL, equals(attr(GATEWAY), True), negate(wraps), told)),
        _MEMORY.block(doubles.astray(_MEMORY), all_of(_CALL, HAS_PARENT, beside)),
        _MEMORY.block([*_sdks(sdks, split), set_to(KIND, kinds.STEP, wraps)], all_of(_CALL, judged)),
        # Of a call that a provider's SDK sees the others have become steps just now.
        _MEMORY.block(doubles.strays(_MEMORY), all_of(_CALL, judged, negate(HAS_PARENT), beside, *map(negate, sdks.values()))),
        _MEMORY.block(doubles.verdicts(_MEMORY), all_of(_CALL, judged, several)),
        # Last, for what a wrapper knows must not change with what its call is compared.
        _MEMORY.block([elsewhere.orphan(_MEMORY), *_below(sdks)], all_of(_CALL, judged, HAS_PARENT)),
        _MEMORY.block(elsewhere.runs(_MEMORY, dialects), all_of(judged, any_of(_RUN, elsewhere.is_step_of_a_run(dialects)))),
        _MEMORY.block(elsewhere.alone(_MEMORY), all_of(judged, elsewhere.is_alone(_MEMORY.outside, dialects))),
        _MEMORY.block([*elsewhere.separate(_MEMORY), *_parts(dialects)], all_of(judged, any_of(_RUN, _TOOL))),
        _MEMORY.block(_part_of_a_run(), all_of(judged, _RUN, HAS_PARENT)),
        _MEMORY.block(elsewhere.calls(_MEMORY), all_of(_CALL, judged)),
        _MEMORY.block(elsewhere.found(_MEMORY), all_of(judged, elsewhere.below_a_run(_MEMORY.outside))),
    ]


def _notes(sdks: Mapping[str, Condition]) -> Iterator[Statement]:
    """What a call, a tool or a run tells to others."""
    for provider, sdk in sdks.items():
        seen = all_of(_CALL, sdk, present(_SERVICE))
        yield _MEMORY.note_name(f"sdk.{provider}", _SERVICE, True, seen)
        for count in (INPUT, OUTPUT):
            yield assign(_AT, _alike(provider, count), seen)
            yield _MEMORY.note_id("sdk", _AT, True, seen)
        # The instrumentation knows the agent that the SDK's span, its child or sibling, does not.
        knows = all_of(_CALL, equals(attr(PROVIDER), provider), present(attr(AGENT)))
        yield _MEMORY.note_id("agent", SPAN_ID, attr(AGENT), knows)
        yield _MEMORY.note_id("agent", PARENT_ID, attr(AGENT), knows, HAS_PARENT)
    yield _MEMORY.note_id(joined(["below", _SERVICE]), PARENT_ID, True, _CALL, HAS_PARENT, negate(_PART))
    yield _MEMORY.note_id("is", SPAN_ID, joined([attr(KIND), _SERVICE]))


def _is_part(dialects: Sequence[Dialect]) -> Condition:
    """What tells of the tool, the answer or the run around it."""
    named = (all_of(dialect.here, one) for dialect in dialects for one in (*dialect.executions, *dialect.fails_run))
    return any_of(_WAIT, *named, elsewhere.IS_TURN, elsewhere.is_chunk(dialects), elsewhere.is_step_of_a_run(dialects))


def _notes_of_parts(dialects: Sequence[Dialect]) -> Iterator[Statement]:
    """What parts tell to what is around them."""
    # A tool's span includes the time in which it waited for a person; a tool that was not allowed never ran.
    yield _MEMORY.note_id("waited", PARENT_ID, True, _WAIT, HAS_PARENT)
    for dialect in dialects:
        for condition in dialect.executions:
            yield _MEMORY.note_id("failed", PARENT_ID, True, condition, dialect.here, _FAILED, HAS_PARENT)
            yield _MEMORY.note_id("began", PARENT_ID, START_NANOSECONDS, condition, dialect.here, HAS_PARENT)
        for condition in dialect.fails_run:
            yield _MEMORY.note_id("failed", TRACE_ID, True, condition, dialect.here, _FAILED)


def _facts() -> Iterator[Statement]:
    """A wrapper tells what it knows."""
    for name in _FACTS:
        yield _MEMORY.note_id(name, SPAN_ID, attr(name), present(attr(name)))


def _below(sdks: Mapping[str, Condition]) -> Iterator[Statement]:
    """Calls that have a parent: what the wrapper around them knows, and whether it is another service's call."""
    yield assign(_ABOVE, first_of(_MEMORY.of_id("is", PARENT_ID), ""))
    yield assign(_WITHIN, False)
    yield assign(_WITHIN, True, equals(_ABOVE, joined([kinds.CALL, _SERVICE])))
    within = equals(_WITHIN, True)
    untold = all_of(is_nil(attr(INPUT.attribute)), is_nil(attr(OUTPUT.attribute)), negate(_FAILED))
    theirs = {one: scratch("span", f"theirs.{one.signal}") for one in TOKEN_TYPES}
    for one, known in theirs.items():
        yield assign(known, first_of(_MEMORY.of_id(one.attribute, PARENT_ID), ""), within)
    # A wrapper that tells of the same input may know the kinds of tokens in it.
    same = equals(theirs[INPUT], attr(INPUT.attribute))
    yield assign(_UNTOLD, False)
    yield assign(_UNTOLD, True, within, any_of(untold, same))
    asks = equals(_UNTOLD, True)
    yield assign(attr(OUTPUT.attribute), theirs[OUTPUT], asks, same, differs(theirs[REASONING], ""), is_nil(attr(REASONING.attribute)))
    for one, known in theirs.items():
        yield fill(attr(one.attribute), known, asks, differs(known, ""))
    for name in (AGENT, FIRST_CHUNK):
        yield fill(attr(name), _MEMORY.of_id(name, PARENT_ID), within)
    for sdk in sdks.values():
        yield fill(attr(AGENT), _MEMORY.of_id("agent", PARENT_ID), sdk)
    gateway = all_of(starts_with(_ABOVE, kinds.CALL), negate(within))
    yield set_to(OWNER, doubles.SEVERAL, gateway)
    yield set_to(KIND, kinds.STEP, any_of(gateway, all_of(_PART, within)))


def _sdks(sdks: Mapping[str, Condition], split: bool) -> Iterator[Statement]:
    for provider, sdk in sdks.items():
        here = all_of(equals(attr(PROVIDER), provider), negate(sdk), present(_SERVICE), equals(_MEMORY.of_name(f"sdk.{provider}", _SERVICE), True))
        if split:
            # The SDK's span of this very call may be at another Collector; that some are here must do.
            yield set_to(KIND, kinds.STEP, here)
        else:
            yield assign(_AT, _alike(provider, INPUT), here)
            # Instrumentations that see a stream's last chunk alone.
            yield assign(_AT, _alike(provider, OUTPUT), here, above(_OUT, 0), negate(above(_IN, 0)))
            yield set_to(KIND, kinds.STEP, here, equals(_MEMORY.of_id("sdk", _AT), True))


def _alike(provider: str, count: TokenType) -> Value:
    """What two spans of a service's call have alike, in whichever traces they are."""
    return hexadecimal(joined([provider, count.signal, _SERVICE, attr(count.attribute)], "\t"))


def _parts(dialects: Sequence[Dialect]) -> Iterator[Statement]:
    began = _MEMORY.of_id("began", SPAN_ID)
    yield default(attr(ERROR_TYPE), "tool_error", _TOOL, equals(_MEMORY.of_id("failed", SPAN_ID), True))
    yield set_to(SECONDS, 0.0, _TOOL, equals(_MEMORY.of_id("waited", SPAN_ID), True))
    yield set_to(SECONDS, as_decimal(END_NANOSECONDS - began) / 1_000_000_000.0, _TOOL, present(began))
    for dialect in dialects:
        if dialect.fails_run:
            yield default(attr(ERROR_TYPE), "_OTHER", _RUN, dialect.here, equals(_MEMORY.of_id("failed", TRACE_ID), True))
    yield assign(_ABOVE, first_of(_MEMORY.of_id("is", PARENT_ID), ""), HAS_PARENT)
    # Some instrumentations put what comes after a run below it.
    during = all_of(HAS_PARENT, negate(elsewhere.is_after(_MEMORY)))
    yield set_to(KIND, kinds.STEP, during, _TOOL, starts_with(_ABOVE, kinds.TOOL))


def _part_of_a_run() -> Iterator[Statement]:
    yield from elsewhere.around(_MEMORY, _ABOVE)
    yield set_to(KIND, kinds.STEP, any_of(differs(_ABOVE, ""), elsewhere.is_within_the_root(_MEMORY)))

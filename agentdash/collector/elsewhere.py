"""What other spans of the trace tell of a call or a run, and not its own span.

* A failed call without a word takes its reason from the failed run around it; a call without usage, answer or status, the last
  thing that a failed run did, is the one that failed it, unless the run right around it did not fail: another one beside it did.
* A run whose last call failed has failed, unless it says that it ended well, with an answer. A step that failed so, and whose run
  exports no span, tells of that run.
* A call's span that goes on while its tools run ends, for its duration, with the first of them.
* The first chunk of an answer may be a span of its own.
* A run of a remote agent (a client's span) without any call below it that tells of usage has the only word of its tokens: it is a
  call, too. Below it may also be a call whose parent nobody knows. So is a span of the program's own with the last call's usage.
* A run that begins while the root of its trace, a run of its service, goes on is a part of it, whatever spans are in between.
* What begins after the run above it has ended is no part of it: a program lost its context. Such a trace holds several runs, and
  its calls and tools are told apart by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from agentdash.collector import normalise
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import (
    HAS_PARENT,
    Condition,
    above,
    all_of,
    any_of,
    at_most,
    below,
    differs,
    equals,
    is_nil,
    matches,
    negate,
    present,
    starts_with,
)
from agentdash.collector.ottl.statements import Statement, assign, default, fill, replace, set_to
from agentdash.collector.ottl.values import (
    CLIENT,
    END,
    END_NANOSECONDS,
    PARENT_ID,
    SPAN_ID,
    SPAN_KIND,
    START,
    START_NANOSECONDS,
    STATUS,
    STATUS_TEXT,
    TRACE_ID,
    UNSET,
    Path,
    Value,
    as_decimal,
    as_text,
    attr,
    first_of,
    joined,
    part,
    resource,
    scratch,
    seconds,
)
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    ALSO_RUN,
    ANSWERED,
    ASKED_MODEL,
    ERROR_TYPE,
    FINISH_REASONS,
    FIRST_CHUNK,
    KIND,
    LAST_CALL,
    MODEL,
    OPERATION,
    RESPONSE_ID,
    RUN,
    SECONDS,
    SERVICE,
    UNTIMED,
)
from agentdash.vocabulary.tokens import INPUT, OUTPUT

_LEVELS = 8
"""How far up a run is looked for."""
_STEPS = 4
"""How far up a run is looked for that another one is a part of."""
_NEVER = 2**63 - 1
_SECOND = 1_000_000_000.0
_CALL, _TOOL, _RUN, _STEP = (equals(attr(KIND), kind) for kind in (kinds.CALL, kinds.TOOL, kinds.RUN, kinds.STEP))
_FAILED = present(attr(ERROR_TYPE))
IS_TURN: Condition = equals(attr(OPERATION), "agent_step")
"""One call and the tools that it asks for: it fails with its call, and the loop around it with its last turn."""
_SEEN, _LINE, _CUT, _AT, _NEXT, _ON, _WHY = (scratch("span", f"elsewhere.{name}") for name in ("seen", "line", "cut", "at", "next", "on", "why"))
_ENDED = "ended"
_ROOT = joined(["root", resource(SERVICE)])
_SAYS_NOTHING = all_of(equals(STATUS_TEXT, ""), any_of(equals(attr(ERROR_TYPE), "error"), equals(attr(ERROR_TYPE), "_OTHER")))
_USED = any_of(above(attr(INPUT.attribute), 0), above(attr(OUTPUT.attribute), 0))
_LAST_CALL = all_of(any_of(_RUN, _STEP), equals(attr(LAST_CALL), True), _USED)
_EMPTY = all_of(equals(STATUS, UNSET), negate(_FAILED), *(is_nil(attr(name)) for name in (
    INPUT.attribute, OUTPUT.attribute, RESPONSE_ID, FINISH_REASONS)))


def notes(memory: Memory) -> Iterator[Statement]:
    """What a call, a tool or a run tells to others when it arrives."""
    yield from _edge(memory, "last_answer", above, -1, _CALL, negate(_FAILED))
    yield from _edge(memory, "last_failure", above, -1, _CALL, _FAILED)
    yield from _edge(memory, "first_tool", below, _NEVER, _TOOL)
    yield from _edge(memory, "last_tool", above, -1, _TOOL)
    yield assign(_LINE, STATUS_TEXT, _RUN, _FAILED)
    yield replace(_LINE, r"(?s)[\r\n].*$", "", _RUN, _FAILED)
    yield memory.note_id("why", SPAN_ID, _LINE, _RUN, _FAILED)
    yield memory.note_id(_ENDED, SPAN_ID, END_NANOSECONDS, any_of(_TOOL, _RUN))
    yield memory.note_id(_ROOT, TRACE_ID, END_NANOSECONDS, _RUN, negate(HAS_PARENT))
    yield from separate(memory)


def _is_remote(dialects: Sequence[Dialect]) -> Condition:
    """A run of an agent whose calls are another program's."""
    return all_of(_RUN, _USED, any_of(equals(SPAN_KIND, CLIENT), *(all_of(dialect.here, one) for dialect in dialects for one in dialect.runs_alone)))


def lines(memory: Memory, dialects: Sequence[Dialect]) -> Iterator[Statement]:
    """What every span tells: what it lies below, and whether a model was asked below it."""
    # A call without a call below it has nothing below it that asks.
    yield memory.note_id("up", SPAN_ID, PARENT_ID, any_of(negate(_CALL), *(present(memory.of_id(one, SPAN_ID)) for one in ("last_answer", "last_failure"))))
    asked = any_of(all_of(_CALL, _USED), _is_remote(dialects), present(memory.of_id("asked", SPAN_ID)))
    yield memory.note_id("asked", PARENT_ID, True, HAS_PARENT, asked, negate(is_after(memory)))


def is_chunk(dialects: Sequence[Dialect]) -> Condition:
    """A part of an answer, as it came."""
    return any_of(*(all_of(dialect.here, one) for dialect in dialects for one in dialect.chunks))


def notes_of_parts(memory: Memory, dialects: Sequence[Dialect]) -> Iterator[Statement]:
    """What chunks of answers and failed steps tell to what is around them."""
    yield from _edge(memory, "chunk", below, _NEVER, is_chunk(dialects))
    yield from _edge(memory, "last_answer", above, -1, IS_TURN, negate(_FAILED))
    yield from _edge(memory, "last_failure", above, -1, IS_TURN, _FAILED)
    yield memory.note_id(_ENDED, PARENT_ID, END_NANOSECONDS, *_broke_its_run(memory, dialects), HAS_PARENT)


def is_alone(memory: Memory, dialects: Sequence[Dialect]) -> Condition:
    """A remote agent's run whose usage nobody else tells, or a program's own span whose last call has no span."""
    return any_of(all_of(_LAST_CALL, is_nil(memory.of_id("last_answer", SPAN_ID))),
                  all_of(_is_remote(dialects), is_nil(memory.of_id("asked", SPAN_ID)), is_nil(memory.of_id("orphan", TRACE_ID))))


def orphan(memory: Memory) -> Statement:
    """A call whose parent is no AI span, or never came; only for calls with a parent."""
    return memory.note_id("orphan", TRACE_ID, True, _USED, *(is_nil(memory.of_id(topic, PARENT_ID)) for topic in ("up", "is")))


def alone(memory: Memory) -> Iterator[Statement]:
    """Its usage is that of one call, of which it is not known how long the model took; below another run it is a part of that."""
    yield set_to(ALSO_RUN, True, _RUN, any_of(negate(HAS_PARENT), is_nil(memory.of_id("is", PARENT_ID)), is_after(memory)))
    yield set_to(KIND, kinds.CALL)
    yield default(attr(OPERATION), "chat")
    yield set_to(UNTIMED, True)
    yield set_to(SECONDS, seconds(END - START))
    for name, other in ((MODEL, ASKED_MODEL), (ASKED_MODEL, MODEL)):
        yield fill(attr(name), attr(other))


def separate(memory: Memory) -> Iterator[Statement]:
    """A run that begins after the one above it: both when it arrives and when it is judged, for only then the other may be known."""
    for topic, identity in (("separate", SPAN_ID), ("several runs", TRACE_ID)):
        yield memory.note_id(topic, identity, True, _RUN, HAS_PARENT, is_after(memory))


def is_after(memory: Memory) -> Condition:
    """The span began after the end of the run or tool above it. Only for spans with a parent."""
    ended = memory.of_id(_ENDED, PARENT_ID)
    return all_of(present(ended), above(START_NANOSECONDS, ended))


def around(memory: Memory, what: Path) -> Iterator[Statement]:
    """The kind and service of the nearest call, tool or run above, with steps in between; none where that ended before."""
    yield assign(_AT, PARENT_ID)
    yield assign(what, "")
    for _ in range(_STEPS):
        on, ended = (equals(what, ""), differs(_AT, "")), memory.of_span(_ENDED, _AT)
        yield assign(_AT, "", *on, present(ended), above(START_NANOSECONDS, ended))
        yield assign(what, first_of(memory.of_span("is", _AT), ""), *on)
        yield assign(_AT, first_of(memory.of_span("up", _AT), ""), *on)


def is_within_the_root(memory: Memory) -> Condition:
    """The span began while the run that is its trace's root went on. Only for spans with a parent."""
    root = memory.of_id(_ROOT, TRACE_ID)
    return all_of(present(root), at_most(START_NANOSECONDS, root))


def calls(memory: Memory) -> Iterator[Statement]:
    """How long a call took, where its span includes its tools; and its first chunk."""
    def tool(which: str, identity: Path) -> Value:
        return memory.of_id(which, identity)

    asks = all_of(HAS_PARENT, matches(as_text(attr(FINISH_REASONS)), "(?i)tool|function"))
    yield assign(_CUT, first_of(tool("first_tool", SPAN_ID), _NEVER))
    yield assign(_CUT, first_of(tool("first_tool", PARENT_ID), _NEVER), asks, equals(_CUT, _NEVER))
    # Of several calls and tools below one parent; those between the first and the last stay as they are.
    yield assign(_CUT, first_of(tool("last_tool", PARENT_ID), _NEVER), asks, below(_CUT, START_NANOSECONDS))
    yield set_to(SECONDS, as_decimal(_CUT - START_NANOSECONDS) / _SECOND, above(_CUT, START_NANOSECONDS), below(_CUT, END_NANOSECONDS))
    chunk = memory.of_id("chunk", SPAN_ID)
    yield default(attr(FIRST_CHUNK), as_decimal(chunk - START_NANOSECONDS) / _SECOND, present(chunk))
    yield from normalise.first_chunk(present(attr(FIRST_CHUNK)))


def below_a_run(memory: Memory) -> Condition:
    """Calls and tools of which the run around them is to be found."""
    return all_of(HAS_PARENT, any_of(
        all_of(any_of(_CALL, _TOOL), equals(memory.of_id("several runs", TRACE_ID), True)),
        all_of(_CALL, any_of(_SAYS_NOTHING, _EMPTY))))


def found(memory: Memory) -> Iterator[Statement]:
    """Looks up to the run around a call or tool: why it failed, and which it is."""
    on = equals(_ON, True)
    yield assign(_AT, PARENT_ID)
    yield assign(_ON, True)
    yield assign(_WHY, "")
    yield assign(_AT, SPAN_ID, is_after(memory))
    yield assign(_ON, False, is_after(memory))
    for _ in range(_LEVELS):
        yield assign(_WHY, first_of(memory.of_span("why", _AT), ""), on, equals(_WHY, ""))
        yield assign(_ON, False, on, present(memory.of_span("separate", _AT)))
        yield assign(_NEXT, first_of(memory.of_span("up", _AT), ""), on)
        yield assign(_ON, False, on, equals(_NEXT, ""))
        yield assign(_AT, _NEXT, on)
    told = differs(_WHY, "")
    last = equals(memory.of_id("last_answer", PARENT_ID), START_NANOSECONDS)
    nothing_later = (any_of(is_nil(one), below(one, START_NANOSECONDS)) for one in (
        memory.of_id("last_failure", PARENT_ID), memory.of_id("last_tool", PARENT_ID)))
    # A sibling of what failed was stopped with it: the run right around it says nothing of a failure.
    went_well = all_of(starts_with(first_of(memory.of_id("is", PARENT_ID), ""), kinds.RUN), is_nil(memory.of_id("why", PARENT_ID)))
    yield default(attr(ERROR_TYPE), "_OTHER", _CALL, _EMPTY, told, last, *nothing_later, negate(went_well))
    yield assign(STATUS_TEXT, _WHY, _CALL, _FAILED, _SAYS_NOTHING, told)
    yield set_to(RUN, joined([part(TRACE_ID, 0, 16), _AT]), equals(memory.of_id("several runs", TRACE_ID), True))


def runs(memory: Memory, dialects: Sequence[Dialect]) -> Iterator[Statement]:
    """Runs that failed with their last call, also those that exported no span."""
    answer, failure = memory.of_id("last_answer", SPAN_ID), memory.of_id("last_failure", SPAN_ID)
    yield default(attr(ERROR_TYPE), "_OTHER", _RUN, differs(attr(ANSWERED), True), present(failure), any_of(is_nil(answer), above(failure, answer)))
    yield set_to(KIND, kinds.RUN, *_broke_its_run(memory, dialects), any_of(negate(HAS_PARENT), is_nil(memory.of_id("up", PARENT_ID))))


def is_step_of_a_run(dialects: Sequence[Dialect]) -> Condition:
    """Failed steps that may have ended their run."""
    return all_of(_STEP, _FAILED, any_of(*(all_of(dialect.here, one) for dialect in dialects for one in dialect.ends_run)))


def _broke_its_run(memory: Memory, dialects: Sequence[Dialect]) -> tuple[Condition, ...]:
    return is_step_of_a_run(dialects), present(memory.of_id("last_failure", SPAN_ID))


def _edge(memory: Memory, topic: str, further: Callable[[Path, Path], Condition], nothing: int, *conditions: Condition) -> Iterator[Statement]:
    """Notes the first or last start of a kind of span below its parent."""
    here = (*conditions, HAS_PARENT)
    yield assign(_SEEN, first_of(memory.of_id(topic, PARENT_ID), nothing), *here)
    yield memory.note_id(topic, PARENT_ID, START_NANOSECONDS, *here, further(START_NANOSECONDS, _SEEN))

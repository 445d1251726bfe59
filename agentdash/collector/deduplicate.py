"""Each call, tool run and agent run is counted once, however many spans tell of it.

The Collector looks at about a second of one process's spans at a time; the spans that tell of one call end, and are exported,
together. Within that window:

* a call span that has a call span as its child is a wrapper around it; the innermost one is the call;
* spans of a provider's own SDK see every request of their process; an instrumentation's spans for the same provider,
  beside them and often in another trace, are the same calls again;
* an agent run below another agent run, a tool or a call is a part of it; a tool run below a tool run likewise;
* what a tool waited for a person is taken off its time, and counted as waiting;
* failures that a framework notes only further down are noted on the span that is counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.collector import failures
from agentdash.collector.dialects import DIALECTS
from agentdash.collector.notes import forget_all, mark, marked, note
from agentdash.collector.ottl.conditions import HAS_PARENT, Condition, all_of, equals, negate, present
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, fill, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    PARENT_ID,
    SPAN_ID,
    START_NANOSECONDS,
    TRACE_ID,
    as_decimal,
    attr,
)
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import AGENT, ERROR_TYPE, KIND, PART, PROVIDER, SECONDS

_CALL, _TOOL, _RUN, _WAIT = (equals(attr(KIND), kind) for kind in (kinds.CALL, kinds.TOOL, kinds.RUN, kinds.WAIT))
_COUNTED = (_CALL, _TOOL, _RUN)
_FAILED = present(attr(ERROR_TYPE))
_PART = equals(attr(PART), True)
_ANY = present(attr(KIND))
_SDKS: dict[str, Condition] = {dialect.sees_all_of: dialect.here for dialect in DIALECTS if dialect.sees_all_of}


def statements() -> list[Group]:
    """Statement groups: notes first, then what follows from them."""
    return [
        block("span", _notes(), _ANY),
        block("span", _consequences(), _ANY),
        block("span", [
            *(fill(attr(AGENT), note("agent", PARENT_ID), sdk) for sdk in _SDKS.values()),
            mark("wraps", PARENT_ID, _CALL, HAS_PARENT, negate(_PART)),
            mark("call", SPAN_ID, _CALL),
            mark("above", SPAN_ID),
            mark("tool", SPAN_ID, _TOOL),
        ], *_COUNTED),
        block("span", [
            set_to(KIND, kinds.STEP, _CALL, marked("wraps", SPAN_ID)),
            set_to(KIND, kinds.STEP, _PART, HAS_PARENT, marked("call", PARENT_ID)),
            set_to(KIND, kinds.STEP, _RUN, HAS_PARENT, marked("above", PARENT_ID)),
            set_to(KIND, kinds.STEP, _TOOL, HAS_PARENT, marked("tool", PARENT_ID)),
        ], *_COUNTED),
        failures.classify(),
        forget_all(),
    ]


def _notes() -> Iterator[Statement]:
    for provider, sdk in _SDKS.items():
        yield mark("sdk", provider, _CALL, sdk)
    # A tool's span includes the time in which it waited for a person; a tool that was not allowed never ran.
    yield mark("waited", PARENT_ID, _WAIT)
    for dialect in DIALECTS:
        for condition in dialect.executions:
            yield mark("failed", PARENT_ID, condition, dialect.here, _FAILED)
            yield assign(note("began", PARENT_ID), START_NANOSECONDS, condition, dialect.here)
        for condition in dialect.fails_run:
            yield mark("failedtrace", TRACE_ID, condition, dialect.here, _FAILED)


def _consequences() -> Iterator[Statement]:
    for provider, sdk in _SDKS.items():
        theirs = all_of(_CALL, equals(attr(PROVIDER), provider))
        # The instrumentation knows the agent that the SDK's span, its child or sibling, does not.
        yield assign(note("agent", SPAN_ID), attr(AGENT), theirs, present(attr(AGENT)))
        yield assign(note("agent", PARENT_ID), attr(AGENT), theirs, present(attr(AGENT)), HAS_PARENT)
        yield set_to(KIND, kinds.STEP, theirs, negate(sdk), marked("sdk", provider))
    began = note("began", SPAN_ID)
    yield default(attr(ERROR_TYPE), "tool_error", _TOOL, marked("failed", SPAN_ID))
    yield set_to(SECONDS, 0.0, _TOOL, marked("waited", SPAN_ID))
    yield set_to(SECONDS, as_decimal(END_NANOSECONDS - began) / 1_000_000_000.0, _TOOL, present(began))
    for dialect in DIALECTS:
        if dialect.fails_run:
            yield default(attr(ERROR_TYPE), "_OTHER", _RUN, dialect.here, marked("failedtrace", TRACE_ID))

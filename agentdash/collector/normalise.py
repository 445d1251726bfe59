"""Every dialect becomes one set of span attributes; each AI span learns its kind (:mod:`agentdash.vocabulary.kinds`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agentdash.collector import evidence, failures, usage, usage_texts
from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    equals,
    is_decimal,
    is_integer,
    is_text,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import (
    Group,
    Statement,
    assign,
    block,
    default,
    fill,
    forget,
    replace,
    set_to,
    shorten,
)
from agentdash.collector.ottl.values import (
    END,
    EVENT_NAME,
    EVENT_TIME,
    ID,
    SPAN_ATTRIBUTES,
    SPAN_ID,
    START,
    START_NANOSECONDS,
    Path,
    as_decimal,
    as_integer,
    as_text,
    attr,
    duration,
    joined,
    lower,
    resource,
    seconds,
    span_id,
)
from agentdash.collector.patterns import any_name
from agentdash.collector.usage import CACHED_BESIDE, REASONING_BESIDE
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ATTEMPTS,
    ENVIRONMENT,
    FIRST_CHUNK,
    KIND,
    MODEL,
    OPERATION,
    PART,
    PROVIDER,
    SECONDS,
    SERVICE,
    TENANT,
    TOOL,
    TOTAL_TOKENS,
    UNTIMED,
    WORKFLOW,
)
from agentdash.vocabulary.spans import PER_SECOND
from agentdash.vocabulary.tokens import TOKEN_TYPES

_LONGEST_SPAN = "168h"
_NOT_STREAMED = 0.95
"""Share of a call after which a first chunk is none."""
_LONGEST = 4096
"""Bytes an attribute may have; a prompt of a megabyte must not travel through every statement."""
_NAMES = (ASKED_MODEL, MODEL, AGENT, WORKFLOW, PROVIDER, OPERATION, TOOL)
_UNQUOTABLE = r'["\\\n\r]'
"""Grafana puts the values of variables into queries, between quotes."""
_QUOTABLE = r'^[^"\\\n\r]*$'
_COUNTS = (*(one.attribute for one in TOKEN_TYPES), TOTAL_TOKENS, ATTEMPTS)
_WHOLE, _NUMBER = r"^[0-9]{1,15}(\.0*)?$", r"^[0-9]{1,9}(\.[0-9]+)?(e-[0-9]+)?$"
"""What may be said as a text, too; a conversion of anything else would fail."""
_OLD_AZURE = r"^az\.ai\."
_PROVIDER_WITH_API = r"^(openai|anthropic|google|mistral|cohere|groq|xai)\.(chat|responses|messages|completions?|embedding|generative-ai)$"
_CALL = equals(attr(KIND), kinds.CALL)


def ai_span(dialects: Sequence[Dialect]) -> tuple[Condition, ...]:
    """Conditions that make a span an AI span; only these come here."""
    return tuple(sign for dialect in dialects for sign in dialect.signs)


def statements(dialects: Sequence[Dialect]) -> list[Group]:
    """Statement groups, in order: usage in texts, tidy, names, kinds (by dialects, then by evidence), values, usage, times, failures."""
    return [
        _resource(), *usage_texts.read(dialects), _tidy(), *_names(dialects), *_kinds(dialects), converted(), *evidence.judge(dialects), *_no_kinds(dialects),
        *_values(dialects),
        *usage.settle(), named(dialects), *_times(dialects), *failures.detect(dialects),
    ]


def _resource() -> Group:
    environment = resource(ENVIRONMENT)
    return block("resource", [
        fill(environment, resource("deployment.environment")),
        *(replace(resource(name), _UNQUOTABLE, "_") for name in (SERVICE, TENANT, ENVIRONMENT)),
    ])


def _tidy() -> Group:
    return block("span", [
        set_to(KIND, kinds.STEP),
        shorten(SPAN_ATTRIBUTES, _LONGEST),
        assign(ID, span_id(1), equals(SPAN_ID, "")),
        assign(START, END, equals(START_NANOSECONDS, 0)),
        assign(END, START, below(END, START)),
        # Clocks that were never set.
        assign(START, END, above(END - START, duration(_LONGEST_SPAN))),
        # An empty name must not keep another one out.
        *(forget(name, equals(attr(name), "")) for name in _NAMES),
    ])


def _of(dialect: Dialect, statements: Iterator[Statement], *more: Condition) -> Iterator[Group]:
    """A group for the spans of a dialect; none where there is nothing to do."""
    if found := list(statements):
        yield block("span", found, all_of(*more, dialect.here))


def _names(dialects: Sequence[Dialect]) -> Iterator[Group]:
    for dialect in dialects:
        yield from _of(dialect, _names_of(dialect))


def _names_of(dialect: Dialect) -> Iterator[Statement]:
    yield from dialect.first
    for one in dialect.durations:
        value = as_decimal(attr(one.theirs))
        per_second = PER_SECOND[one.unit]
        yield default(attr(one.name), value if per_second == 1 else value / float(per_second), present(attr(one.theirs)))
    for name, theirs in dialect.names:
        yield fill(attr(name), attr(theirs))


def _kinds(dialects: Sequence[Dialect]) -> Iterator[Group]:
    for dialect in sorted(dialects, key=lambda one: one.last_word):
        yield from _of(dialect, _kinds_of(dialect))


def _no_kinds(dialects: Sequence[Dialect]) -> Iterator[Group]:
    for dialect in dialects:
        yield from _of(dialect, _no_kinds_of(dialect))


def _kinds_of(dialect: Dialect) -> Iterator[Statement]:
    for call in dialect.calls:
        yield set_to(KIND, kinds.CALL, call.condition)
        yield set_to(OPERATION, call.operation, call.condition)
    for condition in dialect.parts:
        yield set_to(KIND, kinds.CALL, condition)
        yield set_to(PART, True, condition)
    for kind, operation, conditions in ((kinds.TOOL, "execute_tool", dialect.tools), (kinds.RUN, "invoke_agent", dialect.runs)):
        for condition in conditions:
            yield set_to(KIND, kind, condition)
            yield default(attr(OPERATION), operation, equals(attr(KIND), kind))
    for condition in dialect.waits:
        yield set_to(KIND, kinds.WAIT, condition)


def _no_kinds_of(dialect: Dialect) -> Iterator[Statement]:
    for kind, conditions in ((kinds.CALL, dialect.not_calls), (kinds.TOOL, dialect.not_tools), (kinds.RUN, dialect.not_runs)):
        for condition in conditions:
            yield set_to(KIND, kinds.STEP, equals(attr(KIND), kind), condition)


def converted() -> Group:
    """Names are texts that queries can quote, counts are integers; what is neither goes. Nearly all are so already."""
    odd_names = (all_of(present(attr(name)), any_of(equals(attr(name), ""), negate(is_text(attr(name))))) for name in _NAMES)
    odd_counts = {name: all_of(present(attr(name)), any_of(below(attr(name), 0), negate(is_integer(attr(name))))) for name in _COUNTS}
    return block("span", [
        *(assign(attr(name), as_text(attr(name)), is_integer(attr(name))) for name in _NAMES),
        *(replace(attr(name), _UNQUOTABLE, "_") for name in _NAMES),
        *(forget(name, present(attr(name)), any_of(equals(attr(name), ""), negate(is_text(attr(name))))) for name in _NAMES),
        *(assign(attr(name), as_decimal(attr(name)), is_text(attr(name)), matches(attr(name), _WHOLE)) for name in _COUNTS),
        *(assign(attr(name), as_integer(attr(name)), _counts(attr(name))) for name in _COUNTS),
        *(forget(name, odd) for name, odd in odd_counts.items()),
    ], *odd_names, *odd_counts.values(), negate(matches(joined(map(attr, _NAMES)), _QUOTABLE)))


def _values(dialects: Sequence[Dialect]) -> Iterator[Group]:
    for dialect in dialects:
        yield from _of(dialect, _values_of(dialect))
    provider, first_chunk = attr(PROVIDER), attr(FIRST_CHUNK)
    yield block("span", [
        assign(first_chunk, as_decimal(first_chunk), is_text(first_chunk), matches(first_chunk, _NUMBER)),
        forget(FIRST_CHUNK, present(first_chunk), negate(any_of(is_decimal(first_chunk), is_integer(first_chunk)))),
        assign(provider, lower(provider), present(provider)),
        replace(provider, _OLD_AZURE, "azure.ai."),
        replace(provider, _PROVIDER_WITH_API, "$1"),
    ])


def named(dialects: Sequence[Dialect]) -> Group:
    """What a call has that does not say it itself."""
    provider, asked, served = attr(PROVIDER), attr(ASKED_MODEL), attr(MODEL)
    return block("span", [
        forget(PROVIDER, matches(provider, any_name(name for dialect in dialects for name in dialect.not_providers))),
        fill(asked, served),
        fill(served, asked),
    ], _CALL)


def _counts(value: Path) -> Condition:
    """A count that is written as something else than an integer, and is one; NaN is neither at least zero nor below anything."""
    return all_of(is_decimal(value), at_least(value, 0), below(value, 1e15))


def _values_of(dialect: Dialect) -> Iterator[Statement]:
    yield from dialect.last
    if dialect.agent:
        yield default(attr(AGENT), dialect.agent)
    yield from (set_to(CACHED_BESIDE, True, condition) for condition in dialect.excludes_cached)
    yield from (set_to(REASONING_BESIDE, True, condition) for condition in dialect.excludes_reasoning)


def _times(dialects: Sequence[Dialect]) -> Iterator[Group]:
    timed = (_CALL, equals(attr(KIND), kinds.TOOL), equals(attr(KIND), kinds.WAIT))
    yield block("span", [set_to(SECONDS, seconds(END - START))], *timed)
    for dialect in dialects:
        yield from _of(dialect, (set_to(UNTIMED, True, condition) for condition in dialect.untimed), _CALL)
    attempts = [all_of(equals(EVENT_NAME, name), dialect.here) for dialect in dialects for name in dialect.attempt_events]
    chunks = any_name(name for dialect in dialects for name in dialect.first_chunk_events)
    yield block("spanevent", [
        *(assign(attr(SECONDS), seconds(END - EVENT_TIME), one, at_most(EVENT_TIME, END)) for one in attempts),
        default(attr(FIRST_CHUNK), seconds(EVENT_TIME - START), matches(EVENT_NAME, chunks)),
    ], _CALL)
    yield block("span", first_chunk(), all_of(_CALL, present(attr(FIRST_CHUNK))))


def first_chunk(*conditions: Condition) -> Iterator[Statement]:
    """What a call's first chunk and its duration say of each other."""
    first, whole = as_decimal(attr(FIRST_CHUNK)), as_decimal(attr(SECONDS))
    # A span that ended before its stream's first chunk does not tell how long the call took.
    yield set_to(UNTIMED, True, *conditions, above(first, whole))
    # What comes with the end is no first chunk: the answer was not streamed.
    yield forget(FIRST_CHUNK, *conditions, at_least(first, whole * _NOT_STREAMED), at_most(first, whole))

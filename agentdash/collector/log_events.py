"""Calls, tool runs and agent runs of which log records tell, where no span does or none tells them whole.

A record of a dialect's ``events`` becomes what a span of the same would have become: the same attributes, by the same
statements. So what is said of a span's attributes elsewhere is said here of a record's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agentdash.collector import cost, derive, failures, models, normalise, usage, weight
from agentdash.collector.dialects import known
from agentdash.collector.dialects.dialect import Dialect, LogEvent, Streamed
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    equals,
    is_nil,
    is_text,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, delete, drop, fill
from agentdash.collector.ottl.values import (
    END,
    END_NANOSECONDS,
    LOG_ATTRIBUTES,
    LOG_CACHE,
    OBSERVED_NANOSECONDS,
    SPAN_ATTRIBUTES,
    SPAN_CACHE,
    START,
    STATUS_TEXT,
    Value,
    as_decimal,
    from_json,
    keyed,
    length,
    log_attr,
    resource,
    seconds,
)
from agentdash.collector.span_metrics import RUN_LABELS, WHERE, metric, total
from agentdash.collector.usage import REASONING_BESIDE
from agentdash.settings import Settings
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import ASKED_MODEL, ERROR_TYPE, FIRST_CHUNK, KIND, MODEL, SECONDS, UNTIMED
from agentdash.vocabulary.labels import UNKNOWN

_KIND, _SECONDS = log_attr(KIND), log_attr(SECONDS)
_MILLISECONDS = r"^[0-9]{1,9}(\.[0-9]+)?$"
MOST_WAITING = 10_000
"""Streams that are looked for an end; those of programs that were stopped never have one."""
_WAITED, _SO_FAR = "waited", "so_far"
_SAME: tuple[tuple[str, str], ...] = (
    # Logs are not sampled with their traces: each stands for itself.
    (str(weight.count()), "1"), (str(weight.exact()), "1.0"),
    (str(seconds(END - START)), str(as_decimal(_SECONDS))), (str(END_NANOSECONDS), str(OBSERVED_NANOSECONDS)),
    (str(STATUS_TEXT), str(log_attr("agentdash.message"))), (str(SPAN_ATTRIBUTES), str(LOG_ATTRIBUTES)), (str(SPAN_CACHE), str(LOG_CACHE)),
)
"""What is said of spans, and the same of log records."""


def told(item: Any) -> Any:
    """Statement groups and items about spans, about log records. Raises ValueError for what only a span has."""
    if isinstance(item, dict):
        return {key: "log" if (key, value) == ("context", "span") else told(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [told(value) for value in item]
    if not isinstance(item, str):
        return item
    for of_span, of_record in _SAME:
        item = item.replace(of_span, of_record)
    if "span." in item:
        raise ValueError(f"a log record has nothing like it: {item}")
    return item


def _events(dialects: Sequence[Dialect]) -> Iterator[LogEvent]:
    return (event for dialect in dialects for event in dialect.events)


def others(dialects: Sequence[Dialect]) -> list[Group]:
    """What to drop: records that tell of nothing that is counted, and begin nothing."""
    conditions = [event.condition for event in _events(dialects)] + [condition for one in _streams(dialects) for condition in (one.begins, one.goes_on)]
    return [drop("log", negate(any_of(*conditions)))]


def remembered(dialects: Sequence[Dialect]) -> list[Group]:
    """Statement groups that put on the end of a stream how long it took since its beginning, another record. The stage they
    stand in must get one request after another, for what it remembers lives in a cache that knows no locks."""
    return [{"context": "log", "shared_cache": True, **block("log", _timed(one), any_of(one.begins, one.goes_on, one.ends))} for one in _streams(dialects)]


def _streams(dialects: Sequence[Dialect]) -> Iterator[Streamed]:
    return (dialect.streamed for dialect in dialects if dialect.streamed)


def _timed(one: Streamed) -> Iterator[Statement]:
    """The records' own durations are added up: what clocks say of records is when they were written."""
    thread, taken, first = log_attr(one.thread), as_decimal(log_attr(one.milliseconds)) / 1000.0, log_attr(one.first_chunk)
    waited, so_far = (keyed(LOG_CACHE, Value(f'"{name}"')) for name in (_WAITED, _SO_FAR))
    told = all_of(is_text(thread), _number(one.milliseconds))
    for notes in (waited, so_far):
        yield assign(notes, from_json("{}"), any_of(is_nil(notes), above(length(notes), MOST_WAITING)))
        yield assign(keyed(notes, thread), taken, one.begins, told)
    known = present(keyed(so_far, thread))
    yield assign(keyed(so_far, thread), as_decimal(keyed(so_far, thread)) + taken, one.goes_on, told, known)
    ends = all_of(one.ends, is_text(thread), known)
    yield assign(_SECONDS, keyed(so_far, thread), ends)
    yield assign(log_attr(FIRST_CHUNK), as_decimal(keyed(waited, thread)) + as_decimal(first) / 1000.0, ends, _number(one.first_chunk))
    for notes in (waited, so_far):
        yield delete(notes, thread, one.ends, is_text(thread))


def _number(name: str) -> Condition:
    return matches(log_attr(name), _MILLISECONDS)


def statements(settings: Settings) -> list[Group]:
    """Statement groups: each record's kind, names and values, then everything that is done to spans of the kind."""
    dialects = known(settings)
    asked = any(_sources(event, ASKED_MODEL) != _sources(event, MODEL) for event in _events(dialects))
    money = cost.statements(settings, asked, remembers=False) if cost.wanted(settings) else []
    return [
        *read(_events(dialects)), *settled(settings),
        *told([normalise.converted(), *usage.settle(), normalise.named(dialects), failures.classify(), *models.fallback(asked), derive.labels(),
               models.bound(settings.telemetry.models), *money]),
        block("log", [default(log_attr(MODEL), UNKNOWN, equals(_KIND, kinds.CALL))], present(_KIND)),
    ]


def _sources(event: LogEvent, name: str) -> list[str]:
    return [theirs for ours, theirs in (*event.names, *event.constants) if ours == name]


def read(events: Iterable[LogEvent]) -> list[Group]:
    """Statement groups that give the records of ``events`` their kind, the conventions' names, and their values."""
    return [block("log", _read(event), event.condition) for event in events]


def settled(settings: Settings) -> list[Group]:
    """Statement groups that give these records a place, and a duration."""
    places = (*WHERE, *settings.telemetry.group_by_attributes)
    return [
        block("log", [
            *(fill(log_attr(name), resource(name)) for name in places),
            *(default(log_attr(name), UNKNOWN) for name in places),
            assign(log_attr(UNTIMED), True, is_nil(_SECONDS)),
            default(_SECONDS, 0.0),
        ], present(_KIND)),
    ]


def _read(event: LogEvent) -> Iterator[Statement]:
    yield assign(_KIND, event.kind)
    for name, theirs in event.names:
        yield fill(log_attr(name), log_attr(theirs))
    for name, value in event.constants:
        yield default(log_attr(name), value)
    if event.milliseconds:
        yield default(_SECONDS, as_decimal(log_attr(event.milliseconds)) / 1000.0, _number(event.milliseconds))
    if event.reasoning_beside:
        yield assign(log_attr(REASONING_BESIDE), True)
    failed = event.failed
    if failed is None:
        yield delete(LOG_ATTRIBUTES, ERROR_TYPE)
        return
    yield delete(LOG_ATTRIBUTES, ERROR_TYPE, negate(failed))
    yield assign(log_attr("agentdash.message"), log_attr("error.message"), failed, present(log_attr("error.message")))
    yield default(log_attr(ERROR_TYPE), "_OTHER", failed)


def metrics(settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``."""
    extra = settings.telemetry.group_by_attributes
    items = derive.metrics(extra) + (cost.metrics(extra) if cost.wanted(settings) else [])
    return [
        *(told(one) for one in items if one["name"] != derive.RUNS),
        # No record says how long a run took, and a histogram would have to say something.
        metric("agentdash.untimed_runs", "Agent runs of which it is not known how long they took", "{run}", (*WHERE, *extra, *RUN_LABELS), total(1),
               equals(_KIND, kinds.RUN), failed=True),
    ]

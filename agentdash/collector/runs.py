"""How far runs go: calls and repeated tools counted run by run, while the run still goes on.

A loop hides in averages: one run of forty calls among fifty short ones changes calls per run by a little. So calls are
counted per trace, which is an agent's run for every framework that has runs, or per run where a trace holds several. The
counts are notes of one stage; on the span that takes a run further, it writes what becomes of it:

* ``agentdash.runs``: runs by how many calls they have made so far (label ``more_than``), the buckets of a histogram that
  knows a run before it ends;
* ``agentdash.long_run.*``: calls and tokens of runs in which a model was called more often than the limit, the first calls
  included;
* ``agentdash.repeated_tools``: tool runs of runs in which one tool ran, or failed, more often than the limit;
* ``agentdash.calls_not_followed``: calls of traces that are left out of all these, where there are too many to remember.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agentdash.collector import cost, dialects, weight
from agentdash.collector.bounded import Bounded
from agentdash.collector.memory import remembering
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_most,
    equals,
    is_nil,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    SPAN_ID,
    START_NANOSECONDS,
    TRACE_ID,
    Path,
    Value,
    as_decimal,
    as_integer,
    as_text,
    attr,
    first_of,
    hexadecimal,
    joined,
    resource,
    split,
)
from agentdash.collector.span_metrics import RUN_LABELS, WHERE, metric, total
from agentdash.settings import Settings
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import AGENT, KIND, MODEL, PROVIDER, RUN, SERVICE, TOOL
from agentdash.vocabulary.bounds import CALLS_PER_RUN
from agentdash.vocabulary.labels import FAILED, MORE_THAN
from agentdash.vocabulary.tokens import PRICED

PAUSE = 600
"""Seconds for which a run may be silent and still be the same run, where not more runs than can be remembered go on at once."""

_CALL, _TOOL = equals(attr(KIND), kinds.CALL), equals(attr(KIND), kinds.TOOL)
_ID, _FOLLOWED, _TIMES, _SUMS, _LONG = (f"agentdash.run.{name}" for name in ("id", "followed", "times", "sums", "long"))
_EACH = next(number for number, (step, after) in enumerate(itertools.pairwise(CALLS_PER_RUN)) if after > step + 1)
"""Up to this number every call is a step."""
_CALLS, _MONEY = "calls", "cost_usd"


def statements(settings: Settings) -> list[Group]:
    """Statement groups for spans that count. The stage must get one request after another, for it remembers."""
    memory = Bounded("runs", PAUSE, drawers=(1, 1, 1, 1), most=settings.collector.run_counts // 2)
    rules, followed = _rules(settings), equals(attr(_FOLLOWED), True)
    calls, tools = (min(int(rule[key]) for rule in rules.values()) for key in ("calls", "tool_failures"))
    return [memory.turn(any_of(_CALL, _TOOL)), *map(remembering, (
        block("span", _whose(memory), any_of(_CALL, _TOOL)),
        block("span", [*_far(memory), *_sums(memory, (PROVIDER, MODEL), _amounts(memory, settings), calls)], all_of(_CALL, followed)),
        block("span", _sums(memory, (TOOL, FAILED), _amount(memory), tools), all_of(_TOOL, followed)),
        block("span", _beyond(memory, _amounts(memory, settings), _call_limits(memory, settings, rules)), all_of(_CALL, present(attr(_SUMS)))),
        block("span", _beyond(memory, _amount(memory), _tool_limits(memory, rules)), all_of(_TOOL, present(attr(_SUMS)))),
    ))]


def metrics(extra: Sequence[str], money: bool) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``. ``extra`` are the settings' own attributes."""
    times, long, of_model = as_integer(attr(_TIMES)), present(attr(_LONG)), (*RUN_LABELS, PROVIDER, MODEL)

    def item(name: str, unit: str, own: Sequence[str], value: Value, *conditions: Condition, failed: bool = False) -> dict[str, Any]:
        return metric(f"agentdash.{name}", _MEANINGS[name.split(".")[0]], unit, (*WHERE, *extra, *own), total(value), *conditions, failed=failed)

    def reached(name: str) -> Value:
        return as_integer(attr(_beyond_limit(name))) * times

    return [
        item("runs", "{run}", (*RUN_LABELS, MORE_THAN), weight.exact() * as_decimal(times), present(attr(MORE_THAN))),
        item(f"long_run.{_CALLS}", "{call}", of_model, reached(_CALLS), _CALL, long),
        *(item(f"long_run.{one.signal}", "{token}", of_model, reached(one.signal), _CALL, long) for one in PRICED),
        *([item(f"long_run.{_MONEY}", "{USD}", of_model, as_decimal(attr(_beyond_limit(_MONEY))) * as_decimal(times), _CALL, long)] if money else []),
        item("repeated_tools", "{run}", (*RUN_LABELS, TOOL), reached(_CALLS), _TOOL, long, failed=True),
        item("calls_not_followed", "{call}", (), weight.count(), _CALL, is_nil(attr(_FOLLOWED))),
    ]


_MEANINGS = {
    "runs": "Runs by how many calls they have made so far", "long_run": "Calls of runs in which a model was called more often than the limit",
    "repeated_tools": "Tool runs of runs in which a tool ran more often than the limit",
    "calls_not_followed": "Calls of traces that are left out where runs are counted",
}


def _whose(memory: Bounded) -> Iterator[Statement]:
    """Which run a span belongs to, and whether it is looked at. What belongs to no trace is a run of its own."""
    run = memory.own("run")
    yield assign(run, hexadecimal(TRACE_ID))
    yield assign(run, hexadecimal(joined([SPAN_ID, START_NANOSECONDS, END_NANOSECONDS])), equals(TRACE_ID, ""))
    yield set_to(_FOLLOWED, True, memory.looks_at(run))
    yield set_to(_TIMES, memory.stands_for)
    yield set_to(_ID, hexadecimal(joined([first_of(attr(RUN), run), resource(SERVICE), attr(AGENT)])))


def _far(memory: Bounded) -> Iterator[Statement]:
    """How many calls the run has made; on the call that takes it further than a step, the step."""
    run, n = attr(_ID), memory.own("n")
    yield assign(n, first_of(memory.of_id("", run), 0))
    yield set_to(MORE_THAN, as_text(n), any_of(at_most(n, _EACH), *(equals(n, step) for step in CALLS_PER_RUN if step > _EACH)))
    yield assign(n, n + 1)
    yield from memory.note(run, n)


def _amount(memory: Bounded) -> dict[str, list[Statement]]:
    """Statements that find what a span adds to each sum; of a tool run only that it is one."""
    return {_CALLS: [assign(_own(memory, _CALLS), weight.count())]}


def _amounts(memory: Bounded, settings: Settings) -> dict[str, list[Statement]]:
    """The same of a call."""
    found = _amount(memory)
    for one in PRICED:
        own, tokens = _own(memory, one.signal), attr(one.attribute)
        found[one.signal] = [assign(own, 0), assign(own, as_integer(tokens) * weight.count(), present(tokens))]
    if cost.wanted(settings):
        own, money = _own(memory, _MONEY), attr(cost.COST)
        found[_MONEY] = [assign(own, 0.0), assign(own, as_decimal(money) * weight.exact(), present(money))]
    return found


def _sums(memory: Bounded, of: Sequence[str], amounts: Mapping[str, Sequence[Statement]], limit: int) -> Iterator[Statement]:
    """Adds the span to the sums of its run, and writes them on it where there are more spans than the lowest limit.

    They are one text: in a map of numbers each would take as much room.
    """
    run, text, pieces, n = map(memory.own, ("run", "text", "pieces", "n"))
    yield assign(run, hexadecimal(joined([attr(_ID), *map(attr, of)])))
    yield assign(text, first_of(memory.of_id("", run), ",".join(["0"] * (len(amounts) + 1))))
    yield assign(pieces, split(text, ","))
    yield assign(n, as_integer(pieces[0]) + 1)
    for place, (name, found) in enumerate(amounts.items(), 1):
        yield from found
        yield assign(_own(memory, name), _number(name, pieces[place]) + _own(memory, name))
    yield assign(text, joined([n, *(_own(memory, name) for name in amounts)], ","))
    yield from memory.note(run, text)
    yield set_to(_SUMS, text, above(n, limit))


def _beyond(memory: Bounded, amounts: Mapping[str, Sequence[Statement]], limits: Iterator[Statement]) -> Iterator[Statement]:
    """Beyond the limit each span counts; the first one with all before it."""
    pieces, n, limit = map(memory.own, ("pieces", "n", "limit"))
    yield from limits
    yield assign(pieces, split(attr(_SUMS), ","))
    yield assign(n, as_integer(pieces[0]))
    yield set_to(_LONG, True, above(n, limit))
    for place, (name, found) in enumerate(amounts.items(), 1):
        yield from found
        yield set_to(_beyond_limit(name), _own(memory, name))
        yield set_to(_beyond_limit(name), _number(name, pieces[place]), equals(n, limit + 1))


def _call_limits(memory: Bounded, settings: Settings, rules: Mapping[str, Mapping[str, Any]]) -> Iterator[Statement]:
    """The settings' limit of calls to one model; agents whose ordinary run is a day's programming have limits of their own."""
    coding = any_of(*(equals(attr(AGENT), dialect.agent) for dialect in dialects.known(settings) if dialect.coding))
    for service, rule in rules.items():
        yield assign(memory.own("limit"), rule["calls"], *_of(service))
        yield assign(memory.own("limit"), rule["coding_calls"], coding, *_of(service))


def _tool_limits(memory: Bounded, rules: Mapping[str, Mapping[str, Any]]) -> Iterator[Statement]:
    """The settings' limit of runs of one tool."""
    return (assign(memory.own("limit"), rule["tool_failures"], *_of(service)) for service, rule in rules.items())


def _rules(settings: Settings) -> dict[str, Mapping[str, Any]]:
    """The limits of the alert ``loop``: everybody's by no name, then those of services that have their own."""
    alerts = settings.alerts
    return {name: alerts.of("loop", name).values for name in ("", *sorted(alerts.overrides.get("loop", {})))}


def _of(service: str) -> tuple[Condition, ...]:
    return (equals(resource(SERVICE), service),) if service else ()


def _beyond_limit(name: str) -> str:
    return f"{_LONG}.{name}"


def _own(memory: Bounded, name: str) -> Path:
    return memory.own(f"own.{name}")


def _number(name: str, text: Value) -> Value:
    return as_decimal(text) if name == _MONEY else as_integer(text)

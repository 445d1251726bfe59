"""Coding agents' work out of their own metrics, logs and spans: each dialect says what adds to which counter (:class:`Work`).

Every counter has the labels of its row in :data:`_LABELS`, beside place, agent and, where the settings ask for people, the person.
No session, user or account is a label; what is counted per session leaves its name here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from agentdash.collector import derive, failures, log_events, models
from agentdash.collector.derive import CALL_BOUNDS
from agentdash.collector.dialects import DIALECTS
from agentdash.collector.dialects.dialect import Dialect, Work
from agentdash.collector.ottl.conditions import (
    Condition,
    all_of,
    any_of,
    at_least,
    at_most,
    differs,
    equals,
    is_text,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, Statement, assign, block, default, delete, drop, fill
from agentdash.collector.ottl.values import (
    DECIMAL,
    INTEGER,
    LABELS,
    METRIC,
    METRIC_TYPE,
    SUM,
    Path,
    as_decimal,
    as_integer,
    as_text,
    attr,
    label,
    log_attr,
    part,
    resource,
    sha256,
)
from agentdash.collector.span_metrics import RUN_LABELS, WHERE, distribution, metric, total
from agentdash.settings import Settings
from agentdash.vocabulary import coding, kinds
from agentdash.vocabulary.attributes import AGENT, KIND, MODEL, SECONDS, SERVICE, SESSION, TOOL, VERSION
from agentdash.vocabulary.labels import CHANGE, DECIDED_BY, FAILED, OUTCOME, PERSON, SENT, WORKER

LOOKED_AT, MOST_SESSIONS = "24h", 20_000
"""How long a session may be silent and still be the same one, and how many are remembered."""
_HASH_DIGITS = 12
_DECISION = (TOOL, OUTCOME, DECIDED_BY)
_LABELS: dict[str, tuple[str, ...]] = {
    coding.SESSIONS: (), coding.ACTIVE: (WORKER,), coding.LINES: (CHANGE,), coding.COMMITS: (), coding.PULL_REQUESTS: (),
    coding.EDITS: _DECISION, coding.DECISIONS: _DECISION, coding.EXHAUSTED_RETRIES: (), coding.COMPACTIONS: (),
}
_UNITS = {coding.ACTIVE: "s"}
_SESSION_COST = "agentdash.coding.session_cost"
_OWN_COST = "claude_code.cost.usage"
_FAILURES = log_attr("agentdash.failures")
_AMOUNT = as_decimal(INTEGER) + DECIMAL
# Not a number is not at least zero either; one would spoil its series for good.
_IS_COUNTED = all_of(equals(METRIC_TYPE, SUM), at_least(DECIMAL, 0.0), at_least(INTEGER, 0))


@dataclass(frozen=True)
class _Context:
    """One kind of records: OTTL's word for them, how their attributes are written, and what a dialect says of them."""

    word: str
    get: Callable[[str], Path]
    work: Callable[[Dialect], Work | None]
    sent: str

    @property
    def told(self) -> Iterator[tuple[Dialect, Work]]:
        return ((dialect, work) for dialect in DIALECTS if (work := self.work(dialect)))


POINTS = _Context("datapoint", label, lambda dialect: dialect.in_metrics, coding.METRICS)
RECORDS = _Context("log", log_attr, lambda dialect: dialect.in_logs, coding.LOGS)
SPANS = _Context("span", attr, lambda dialect: dialect.in_spans, coding.SPANS)


def tallied_metrics() -> tuple[str, ...]:
    """Names of agents' own metrics that add to a counter."""
    return tuple(dict.fromkeys(tally.metric for _, work in POINTS.told for tally in work.tallies))


def others(context: _Context) -> Group:
    """What to drop: what no coding agent sent."""
    word = "metric" if context is POINTS else context.word
    return drop(word, negate(any_of(*(work.ours for _, work in context.told))))


def statements(context: _Context, settings: Settings) -> list[Group]:
    """Statement groups that give records the counters' labels."""
    get, word = context.get, context.word
    return [
        *(block(word, [*work.statements, default(get(AGENT), dialect.agent), assign(get(SENT), context.sent)], work.ours) for dialect, work in context.told),
        block(word, [
            *(fill(get(name), resource(name)) for name in (*WHERE, *settings.telemetry.group_by_attributes, VERSION)),
            *_person(get, settings),
            # An MCP server may make up its tools' names.
            *models.short(get(TOOL)),
        ], present(get(SENT))),
    ]


def _person(get: Callable[[str], Path], settings: Settings) -> Iterator[Statement]:
    telemetry = settings.telemetry
    for name in telemetry.people:
        yield fill(get(PERSON), get(name))
        yield fill(get(PERSON), resource(name))
    if telemetry.people:
        yield assign(get(PERSON), as_text(get(PERSON)), present(get(PERSON)), negate(is_text(get(PERSON))))
    if telemetry.people_hashed:
        yield assign(get(PERSON), part(sha256(get(PERSON)), 0, _HASH_DIGITS), is_text(get(PERSON)))


def own_labels(settings: Settings) -> tuple[str, ...]:
    """Attributes that every counter of coding agents has: the settings' own, and the person where these ask for people."""
    telemetry = settings.telemetry
    return (*telemetry.group_by_attributes, *((PERSON,) if telemetry.people else ()))


def points(settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: deltas of agents' own counters become the common ones."""
    return [_item(tally.counter, settings, total(_AMOUNT), equals(METRIC, tally.metric), _IS_COUNTED, tally.condition)
            for _, work in POINTS.told for tally in work.tallies]


def tallies(context: _Context, settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics`` that count records or spans."""
    return [_item(tally.counter, settings, total(1), work.ours, tally.condition) for _, work in context.told for tally in work.tallies]


def _item(counter: str, settings: Settings, value: dict[str, Any], *conditions: Condition) -> dict[str, Any]:
    return metric(counter, counter, _UNITS.get(counter, ""), (*WHERE, *own_labels(settings), *RUN_LABELS, *_LABELS[counter]), value, *conditions)


def seen(context: _Context, settings: Settings) -> dict[str, Any]:
    """An item that counts whatever an agent sent, by its version: who reports, and what it leaves out."""
    return metric(coding.RECORDS, "What coding agents sent", "", (*WHERE, *settings.telemetry.group_by_attributes, *RUN_LABELS, SENT, VERSION), total(1),
                  present(context.get(SENT)))


def told_beside(settings: Settings) -> list[Group]:
    """Statement groups for log records of calls and tools which spans may tell of too."""
    events = [event for dialect in DIALECTS for event in dialect.events_beside]
    return [
        *log_events.read(events), *log_events.settled(settings),
        # Nothing else is a label here; other values of these records are not looked at.
        block("log", [assign(name, as_text(name), present(name), negate(is_text(name))) for name in map(log_attr, (MODEL, TOOL))], present(log_attr(KIND))),
        *log_events.told([failures.classify(), derive.labels(), models.bound(settings.telemetry.models)]),
        block("log", [assign(_FAILURES, 0), assign(_FAILURES, 1, equals(log_attr(FAILED), "true"))], present(log_attr(KIND))),
    ]


def beside(settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: these calls and tools."""
    extra = settings.telemetry.group_by_attributes

    def items(kind: str, own: str, durations: str, failed: str) -> Iterator[dict[str, Any]]:
        labels, of_kind = (*WHERE, *extra, *RUN_LABELS, own), equals(log_attr(KIND), kind)
        yield metric(durations, durations, "s", labels, distribution(CALL_BOUNDS, as_decimal(log_attr(SECONDS)), 1), of_kind, failed=True)
        yield metric(failed, failed, "", labels, total(as_integer(_FAILURES)), of_kind, error_type=True)

    return [*items(kinds.CALL, MODEL, coding.CALLS, coding.FAILED_CALLS), *items(kinds.TOOL, TOOL, coding.TOOLS, coding.FAILED_TOOLS)]


def session_costs(settings: Settings) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: what each session costs, by the agent's own count."""
    return [metric(_SESSION_COST, _SESSION_COST, "", (SESSION, *WHERE, *settings.telemetry.group_by_attributes, *RUN_LABELS), total(_AMOUNT),
                   equals(METRIC, _OWN_COST), _IS_COUNTED, present(label(SESSION)))]


def cheap_sessions(settings: Settings) -> list[Group]:
    """What to drop: sessions that have not cost more than the alert's limit."""
    alerts, service = settings.alerts, resource(SERVICE)
    own = sorted(alerts.overrides.get("burning_session", {}))
    everywhere = all_of(*(differs(service, name) for name in own))
    rate = settings.pricing.currency.per_usd
    return [drop("datapoint", *(
        all_of(at_most(DECIMAL, float(alerts.of("burning_session", name)["costs"]) / rate), place)
        for name, place in (("", everywhere), *((name, equals(service, name)) for name in own))))]


def burning() -> list[Group]:
    """What is left says once that a session has cost so much."""
    return [block("datapoint", [assign(DECIMAL, 1.0)]), block("metric", [assign(METRIC, coding.BURNING)])]


def nameless() -> list[Group]:
    """Takes the session off."""
    return [block("datapoint", [delete(LABELS, SESSION)])]


def no_change() -> list[Group]:
    """What to drop: what was said before."""
    return [drop("datapoint", equals(DECIMAL, 0.0))]

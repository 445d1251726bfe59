"""What follows a failed call in the same run: a retry, or a fallback to another model.

The next call of the run after a failed one is a retry where it asks the same model, and the client's own fallback where it
asks another; a gateway's fallback shows on one span (another model answered than was asked for). Both become the same
series, from the model that was asked for at first to the one that answered.

A run's calls are held for some seconds, so that a failed call and the one that follows meet; runs that go on longer meet in
windows. A pair that two windows tear apart is missed: these numbers are at most a little low, never too high by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.collector import models
from agentdash.collector.notes import forget_all, note
from agentdash.collector.ottl.conditions import (
    above,
    all_of,
    any_of,
    at_least,
    below,
    differs,
    equals,
    is_nil,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, assign, block, copy, keep_only, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    ONE,
    SPAN_ATTRIBUTES,
    START_NANOSECONDS,
    TRACE_ID,
    Path,
    Value,
    as_integer,
    attr,
)
from agentdash.collector.span_metrics import CALL_LABELS, WHERE, metric, total, weight
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import ASKED_MODEL, ERROR_KIND, ERROR_TYPE, KIND, OPERATION
from agentdash.vocabulary.labels import FALLBACK, FALLBACK_BY
from agentdash.vocabulary.tokens import PRICED

HELD, WINDOW = "20s", "10s"
"""How long the calls of a run are held from its first one, and the window in which the later ones meet."""
MOST_RUNS, MOST_SPANS = 50_000, 10_000
SOON = 60
"""Seconds within which a call follows another."""

_SECOND, _CLOCKS = 1_000_000_000, 1_000_000
_ASKED = attr(ASKED_MODEL)
_BASE, _RETRY = "agentdash.base", "agentdash.retry"
_LABELS = tuple(name for name in CALL_LABELS if name != FALLBACK)
NOT_A_CALL = any_of(is_nil(attr(KIND)), differs(attr(KIND), kinds.CALL))
NOTHING_FOLLOWED = all_of(is_nil(attr(FALLBACK_BY)), is_nil(attr(_RETRY)))


def _of_run(topic: str) -> Path:
    return note(topic, TRACE_ID)


def statements() -> list[Group]:
    """Statement groups that find what followed; spans pass in the order in which they ended."""
    failed, model, end = present(attr(ERROR_KIND)), _of_run("model"), _of_run("end")
    waited = START_NANOSECONDS - end
    after = all_of(present(model), differs(model, ""), equals(_of_run("operation"), attr(OPERATION)),
                   at_least(START_NANOSECONDS, end - _CLOCKS), below(waited, SOON * _SECOND))
    # A fallback that fails too leaves the first failure open.
    open_ = any_of(is_nil(model), equals(model, ""), equals(model, attr(_BASE)), at_least(waited, SOON * _SECOND))
    noted: tuple[tuple[str, Value], ...] = (
        ("asked", _ASKED), ("operation", attr(OPERATION)), ("kind", attr(ERROR_KIND)), ("end", END_NANOSECONDS), ("model", attr(_BASE)))
    return [
        block("span", [
            *models.base(attr(_BASE), _ASKED),
            set_to(FALLBACK_BY, "gateway", equals(attr(FALLBACK), "true")),
            set_to(_RETRY, _of_run("kind"), after, equals(model, attr(_BASE))),
            set_to(FALLBACK_BY, "client", after, differs(model, attr(_BASE)), negate(failed)),
            assign(_ASKED, _of_run("asked"), equals(attr(FALLBACK_BY), "client")),
            # Only the next call follows.
            assign(model, "", after, negate(failed)),
            *(assign(_of_run(topic), value, failed, open_) for topic, value in noted),
        ], present(_ASKED)),
        forget_all(),
    ]


def lean(extra: Sequence[str]) -> Group:
    """Calls are held for half a minute: as little of each as will do. ``extra`` are the settings' own attributes."""
    return block("span", [keep_only(SPAN_ATTRIBUTES, (
        KIND, ERROR_KIND, FALLBACK, ERROR_TYPE, *WHERE, *extra, *_LABELS, *(one.attribute for one in PRICED)))])


def kind_of_failure() -> Group:
    """A retry's label: what went wrong before it."""
    return block("span", [copy(attr(ERROR_TYPE), attr(_RETRY))])


def metrics(extra: Sequence[str], head_ratio: float) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: retries by what went wrong, fallbacks and their tokens from model to model."""
    by, labels, moved = weight(head_ratio), (*WHERE, *extra, *_LABELS), present(attr(FALLBACK_BY))

    def tokens(attribute: str) -> Value:
        return as_integer(attr(attribute))

    return [
        metric("agentdash.retries", "agentdash.retries", "{call}", (*labels, ERROR_TYPE), total(ONE * by), present(attr(_RETRY))),
        metric("agentdash.fallbacks", "agentdash.fallbacks", "{call}", (*labels, FALLBACK_BY), total(ONE * by), moved),
        *(metric(f"agentdash.fallback.{one.signal}", f"agentdash.fallback.{one.signal}", "{call}", (*labels, FALLBACK_BY),
                 total(tokens(one.attribute) * by), moved, above(tokens(one.attribute), 0)) for one in PRICED),
    ]

"""What follows a failed call in the same run: a retry, or a fallback to another model.

The next call of the run after a failed one is a retry where it asks the same model, and the client's own fallback where it
asks another; a gateway's fallback shows on one span (another model answered than was asked for). Both become the same
series, from the model that was asked for at first to the one that answered.

Calls come in the order of their arrival, which is that in which they ended but for programs that export out of order. A pair
that comes the other way round is missed: these numbers are at most a little low, never too high by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.collector import cost, models, weight
from agentdash.collector.memory import Memory
from agentdash.collector.ottl.conditions import (
    Condition,
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
from agentdash.collector.ottl.statements import Group, assign, block, copy, default, set_to
from agentdash.collector.ottl.values import (
    END_NANOSECONDS,
    ONE,
    START_NANOSECONDS,
    TRACE_ID,
    Value,
    as_decimal,
    as_integer,
    attr,
    first_of,
    scratch,
)
from agentdash.collector.span_metrics import CALL_LABELS, WHERE, metric, total
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import ASKED_MODEL, ERROR_KIND, ERROR_TYPE, KIND, OPERATION, RUN
from agentdash.vocabulary.labels import FALLBACK, FALLBACK_BY
from agentdash.vocabulary.tokens import PRICED

SOON = 60
"""Seconds within which a call follows another."""

_SECOND, _CLOCKS = 1_000_000_000, 1_000_000
_ASKED = attr(ASKED_MODEL)
_BASE, _RETRY, _FROM = "agentdash.base", "agentdash.retry", "agentdash.asked_first"
_RUN = attr(RUN)
_MEMORY = Memory("failed", SOON, (_RUN,))
_LABELS = tuple(name for name in CALL_LABELS if name != FALLBACK)
"""The family of the model, what went wrong before, and which model was asked for at first."""
NOTHING_FOLLOWED = all_of(is_nil(attr(FALLBACK_BY)), is_nil(attr(_RETRY)))


def statements() -> list[Group]:
    """Statement groups of one stage that find what followed."""
    failed, is_call = present(attr(ERROR_KIND)), equals(attr(KIND), kinds.CALL)
    model, end, after, open_ = (scratch("span", name) for name in ("model", "end", "after", "open"))
    base, waited = attr(_BASE), START_NANOSECONDS - end
    follows, leaves = equals(after, True), equals(open_, True)
    noted: tuple[tuple[str, Value], ...] = (
        ("asked", _ASKED), ("operation", attr(OPERATION)), ("kind", attr(ERROR_KIND)), ("end", END_NANOSECONDS),
        ("price", first_of(attr(cost.ASKED_PRICE), "")), ("model", base))
    return [
        _MEMORY.turn(is_call),
        block("span", [default(_RUN, TRACE_ID)], is_call),
        block("span", [set_to(FALLBACK_BY, "gateway")], all_of(is_call, equals(attr(FALLBACK), "true"))),
        _MEMORY.block([
            *models.base(base, _ASKED),
            assign(model, first_of(_of_run("model"), "")),
            assign(end, first_of(_of_run("end"), 0)),
            assign(after, False),
            assign(after, True, differs(model, ""), equals(_of_run("operation"), attr(OPERATION)),
                   at_least(START_NANOSECONDS, end - _CLOCKS), below(waited, SOON * _SECOND)),
            assign(open_, False),
            # A fallback that fails too leaves the first failure open.
            assign(open_, True, failed, any_of(equals(model, ""), equals(model, base), at_least(waited, SOON * _SECOND))),
            set_to(_RETRY, _of_run("kind"), follows, equals(model, base)),
            set_to(FALLBACK_BY, "client", follows, differs(model, base), negate(failed)),
            set_to(_FROM, _of_run("asked"), equals(attr(FALLBACK_BY), "client")),
            set_to(cost.ASKED_PRICE, first_of(_of_run("price"), ""), equals(attr(FALLBACK_BY), "client")),
            # Only the next call follows.
            _MEMORY.note_id("model", _RUN, "", follows, negate(failed)),
            *(_MEMORY.note_id(topic, _RUN, value, present(value), leaves) for topic, value in noted),
        ], all_of(is_call, present(_ASKED), any_of(failed, present(_MEMORY.outside.of_id("model", _RUN))))),
        block("span", cost.asked_cost(attr(cost.ASKED_PRICE)), all_of(equals(attr(FALLBACK_BY), "client"), differs(attr(cost.ASKED_PRICE), ""))),
    ]


def _of_run(topic: str) -> Value:
    return _MEMORY.of_id(topic, _RUN)


def asked_first() -> Group:
    """The model of a client's fallback is the one that was asked for at first."""
    return block("span", [copy(_ASKED, attr(_FROM))])


def kind_of_failure() -> Group:
    """A retry's label: what went wrong before it."""
    return block("span", [copy(attr(ERROR_TYPE), attr(_RETRY))])


def metrics(extra: Sequence[str], money: bool) -> list[dict[str, Any]]:
    """Items of ``signal_to_metrics``: retries by what went wrong, fallbacks from model to model, and what they cost (``money``) or
    their tokens, for whoever multiplies them later."""
    by, labels, moved = weight.count(), (*WHERE, *extra, *_LABELS), present(attr(FALLBACK_BY))

    def tokens(attribute: str) -> Value:
        return as_integer(attr(attribute))

    def paid(name: str, attribute: str, *conditions: Condition) -> dict[str, Any]:
        return metric(name, name, "", (*labels, FALLBACK_BY), total(as_decimal(attr(attribute)) * weight.exact()), moved,
                      present(attr(attribute)), *conditions)

    counted = [
        metric("agentdash.retries", "agentdash.retries", "{call}", (*labels, ERROR_TYPE), total(ONE * by), present(attr(_RETRY))),
        metric("agentdash.fallbacks", "agentdash.fallbacks", "{call}", (*labels, FALLBACK_BY), total(ONE * by), moved),
    ]
    if money:
        # What both are known of can be compared.
        both = present(attr(cost.ASKED_COST))
        return [*counted, paid("agentdash.fallback.cost_usd", cost.COST), paid("agentdash.fallback.compared_cost_usd", cost.COST, both),
                paid("agentdash.fallback.asked_cost_usd", cost.ASKED_COST, present(attr(cost.COST)))]
    return [
        *counted,
        *(metric(f"agentdash.fallback.{one.signal}", f"agentdash.fallback.{one.signal}", "{call}", (*labels, FALLBACK_BY),
                 total(tokens(one.attribute) * by), moved, above(tokens(one.attribute), 0)) for one in PRICED),
    ]

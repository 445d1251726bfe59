"""What a span is where no dialect says it: by a model, by usage, by a failure, and by what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    differs,
    equals,
    is_nil,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, block, set_to
from agentdash.collector.ottl.values import CLIENT, FAILED, SPAN_KIND, STATUS, attr
from agentdash.collector.patterns import any_name
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import ASKED_MODEL, ERROR_TYPE, KIND, MODEL, OPERATION, PART, PROVIDER
from agentdash.vocabulary.tokens import INPUT, OUTPUT

_KIND, _OPERATION = attr(KIND), attr(OPERATION)
_STEP, _CALL = equals(_KIND, kinds.STEP), equals(_KIND, kinds.CALL)
_MODEL = any_of(present(attr(ASKED_MODEL)), present(attr(MODEL)))
_USAGE = any_of(above(attr(INPUT.attribute), 0), above(attr(OUTPUT.attribute), 0))
_BROKEN = any_of(present(attr(ERROR_TYPE)), equals(STATUS, FAILED))
_EMPTY = all_of(_CALL, negate(_MODEL), negate(_USAGE), negate(_BROKEN), differs(SPAN_KIND, CLIENT))
"""A call that tells nothing, and is not even marked as one that asked somebody."""
_OTHER_OPERATIONS = r"(?i)(agent|workflow|tool|chain|graph|retriev|rerank|guard|handoff|memory|plan$|evaluat)"
"""Operations by which the conventions and others name what surrounds calls; usage there repeats the calls'."""
_EMBEDDINGS = r"(?i)embed"


def judge(dialects: Sequence[Dialect]) -> list[Group]:
    """Statement groups after every dialect has spoken, with names filled and counts converted."""
    named_else = all_of(present(_OPERATION), matches(_OPERATION, _OTHER_OPERATIONS))
    steps = any_of(*(one for dialect in dialects for one in _only_steps(dialect.steps, dialect.here)))
    framework = matches(attr(PROVIDER), any_name(name for dialect in dialects for name in dialect.not_providers))
    asked = all_of(_MODEL, any_of(_USAGE, all_of(equals(SPAN_KIND, CLIENT), _BROKEN)))
    return [
        block("span", [
            set_to(KIND, kinds.CALL, asked, negate(named_else), negate(steps)),
            # What fits nothing and says that tokens were used is shown, not dropped.
            set_to(KIND, kinds.UNCLEAR, _STEP, _USAGE, negate(named_else), negate(steps)),
            set_to(OPERATION, "embeddings", _CALL, matches(_OPERATION, _EMBEDDINGS)),
            set_to(OPERATION, "chat", _CALL, any_of(is_nil(_OPERATION), differs(_OPERATION, "embeddings"))),
        ], _STEP),
        # Says nothing that the call around it could not say.
        block("span", [set_to(PART, True)], _EMPTY),
        # An operation alone, with neither model nor usage nor failure, by somebody who is no provider: a step named after its type.
        block("span", [set_to(KIND, kinds.STEP)], all_of(_EMPTY, framework)),
    ]


def _only_steps(conditions: tuple[Condition, ...], here: Condition) -> tuple[Condition, ...]:
    return tuple(all_of(here, one) for one in conditions)

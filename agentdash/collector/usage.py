"""What a call used, by the evidence of its own numbers.

Input tokens have cached ones included, and output tokens reasoning; APIs and instrumentations count the one or the other way.
More cached tokens than input, or a total that only adds up one way, tell which; where the numbers fit both, what is known of
the API and of the emitter does. Afterwards 0 ≤ cached read + cached write ≤ input and reasoning ≤ output hold on every span.
"""

from __future__ import annotations

from agentdash.collector.ottl.conditions import (
    Condition,
    above,
    all_of,
    any_of,
    at_least,
    equals,
    is_nil,
    present,
)
from agentdash.collector.ottl.statements import Group, assign, block, default, delete_matching, set_to
from agentdash.collector.ottl.values import SPAN_ATTRIBUTES, Value, as_integer, attr
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import KIND, OPERATION, TOTAL_TOKENS
from agentdash.vocabulary.tokens import CACHE_READ, CACHE_WRITE, INPUT, OUTPUT, REASONING

CACHED_BESIDE = "agentdash.usage.cached_beside"
"""``true`` where the input leaves cached tokens out."""
REASONING_BESIDE = "agentdash.usage.reasoning_beside"
"""``true`` where the output leaves reasoning out."""
_CACHED = "agentdash.usage.cached"
_SCRATCH = r"^agentdash\.usage\."

_INPUT, _OUTPUT, _READ, _WRITTEN, _REASONING = (attr(one.attribute) for one in (INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, REASONING))
_ALL, _BOTH = attr(TOTAL_TOKENS), attr(_CACHED)


def settle() -> list[Group]:
    """Statement groups for spans whose counts are integers or absent."""
    some = any_of(*(present(one) for one in (_READ, _WRITTEN, _REASONING, _ALL)))
    here = all_of(any_of(equals(attr(KIND), kinds.CALL), equals(attr(KIND), kinds.RUN)), some)
    cached = above(_BOTH, 0)
    beside = equals(attr(CACHED_BESIDE), True)
    apart = equals(attr(REASONING_BESIDE), True)
    return [block("span", [
        set_to(_CACHED, 0),
        assign(_BOTH, as_integer(_READ), present(_READ)),
        assign(_BOTH, as_integer(_BOTH) + as_integer(_WRITTEN), present(_WRITTEN)),
        # Of input, output and total any two tell the third.
        assign(_INPUT, _ALL, is_nil(_INPUT), present(_ALL), equals(attr(OPERATION), "embeddings")),
        assign(_INPUT, _minus(_ALL, _OUTPUT), is_nil(_INPUT), present(_OUTPUT), at_least(_ALL, _OUTPUT)),
        assign(_OUTPUT, _minus(_ALL, _INPUT), is_nil(_OUTPUT), present(_INPUT), at_least(_ALL, _INPUT), equals(_BOTH, 0)),
        default(_INPUT, _BOTH, cached),
        default(_OUTPUT, _REASONING, above(_REASONING, 0)),
        set_to(CACHED_BESIDE, True, cached, any_of(above(_BOTH, _INPUT), _adds_up(_INPUT, _BOTH))),
        set_to(REASONING_BESIDE, True, above(_REASONING, 0), any_of(
            above(_REASONING, _OUTPUT), _sums(_INPUT, _OUTPUT, _REASONING), _sums(_INPUT, _BOTH, _OUTPUT, _REASONING))),
        assign(_INPUT, as_integer(_INPUT) + as_integer(_BOTH), beside, cached),
        assign(_OUTPUT, as_integer(_OUTPUT) + as_integer(_REASONING), apart, present(_OUTPUT), present(_REASONING)),
        delete_matching(SPAN_ATTRIBUTES, _SCRATCH),
    ], here)]


def _minus(whole: Value, part: Value) -> Value:
    return as_integer(whole) - as_integer(part)


def _adds_up(*parts: Value) -> Condition:
    """The total is these parts and the output, with or without reasoning on top."""
    return any_of(_sums(*parts, _OUTPUT), all_of(is_nil(_OUTPUT), _sums(*parts)),
                  all_of(present(_REASONING), _sums(*parts, _OUTPUT, _REASONING)))


def _sums(*parts: Value) -> Condition:
    """The total is exactly the sum of the parts, all of which are there."""
    first, *others = map(as_integer, parts)
    whole: Value = first
    for one in others:
        whole = whole + one
    return all_of(present(_ALL), *map(present, parts), equals(_ALL, whole))

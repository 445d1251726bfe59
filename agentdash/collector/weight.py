"""How many spans a span stands for where applications sample: by the threshold in its trace state, else by the settings' ratio.

Everything that is counted, run by run too, weighs by the same two attributes, which one group of statements sets.
"""

from __future__ import annotations

from agentdash.collector.ottl.conditions import matches
from agentdash.collector.ottl.statements import Group, block, forget, merge, set_to
from agentdash.collector.ottl.values import (
    OT_STATE,
    SPAN_ATTRIBUTES,
    SPAN_ID,
    Value,
    as_decimal,
    as_integer,
    attr,
    decimal,
    found,
    from_hexadecimal,
    joined,
    part,
)

WEIGHT = "agentdash.weight"
"""A decimal number."""
COUNTS = "agentdash.counts"
"""The same as an integer, sometimes the one below and sometimes the one above, so that their mean is right."""
_FOUND = "agentdash_threshold"
_DIGITS, _ALL = 14, 2**56
_THRESHOLD = rf"(?:^|;)th:(?P<{_FOUND}>[0-9a-f]{{1,{_DIGITS}}})(?:;|$)"
"""OpenTelemetry's probability sampling: of 2**56 parts so many are dropped; zeros at the end are not written."""
_DICE = as_decimal(from_hexadecimal(part(SPAN_ID, 12, 4))) / 65536.0
"""0 to 1, and always the same for a span: one span in three stands for two where the ratio is 3/4."""


def statements(head_ratio: float) -> list[Group]:
    """Statement groups that set both. ``head_ratio`` is the applications' known ratio, for spans without a threshold."""
    dropped = from_hexadecimal(part(joined([attr(_FOUND), "0" * (_DIGITS - 1)]), 0, _DIGITS))
    rounded = set_to(COUNTS, as_integer(as_decimal(attr(WEIGHT)) + _DICE))
    known = [set_to(WEIGHT, decimal(1 / head_ratio, 6)), set_to(COUNTS, 1)] if head_ratio == 1 else [set_to(WEIGHT, decimal(1 / head_ratio, 6)), rounded]
    return [
        block("span", known),
        block("span", [
            merge(SPAN_ATTRIBUTES, found(OT_STATE, _THRESHOLD)),
            set_to(WEIGHT, Value(f"{_ALL}.0") / as_decimal(Value(str(_ALL)) - dropped)),
            rounded,
            forget(_FOUND),
        ], matches(OT_STATE, _THRESHOLD)),
    ]


def count() -> Value:
    """How many spans one stands for, an integer."""
    return as_integer(attr(COUNTS))


def exact() -> Value:
    """The same, not rounded."""
    return as_decimal(attr(WEIGHT))

"""The builders: brackets where they are needed, quotes as OTTL wants them."""

from __future__ import annotations

import pytest

from agentdash.collector.ottl.conditions import ALWAYS, above, all_of, any_of, equals, is_nil, matches, negate, present
from agentdash.collector.ottl.statements import assign, block, fill, set_to, where
from agentdash.collector.ottl.values import NAME, as_integer, attr, written

A, B, C = (equals(NAME, letter) for letter in "abc")


def test_and_or_not():
    assert str(all_of(A, any_of(B, C))) == 'span.name == "a" and (span.name == "b" or span.name == "c")'
    assert str(any_of(A, all_of(B, C))) == 'span.name == "a" or (span.name == "b" and span.name == "c")'
    assert str(all_of(A, all_of(B, C))) == 'span.name == "a" and span.name == "b" and span.name == "c"'
    assert str(negate(all_of(A, B))) == 'not (span.name == "a" and span.name == "b")'
    assert str(negate(A)) == 'not (span.name == "a")'
    assert str(negate(matches(NAME, "x"))) == 'not IsMatch(span.name, "x")'


def test_always_and_nothing():
    assert all_of(ALWAYS, A) == A
    assert all_of() == ALWAYS
    assert any_of(A, ALWAYS) == ALWAYS
    assert where(set_to("a", 1), ALWAYS) == set_to("a", 1)
    with pytest.raises(ValueError, match="any of nothing"):
        any_of()
    with pytest.raises(TypeError):
        bool(A)


def test_literals():
    assert [written(one) for one in (True, 1, 0.5, 'a "b" \\d')] == ["true", "1", "0.5", '"a \\"b\\" \\\\d"']


def test_arithmetic():
    a, b = attr("a"), attr("b")
    assert str((a + b) * 2 - 1) == '(span.attributes["a"] + span.attributes["b"]) * 2 - 1'
    assert str(a - (b - 1)) == 'span.attributes["a"] - (span.attributes["b"] - 1)'
    assert str(a / (b * 2)) == 'span.attributes["a"] / (span.attributes["b"] * 2)'
    assert str(as_integer(a)[0]) == 'Int(span.attributes["a"])[0]'


def test_statements():
    assert str(fill(attr("a"), attr("b"))) == (
        'set(span.attributes["a"], span.attributes["b"]) where span.attributes["b"] != nil and span.attributes["a"] == nil')
    assert str(assign(attr("a"), "x", any_of(A, B), C)) == (
        'set(span.attributes["a"], "x") where (span.name == "a" or span.name == "b") and span.name == "c"')


def test_groups():
    assert block("span", [set_to("a", True)]) == {"context": "span", "statements": ['set(span.attributes["a"], true)']}
    assert block("span", [], is_nil(attr("a")), above(attr("b"), 1))["conditions"] == ['span.attributes["a"] == nil', 'span.attributes["b"] > 1']
    assert "conditions" not in block("span", [], ALWAYS, present(attr("a")))

from __future__ import annotations

from agentdash.dashboards.layout import Section, arranged
from agentdash.grafana.text import Text


def panel(key, width, height):
    return Text(key=key, title=key, content="", width=width, height=height)


def places(items):
    return [(one.key, one.gridPos.x, one.gridPos.y, one.gridPos.w, one.gridPos.h) for one in items]


def test_panels_flow_and_break():
    assert places(arranged([Section([panel("a", 12, 4), panel("b", 8, 6), None, panel("c", 12, 3)]), Section([panel("d", 24, 1)])])) == [
        ("a", 0, 0, 12, 4), ("b", 12, 0, 8, 6), ("c", 0, 6, 12, 3), ("d", 0, 9, 24, 1),
    ]


def test_one_stands_beside_the_others():
    assert places(arranged([Section([panel("a", 10, 9), panel("b", 10, 9)], beside=panel("c", 14, 1))])) == [
        ("a", 0, 0, 10, 9), ("b", 0, 9, 10, 9), ("c", 10, 0, 14, 18),
    ]


def test_a_collapsed_row_holds_its_panels_and_says_what_they_answer():
    row, after = arranged([Section([panel("a", 24, 4)], "More", "Why?", collapsed=True), Section([panel("b", 24, 4)])])
    assert row.collapsed
    assert places(row.panels) == [("about More", 0, 1, 24, 2), ("a", 0, 3, 24, 4)]
    assert after.gridPos.y == 7


def test_an_empty_section_leaves_nothing():
    assert arranged([Section([None], "More", "Why?")]) == []

"""Where panels lie: from left to right, then down, on Grafana's grid of 24 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agentdash.grafana.grid import COLUMNS, place
from agentdash.grafana.panel import Panel
from agentdash.grafana.row import Row
from agentdash.grafana.text import Text

SENTENCE_HEIGHT = 2


@dataclass(frozen=True)
class Section:
    """Panels under a heading, or without one. A collapsed section asks nothing until somebody opens it.

    ``sentence`` says which question the section answers. Panels that are None are left out, and so is a section without
    panels. ``beside`` stands at the right of them all, as high as they are together.
    """

    panels: Sequence[Panel | None]
    title: str = ""
    sentence: str = ""
    collapsed: bool = False
    beside: Panel | None = None
    named: str = ""
    """What it was called before it was translated."""

    @property
    def key(self) -> str:
        """Its title in our own words, by which everything refers to it."""
        return self.named or self.title

    def called(self, title: str, sentence: str) -> Section:
        """The same section in other words."""
        return replace(self, title=title, sentence=sentence, named=self.key)


def arranged(sections: Iterable[Section]) -> list[Any]:
    """All panels and rows of a dashboard, with their places."""
    placed: list[Any] = []
    y = 0
    for section in sections:
        panels = [panel for panel in section.panels if panel is not None]
        if not panels:
            continue
        inside = placed
        if section.title:
            row = Row(key=f"row {section.key}", title=section.title, collapsed=section.collapsed, gridPos=place(COLUMNS, 1, 0, y))
            placed.append(row)
            y += 1
            if section.collapsed:
                inside = row.panels
            if section.sentence:
                panels.insert(0, Text(key=f"about {section.key}", title="", content=section.sentence, height=SENTENCE_HEIGHT))
        y = _flow(panels, section.beside, y, inside)
    return placed


def _flow(panels: Sequence[Panel], beside: Panel | None, y: int, into: list[Any]) -> int:
    """Places panels in lines, each as high as its highest panel, ``beside`` at their right; returns the y below them."""
    width = COLUMNS - beside.width if beside else COLUMNS
    top, x, line = y, 0, 0
    for panel in panels:
        if x + panel.width > width:
            x, y, line = 0, y + line, 0
        panel.gridPos = place(panel.width, panel.height, x, y)
        into.append(panel)
        x, line = x + panel.width, max(line, panel.height)
    bottom = y + line
    if beside:
        beside.gridPos = place(beside.width, bottom - top, width, top)
        into.append(beside)
    return bottom

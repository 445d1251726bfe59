"""What people read on a dashboard, by key: to be written out for somebody who translates, and put in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.dashboards.layout import Section
from agentdash.grafana.panel import Panel
from agentdash.grafana.text import Text
from agentdash.grafana.variables import Variable
from agentdash.settings.texts import Texts

_PANEL = {"title": "title", "description": "description", "empty": "noValue", "text": "content"}
"""Fields of a panel, as the file of texts calls them."""
_SECTION = ("title", "sentence")
_VARIABLE = ("label", "description")


def collected(title: str, description: str, variables: Sequence[Variable], sections: Sequence[Section]) -> Texts:
    """Every text of a dashboard."""
    found: Texts = {"title": title, "description": description}
    found["variables"] = {one.name: _said({name: getattr(one, name) for name in _VARIABLE}) for one in variables}
    found["sections"] = {one.key: _said({name: getattr(one, name) for name in _SECTION}) for one in sections if one.title}
    found["panels"] = {panel.key: texts for section in sections for panel in _panels(section) if (texts := _said(_of_panel(panel)))}
    return found


def translated(sections: Sequence[Section], variables: Sequence[Variable], texts: Mapping[str, Any]) -> list[Section]:
    """The sections with other texts, where there are any; panels and variables are changed in place."""
    for one in variables:
        for name, text in _part(texts, "variables", one.name).items():
            if name in _VARIABLE:
                setattr(one, name, text)
    found = []
    for section in sections:
        own = _part(texts, "sections", section.key)
        found.append(section.called(own.get("title", section.title), own.get("sentence", section.sentence)))
        for panel in _panels(section):
            for name, text in _part(texts, "panels", panel.key).items():
                if name in _PANEL and hasattr(panel, _PANEL[name]):
                    setattr(panel, _PANEL[name], text)
    return found


def _of_panel(panel: Panel) -> dict[str, str]:
    if isinstance(panel, Text):
        return {"title": panel.title, "text": panel.content}
    return {"title": panel.title, "description": panel.description or "", "empty": panel.noValue}


def _panels(section: Section) -> list[Panel]:
    return [panel for panel in (*section.panels, section.beside) if panel is not None]


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _part(texts: Mapping[str, Any], kind: str, key: str) -> Mapping[str, str]:
    found = texts.get(kind, {}).get(key, {})
    return found if isinstance(found, Mapping) else {}

"""What the functions of an extension return, as panels, sections and dashboards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from agentdash.dashboards.frame import framed
from agentdash.dashboards.layout import Section
from agentdash.dashboards.variables import datasource_variables, standing_variables
from agentdash.errors import UserError
from agentdash.extensions.blame import blamed
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.foreign import adopted, is_plain, is_row, slug
from agentdash.grafana.ids import MAX_UID
from agentdash.grafana.panel import Panel
from agentdash.panels import texts
from agentdash.panels.context import Context
from agentdash.settings.datasources import KINDS
from agentdash.vocabulary import dashboards

Shown = Any
"""A panel of ours or of grafanalib's, or None where nothing carries what it would show."""
Made = Any
"""A section, a panel, or a list of them."""
Makes = Callable[[Context], Made]


def panel(context: Context, made: Shown, name: str, place: str) -> Panel | None:
    """A panel of an extension: with a key of its own. Raises UserError for what is no panel."""
    if made is None:
        return None
    found = _panel(context, made, name, place)
    if not found.key.startswith(f"{name}-"):
        found.key = f"{name}-{found.key}"
    if not found.description:
        found.description = texts.described(*dict.fromkeys(context.signals.named(signal).meaning for signal in found.signals)) if found.signals else ""
    if not found.noValue and found.targets:
        found.noValue = texts.NOTHING
    if not found.dataLinks and found.targets:
        found.dataLinks = context.to(dashboards.TRACES, "Traces of this time")
    return found


def sections(context: Context, make: Makes, name: str, place: str) -> list[Section]:
    """The sections that a function makes; panels without a section are one. Raises UserError for what is none, and for two panels of one key."""
    with blamed(place):
        made = make(context)
        found = [_section(context, one, name, place) for one in _grouped(made, place)]
    seen: set[str] = set()
    titles = [section.title for section in found if section.title]
    if twice := next((title for number, title in enumerate(titles) if title in titles[:number]), ""):
        raise UserError(f"{place}: two sections are called {twice!r}; give each its own title")
    for section in found:
        for one in (*section.panels, section.beside):
            if one is not None and one.key in seen:
                raise UserError(f"{place}: two panels have the key {one.key!r}; give each its own title or key")
            seen |= {one.key} if one is not None else set()
    return found


def dashboard(context: Context, make: Makes, extension: str, name: str, title: str, description: str, place: str) -> Dashboard:
    """A dashboard of an extension, framed as ours are. Raises UserError for a uid that Grafana would refuse."""
    uid = context.addresses.uid(name)
    if len(uid) > MAX_UID:
        raise UserError(f"{place}: the uid {uid} has {len(uid)} characters, and Grafana takes {MAX_UID}; write a shorter key")
    found = sections(context, make, extension, place)
    return framed(context, name, title, description or title, [*datasource_variables(context, *_asked(context, found)), *standing_variables(context)], found)


def _asked(context: Context, sections: Sequence[Section]) -> list[str]:
    """Kinds of datasources that the panels ask, and the one that the variables' values come from."""
    text = json.dumps([panel.to_json_data() for section in sections for panel in (*section.panels, section.beside) if panel is not None], default=str)
    return [kind for kind in KINDS if kind == context.asked or f"${{{kind}}}" in text]


def _grouped(made: Made, place: str) -> list[Section]:
    if made is None:
        raise UserError(f"{place}: the function returned None; return sections")
    listed = list(made) if isinstance(made, Iterable) and not isinstance(made, str) else [made]
    if listed and not any(isinstance(one, Section) for one in listed):
        return [Section(listed)]
    for one in listed:
        if not isinstance(one, Section):
            raise UserError(f"{place}: {type(one).__name__} stands among sections; write agentdash.Section([...])")
    return listed


def _section(context: Context, section: Section, name: str, place: str) -> Section:
    def one(panel: Shown) -> Panel | None:
        return None if panel is None else _panel(context, panel, name, place)

    return replace(section, panels=[one(panel) for panel in section.panels], beside=one(section.beside))


def _panel(context: Context, made: Shown, name: str, place: str) -> Panel:
    if isinstance(made, Panel):
        return made
    if is_row(made):
        raise UserError(f"{place}: a row of grafanalib's; write agentdash.Section([...], {getattr(made, 'title', '') or 'title'!r})")
    if not is_plain(made):
        raise UserError(f"{place}: {type(made).__name__} is no panel; return one of agentdash.draw or of grafanalib")
    if not slug(made.title or ""):
        raise UserError(f"{place}: a panel of grafanalib's without a title, which its id is made of; give it one")
    return adopted(made, f"{name}-{slug(made.title)}", context.to(dashboards.TRACES, "Traces of this time"))

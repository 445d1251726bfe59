"""What the settings and extensions change about a dashboard: sections that are added, panels that look or lie otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agentdash.dashboards.definition import SectionAddition
from agentdash.dashboards.layout import Section
from agentdash.errors import UserError, unknown
from agentdash.grafana.panel import Panel
from agentdash.grafana.targets import PanelTarget
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.panels.context import Context
from agentdash.panels.own import drawn
from agentdash.settings.panels import PanelSettings
from agentdash.vocabulary.dashboards import JUDGED, PanelRef


def with_additions(context: Context, name: str, sections: Sequence[Section]) -> list[Section]:
    """The sections, and those that extensions add. Raises UserError for a place that there is not."""
    found = [replace(section, panels=_there(section)) for section in sections if _there(section)]
    for added in context.settings.additions.of(SectionAddition):
        if added.dashboard == name:
            place = _section(found, added.after, added.place) + 1 if added.after else len(found)
            made = [replace(section, panels=_there(section)) for section in added.make(context)]
            if same := {section.title for section in made if section.title} & {section.key for section in found}:
                raise UserError(f"{added.place}: the dashboard {name} has a section {min(same)!r} already; give yours another title")
            if twice := set(keys(made)) & set(keys(found)):
                raise UserError(f"{added.place}: the dashboard {name} has a panel {min(twice)!r} already; leave it out")
            found[place:place] = made
    return found


def keys(sections: Iterable[Section]) -> tuple[str, ...]:
    """Keys of all panels."""
    return tuple(panel.key for section in sections for panel in _all(section))


def changed(context: Context, name: str, sections: Sequence[Section]) -> list[Section]:
    """The sections as ``panels:`` has them. Raises UserError for a place that there is not, and for a panel that others read."""
    mine = [one for one in context.settings.panels if one.dashboard in ("", name)]
    found = [replace(section, beside=_shown(section.beside, mine)) for section in sections]
    rows = [[panel for panel in _there(section) if _shown(panel, mine)] for section in sections]
    offered = keys(sections)
    for one in mine:
        if one.signal and one.key in offered:
            raise UserError(f"{one.place}: the dashboard has a panel of this key; give the new one another")
        if one.signal and (made := drawn(context, one)) is not None:
            first = next((number for number, section in enumerate(found) if section.title), len(found))
            found.insert(first, Section([]))
            rows.insert(first, [made])
    for one in mine:
        for panel in (*(panel for row in rows for panel in row), *(section.beside for section in found if section.beside)):
            if panel.key == one.key:
                _look(panel, one)
    for one in mine:
        if one.after or one.before or one.section:
            _move(found, rows, one)
    found = [replace(section, panels=row) for section, row in zip(found, rows, strict=True)]
    _check_readers(found, mine)
    return found


def _shown(panel: Panel | None, changes: Iterable[PanelSettings]) -> Panel | None:
    return None if panel is None or any(one.hide and one.key == panel.key for one in changes) else panel


def _look(panel: Panel, one: PanelSettings) -> None:
    for name in ("title", "description", "unit", "width", "height"):
        value = getattr(one, name)
        if value is not None:
            setattr(panel, name, value)
    # Where an alert judges by them they are in the settings of the alert, and so in the signal's limits already.
    if one.thresholds and one.key not in JUDGED:
        orange, red = one.thresholds
        panel.thresholds = steps(GREEN, (orange, ORANGE), (red, RED))


def _move(sections: Sequence[Section], rows: Sequence[list[Panel]], one: PanelSettings) -> None:
    here = next((row for row in rows for panel in row if panel.key == one.key), None)
    if here is None:
        if one.key in keys(sections):
            raise UserError(f"{one.place}: it stands beside its whole section, and cannot be moved")
        return
    panel = next(panel for panel in here if panel.key == one.key)
    if one.section:
        there = rows[_section(sections, one.section, f"{one.place}.section")]
        here.remove(panel)
        there.append(panel)
        return
    wanted, word = (one.after, "after") if one.after else (one.before or "", "before")
    known = [other.key for row in rows for other in row if other is not panel]
    if wanted not in known:
        raise UserError(f"{one.place}.{word}: {unknown('panel', wanted, known)}")
    here.remove(panel)
    there = next(row for row in rows if wanted in [other.key for other in row])
    there.insert([other.key for other in there].index(wanted) + (1 if one.after else 0), panel)


def _section(sections: Sequence[Section], title: str, place: str) -> int:
    titles = [section.key for section in sections]
    if title not in titles:
        raise UserError(f"{place}: {unknown('section', title, filter(None, titles))}")
    return titles.index(title)


def _there(section: Section) -> list[Panel]:
    return [panel for panel in section.panels if panel is not None]


def _all(section: Section) -> list[Panel]:
    return [*_there(section), *([section.beside] if section.beside else [])]


def _check_readers(sections: Sequence[Section], changes: Sequence[PanelSettings]) -> None:
    """A panel that is hidden is not asked, and those that show its numbers have none."""
    panels = [panel for section in sections for panel in _all(section)]
    left = {panel.key for panel in panels}
    for one in changes:
        readers = [panel.key for panel in panels for target in panel.targets if isinstance(target, PanelTarget) and target.key == one.key]
        if one.hide and one.key not in left and readers:
            raise UserError(f"{one.place}.hide: {', '.join(dict.fromkeys(readers))} show its numbers; hide them too, or make it small (height: 2)")


def refer(settings_panels: Iterable[PanelSettings], name: str, offered: Iterable[str]) -> set[str]:
    """Places in the settings that speak of a panel of this dashboard."""
    known = set(offered)
    return {one.place for one in settings_panels if one.key in known and one.concerns(PanelRef(name, one.key))}

"""Which panel or alert is meant by a key, a title or a name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agentdash.alerts import alerts
from agentdash.alerts.alert import Alert
from agentdash.dashboards import dashboards
from agentdash.errors import UnknownName
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.panel import Panel
from agentdash.vocabulary.dashboards import LONG

if TYPE_CHECKING:
    from agentdash.settings import Settings


@dataclass(frozen=True)
class Found:
    """A panel on its dashboard, or an alert beside the panel that it links to."""

    name: str
    """The dashboard's name; "" where an alert's panel is not built."""
    dashboard: Dashboard | None
    panel: Panel | None
    alert: Alert | None = None


def find(settings: Settings, asked: str) -> list[Found]:
    """Every panel of that key, title or ``dashboard/key``, or else every alert of that name, key or title; case does not matter.

    Raises UnknownName with what was probably meant.
    """
    built = dashboards(settings)
    panels = [Found(name, one, panel) for name, one in built.items() for panel in one.all_panels() if panel.targets]
    wanted = asked.casefold().strip()
    found = [one for one in panels if one.panel and wanted in {word.casefold() for word in _words(one.name, one.panel)}]
    if found:
        # The panels of long ranges are those of other dashboards once more, and are meant where their dashboard is named.
        return _once([one for one in found if one.name not in LONG.values()] or found)
    called = [one for one in alerts(settings) if wanted in {one.name.casefold(), one.key.casefold(), one.title.casefold()}]
    if called:
        return [_with_panel(one, panels) for one in called]
    known = {word for one in panels if one.panel for word in (one.panel.key, one.panel.title)} | {word for one in alerts(settings) for word in (one.name, one.title)}
    cased = {word.casefold(): word for word in sorted(known, reverse=True)}
    near = difflib.get_close_matches(wanted, cased, n=3, cutoff=0.5) or [word for word in cased if wanted and wanted in word][:3]
    hint = "did you mean " + " or ".join(f'"{cased[word]}"' for word in near) + "?" if near else \
        "write a panel's key or title (`agentdash explain --list` has them), or an alert's name"
    raise UnknownName(f'no panel or alert "{asked}"; {hint}')


def _words(dashboard: str, panel: Panel) -> Iterable[str]:
    return (panel.key, panel.title, f"{dashboard}/{panel.key}", f"{dashboard}/{panel.title}")


def _once(found: list[Found]) -> list[Found]:
    """Panels that are on several dashboards with the same queries are one."""
    told: dict[str, Found] = {}
    for one in found:
        panel = one.panel
        if panel is not None:
            told.setdefault(f"{panel.key} {[target.to_json_data() for target in panel.targets]}", one)
    return [*told.values()]


def _with_panel(alert: Alert, panels: list[Found]) -> Found:
    for one in panels:
        if one.panel is not None and (one.name, one.panel.key) == alert.panel:
            return Found(one.name, one.dashboard, one.panel, alert)
    return Found("", None, None, alert)

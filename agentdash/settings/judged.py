"""A panel's thresholds and its alert are one number: what `panels:` says of it is said of the alert.

It is copied before anything is checked, with the place where it stands, so that every message names what somebody wrote.
"""

from __future__ import annotations

from typing import Any

from agentdash.settings.given import Given, Problem
from agentdash.vocabulary.dashboards import JUDGED, TIMES

_COLOURS = ("orange", "red")


def share(data: dict[str, Any], given: Given, problems: list[Problem]) -> None:
    """Copy the thresholds of panels to the alerts that judge by them; a number that an alert has already is a problem."""
    panels = data.get("panels")
    for name, panel in panels.items() if isinstance(panels, dict) else ():
        thresholds = panel.get("thresholds") if isinstance(panel, dict) else None
        judged = JUDGED.get(name.rpartition("/")[2])
        if judged is None or not isinstance(thresholds, dict) or not all(_number(thresholds.get(one, 1)) for one in _COLOURS):
            continue
        at = ("panels", name, "thresholds")
        # As the alert counts it: so many times the other number.
        if judged.red == TIMES:
            if not all(one in thresholds for one in _COLOURS):
                problems.append(Problem(at, "orange and red belong together here", "write both"))
                continue
            thresholds = {**thresholds, "red": thresholds["red"] / thresholds["orange"]}
        for colour, key in zip(_COLOURS, (judged.orange, judged.red), strict=True):
            if colour in thresholds:
                _say(data, given, problems, (*at, colour), judged.alert, key, thresholds[colour])


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _say(data: dict[str, Any], given: Given, problems: list[Problem], at: tuple[str, ...], alert: str, key: str, value: float) -> None:
    alerts = data.setdefault("alerts", {})
    own = alerts.setdefault(alert, {}) if isinstance(alerts, dict) else None
    if not isinstance(own, dict):
        return
    path = ("alerts", alert, key)
    if key in own and own[key] != value:
        problems.append(Problem(at, f"{own[key]:g} stands at {given.origin(path)}, and both are one number", "keep one of them"))
        return
    own[key] = value
    given.origins[path] = given.origin(at)

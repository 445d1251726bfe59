"""`--set NAME=VALUE`: values of dashboards' variables."""

from __future__ import annotations

from collections.abc import Iterable

from agentdash.errors import UserError


def chosen_values(given: Iterable[str]) -> dict[str, list[str]]:
    """Values by variable; one may be named several times. Raises UserError for what chooses nothing."""
    found: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not (name and equals):
            raise UserError(f'--set: "{one}" chooses nothing; write e.g. service=support-bot')
        found.setdefault(name, []).append(value)
    return found

"""What people read of alerts, by their names: to be written out for somebody who translates, and put in again.

Names in braces stand for what an alert finds (``{service}``, ``{value}``, ``{cost}``) and for what the settings say
(``{window}``), so that a translation goes on being true when the settings change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from agentdash.alerts.alert import Alert
from agentdash.errors import UserError
from agentdash.settings.texts import Texts
from agentdash.vocabulary import labels

if TYPE_CHECKING:
    from agentdash.settings import Settings

SECTION = "alerts"
"""Where they stand in the file of texts."""
PHRASES = {"environment": "in {environment}", "tenant": "for {tenant}", "amount": "an unknown amount", "number": "an unknown number"}
"""What stands in the summaries of all alerts: after the service's name, and where a number is missing."""
_COMMON = "phrases"
PLACES = {"agent": labels.AGENT, "tool": labels.TOOL, "provider": labels.PROVIDER}
"""Names in summaries, and the labels behind them."""
_NAME = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def collected(made: Iterable[Alert]) -> Texts:
    """Every text of the alerts, their names in braces left as they are."""
    found = {alert.name: {name: text for name, text in _of(alert).items() if text} for alert in made}
    return {SECTION: {_COMMON: dict(PHRASES), **found}} if found else {}


def said(alert: Alert, settings: Settings) -> Alert:
    """The alert with the settings' texts, and their figures in them.

    Raises UserError for a text with a name in braces that stands for nothing.
    """
    own = _given(settings, alert.name)
    _check(settings, alert.name, own, {"value", "service", "cost", *PLACES, *alert.figures})
    money = replace(alert.money, words=own.get("cost", alert.money.words)) if alert.money else None
    title, summary, note = (_filled(own.get(name, getattr(alert, name)), alert.figures) for name in ("title", "summary", "note"))
    return replace(alert, title=title, summary=summary.rstrip("."), note=note, money=money)


def phrases(settings: Settings) -> Mapping[str, str]:
    """:data:`PHRASES`, or what the settings' file of texts has for them. Raises UserError as :func:`said` does."""
    own = _given(settings, _COMMON)
    _check(settings, _COMMON, own, {"environment", "tenant"})
    return {**PHRASES, **own}


def _of(alert: Alert) -> Mapping[str, str]:
    return {"title": alert.title, "summary": alert.summary, "cost": alert.money.words if alert.money else "", "note": alert.note}


def _given(settings: Settings, name: str) -> Mapping[str, str]:
    section = settings.texts.get(SECTION, {})
    found = section.get(name, {}) if isinstance(section, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def _check(settings: Settings, name: str, own: Mapping[str, str], known: set[str]) -> None:
    for key, text in own.items():
        for wrong in _unknown(text, known):
            raise UserError(f"{settings.texts_file}: {SECTION}.{name}.{key}: {{{wrong}}} stands for nothing; "
                            f"there are {', '.join(f'{{{one}}}' for one in sorted(known))}")


def _unknown(text: str, known: set[str]) -> Iterator[str]:
    return (found for found in _NAME.findall(text) if found not in known)


def _filled(text: str, figures: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: figures.get(found[1], found[0]), text)

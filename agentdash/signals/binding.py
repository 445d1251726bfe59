"""Settings and a selection, under which signals are asked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from agentdash.errors import AgentdashError
from agentdash.query.promql import Matcher
from agentdash.signals.sources import METRIC_SOURCES, TRACES

if TYPE_CHECKING:
    from agentdash.settings import Settings
    from agentdash.signals.contract import Declared, Signal
    from agentdash.signals.definition import Definition

B = TypeVar("B", bound="Signal")


class UnknownSignal(AgentdashError):
    """No signal has this name."""


@dataclass(frozen=True)
class Selection:
    """Matchers on canonical labels that stand on every query; each applies to the signals that carry its label."""

    matchers: tuple[Matcher, ...] = ()

    def of(self, definition: Declared, extra: Iterable[str] = ()) -> tuple[Matcher, ...]:
        """The matchers that apply to a signal; ``extra`` are labels that all signals carry."""
        known = {*definition.labels, *(extra if definition.everywhere else ())}
        return tuple(m for m in self.matchers if m.label in known)


EVERYTHING = Selection()


class Binding:
    """Any signal under the same settings and the same selection; without one nothing narrows it.

    With ``hourly`` it is asked of the hourly samples of its series (:mod:`agentdash.vocabulary.hourly`).
    """

    def __init__(self, settings: Settings, selection: Selection = EVERYTHING, hourly: bool = False) -> None:
        self.settings = settings
        self.selection = selection
        self.hourly = hourly
        chosen = settings.telemetry.sources
        self.sources = tuple(name for name in METRIC_SOURCES if name in chosen)
        """The telemetry sources with metrics, the preferred ones first."""
        self.asks_traces = TRACES in chosen
        self.extra = settings.telemetry.group_by
        """The settings' own labels, which all signals carry."""
        self._bound: dict[Definition[Any], Any] = {}

    def of(self, definition: Definition[B]) -> B:
        """The signal that ``definition`` declares, whether it is in the catalogue or somebody's own."""
        if definition not in self._bound:
            self._bound[definition] = definition.bind(self)
        found: B = self._bound[definition]
        return found


def unknown(name: str, names: Iterable[str]) -> UnknownSignal:
    """The error for a name that is in no catalogue."""
    near = difflib.get_close_matches(name, list(names), n=1)
    return UnknownSignal(f"{name!r} is no signal" + (f"; did you mean {near[0]!r}?" if near else "; `agentdash signals` lists them"))

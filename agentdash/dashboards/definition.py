"""What a dashboard is before it is built: ours and those of extensions are declared alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agentdash.dashboards.layout import Section
from agentdash.grafana.dashboard import Dashboard
from agentdash.panels.context import Context
from agentdash.signals import Signal


def nothing(context: Context) -> tuple[Signal, ...]:
    """A dashboard that always has something to show."""
    return ()


@dataclass(frozen=True)
class DashboardDefinition:
    """A dashboard by its name, which ends its uid and names its file."""

    name: str
    build: Callable[[Context], Dashboard]
    needs: Callable[[Context], tuple[Signal, ...]] = nothing
    """Signals without which it has nothing to show, and is not built."""
    place: str = ""
    """Where an extension says it."""


@dataclass(frozen=True)
class SectionAddition:
    """Sections that an extension adds to a dashboard of ours: behind the section of a title, or ("") at its end."""

    dashboard: str
    make: Callable[[Context], Sequence[Section]]
    after: str
    place: str

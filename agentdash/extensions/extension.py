"""What an extension is written with: signals, panels, dashboards, sections, alerts, stages and defaults of one name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, Literal

from agentdash import yaml_text
from agentdash.collector.stage import Processor, StageAddition, Why
from agentdash.dashboards.definition import DashboardDefinition, SectionAddition
from agentdash.errors import UserError
from agentdash.extensions import arranging
from agentdash.extensions.arranging import Makes, Shown
from agentdash.extensions.blame import blamed, here
from agentdash.extensions.checks import alert_name, check_key, one_of, our_dashboard, returns_something
from agentdash.extensions.checks import severity as checked_severity
from agentdash.extensions.checks import window as checked_window
from agentdash.grafana.panel import Panel
from agentdash.panels.context import Context
from agentdash.settings import document, files
from agentdash.settings.additions import Defaults
from agentdash.settings.alerts import OwnAlert
from agentdash.settings.extensions import KEY
from agentdash.signals.contract import Amount
from agentdash.signals.definition import CounterDefinition, Definition, DurationDefinition, RatioDefinition
from agentdash.signals.limits import FromSettings, fixed
from agentdash.signals.own import SignalAddition
from agentdash.signals.series import OWN, Series
from agentdash.signals.sources import METRIC_SOURCES

Sources = Mapping[str, Series | Sequence[Series]]
"""Telemetry source (``derived``, ``semconv``, …, or ``own`` for what is there whatever the settings choose) to series."""


class Extension:
    """Everything that one file or module adds. Its name begins the keys, uids and file names of all of it.

    What is declared twice, or cannot be, raises UserError with the file and line of the extension.
    """

    def __init__(self, name: str) -> None:
        """``name``: a-z, 0-9 and _, a letter first, at most 16 characters."""
        self.name = check_key("extension", name, 16)
        self.place = here()
        self.parts: list[object] = []
        """What it adds, for the rooms that know what it is."""
        self._keys: dict[str, str] = {}

    def signal(
        self, key: str, *, title: str, meaning: str, sources: Sources, labels: Sequence[str] = (), unit: str = "short",
        limits: tuple[float, float] | None = None,
    ) -> CounterDefinition:
        """Something that is counted: the series of a counter, for each telemetry source that has them.

        ``labels`` are those that the series carry, by agentdash's names (``agentdash.labels``); dashboards' variables choose by them.
        ``limits`` are from where it is worth a look and from where it is bad, in ``unit`` (Grafana's).
        """
        name, place = self._declared("signal", key)
        made = CounterDefinition(title, meaning, _labels(labels, place), _series(sources, place), name=name, unit=unit, limits=_limits(limits), everywhere=False)
        self.parts.append(SignalAddition(made, place))
        return made

    def duration(
        self, key: str, *, title: str, meaning: str, sources: Sources, labels: Sequence[str] = (), limits: tuple[float, float] | None = None,
    ) -> DurationDefinition:
        """How long something takes: the series of a histogram in seconds, with ``_bucket`` in their names."""
        name, place = self._declared("signal", key)
        made = DurationDefinition(title, meaning, _labels(labels, place), _series(sources, place), name=name, limits=_limits(limits), everywhere=False)
        self.parts.append(SignalAddition(made, place))
        return made

    def ratio(
        self, key: str, part: Definition[Amount], whole: Definition[Amount], *, title: str, meaning: str, unit: str = "",
        limits: tuple[float, float] | None = None,
    ) -> RatioDefinition:
        """One signal over another, with the labels that both have. Without a ``unit`` money stays money."""
        name, place = self._declared("signal", key)
        shared = tuple(label for label in part.labels if label in whole.labels)
        made = RatioDefinition(title, meaning, shared, part, whole, name=name, limits=_limits(limits), everywhere=part.everywhere and whole.everywhere,
                               money=part.money and not whole.money and not unit, unit=unit or "short")
        self.parts.append(SignalAddition(made, place))
        return made

    def panel(self, make: Callable[[Context], Shown]) -> Callable[[Context], Panel | None]:
        """For a function that makes a panel, ours (``agentdash.draw``) or grafanalib's: its key gets the extension's name.

        None means that no telemetry source of the settings carries what it draws.
        """
        place = here()
        returns_something(make, place, "a panel")

        @wraps(make)
        def named(context: Context) -> Panel | None:
            with blamed(place):
                return arranging.panel(context, make(context), self.name, place)

        return named

    def dashboard(self, key: str, *, title: str, description: str = "") -> Callable[[Makes], Makes]:
        """For a function that makes the sections of a dashboard; it has our variables and links. Its uid ends with the extension's name and ``key``."""
        name, place = self._declared("dashboard", key, "-")

        def declare(make: Makes) -> Makes:
            returns_something(make, place, "a list of sections")
            self.parts.append(DashboardDefinition(name, lambda context: arranging.dashboard(context, make, self.name, name, title, description, place), place=place))
            return make

        return declare

    def section(self, dashboard: str, *, after: str = "") -> Callable[[Makes], Makes]:
        """For a function that makes a section, or several, of a dashboard of ours: behind the section called ``after``, or at the end."""
        place = here()
        our_dashboard(dashboard, place)

        def declare(make: Makes) -> Makes:
            returns_something(make, place, "a section")
            self.parts.append(SectionAddition(dashboard, lambda context: arranging.sections(context, make, self.name, place), after, place))
            return make

        return declare

    def alert(
        self, name: str, *, signal: Definition[Any] | str, above: float | None = None, window: str = "10m", hold: str = "5m",
        severity: Literal["critical", "warning", "info"] = "warning", summary: str = "", runbook: str = "", panel: str = "",
    ) -> None:
        """Call somebody where a signal is ``above`` a number: a counter's in the window; a ratio, or a duration's P95 in seconds, of which it is the
        number from which its panel or its signal is bad unless given.

        Its name gets the extension's before it. ``summary`` may say ``{service}``, ``{value}``, ``{window}`` and ``{threshold}``; ``runbook`` is a URL, ``panel``
        the one it links to, as DASHBOARD/KEY.
        """
        place = here()
        prefix = "".join(part.capitalize() for part in re.split(r"[_-]", self.name))
        self._once(f"alert {name}", place)
        self.parts.append(OwnAlert(
            f"{prefix}{alert_name(name, place)}", signal if isinstance(signal, str) else signal.name, None if above is None else float(above), checked_window(window, "window", place),
            checked_window(hold, "hold", place), checked_severity(severity, place), summary, runbook, panel, place))

    def stage(
        self, key: str, configuration: Mapping[str, Any], *, signal: Literal["traces", "metrics", "logs"] = "traces", where: Literal["in", "out"] = "in",
        does: str, without: str, type: Literal["transform", "filter"] = "transform",
    ) -> None:
        """A processor of the Collector: where records come in (``in``), before anything is made of them, or where they go out (``out``).

        ``configuration`` is that of the Collector's processor ``type``. ``does`` and ``without`` say what it is for, and what happens when it
        is taken out; both stand above it in the configuration.
        """
        place = here()
        self._once(f"stage {key}", place)
        for chosen, known, what in ((signal, ("traces", "metrics", "logs"), "signal"), (where, ("in", "out"), "where"), (type, ("transform", "filter"), "type of processor")):
            one_of(chosen, known, what, place)
        role = f"{self.name}_{check_key('stage', key, 40)}"
        self.parts.append(StageAddition(signal, where == "in", Processor(type, role, Why(does, without), {"error_mode": "ignore", **configuration})))

    def defaults(self, settings: Mapping[str, Any] | Path) -> None:
        """Settings that count where nobody's settings say otherwise: a mapping with the keys of `agentdash.yaml`, or such a file."""
        place = here()
        with blamed(place):
            text, name = (files.text(settings), str(settings)) if isinstance(settings, Path) else (yaml_text.dumps(settings, "").decode(), place)
            if KEY in document.parse(text, name).data:
                raise UserError("these defaults name extensions, and only a settings file can; remove that")
        self.parts.append(Defaults(name, text))

    def _declared(self, what: str, key: str, joint: str = "_") -> tuple[str, str]:
        """The whole name, and where it is declared. Raises UserError for a key that is none, and for one given twice."""
        place = here()
        check_key(what, key, 40)
        self._once(f"{what} {key}", place)
        return f"{self.name}{joint}{key}", place

    def _once(self, what: str, place: str) -> None:
        if what in self._keys:
            raise UserError(f"{place}: {self._keys[what]} has the {what} already; give each its own key")
        self._keys[what] = place


def _series(sources: Sources, place: str) -> dict[str, tuple[Series, ...]]:
    made: dict[str, tuple[Series, ...]] = {}
    for name, found in sources.items():
        listed = (found,) if isinstance(found, Series) else tuple(found)
        if not listed or not all(isinstance(one, Series) for one in listed):
            raise UserError(f'{place}: sources: {name} names no series; write agentdash.Series("acme_refunds_total")')
        made[one_of(name, (OWN, *METRIC_SOURCES), "telemetry source", place)] = tuple(map(_theirs, listed))
    if not made:
        raise UserError(f'{place}: no sources; write e.g. sources={{"{OWN}": agentdash.Series("acme_refunds_total")}}')
    return made


def _labels(labels: Sequence[str], place: str) -> tuple[str, ...]:
    if isinstance(labels, str):
        raise UserError(f"{place}: labels is a text; write ({labels!r},)")
    return tuple(labels)


def _theirs(series: Series) -> Series:
    """Only agentdash's Collector makes counters that begin at zero and never fall."""
    return series if series.metric.startswith(("gen_ai_", "agentdash_")) else replace(series, resets=True)


def _limits(limits: tuple[float, float] | None) -> FromSettings | None:
    return fixed(*limits) if limits else None

"""What there is to say of a panel or an alert, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agentdash.alerts import alerts
from agentdash.explain.find import Found
from agentdash.grafana.panel import Panel
from agentdash.grafana.targets import LokiTarget, PanelTarget, PromTarget, TempoTarget
from agentdash.panels.context import context
from agentdash.query import reading
from agentdash.signals import Amount, Signal, bind

if TYPE_CHECKING:
    from agentdash.settings import Settings

_PRICED = {
    "collector": "charged by the Collector, call by call, as it arrives",
    "rules": "multiplied by recording rules of Prometheus, interval by interval",
    "inline": "multiplied in the query, by a table of prices that stands in it",
}


@dataclass(frozen=True)
class Query:
    """One question of a panel: its letter or column, to whom, in which language, and whether it asks for one number or lines."""

    ref: str
    asks: str
    """``prometheus``, ``tempo``, ``loki`` or ``table`` (the columns of another panel)."""
    text: str
    instant: bool = False

    @property
    def laid_out(self) -> str:
        """For people."""
        return reading.laid_out(self.text) if self.asks == "prometheus" else self.text


@dataclass(frozen=True)
class Explanation:
    """Everything about one panel or alert. ``signals`` are those that it draws."""

    kind: str
    """``panel`` or ``alert``."""
    key: str
    title: str
    dashboard: str
    description: str
    unit: str
    signals: tuple[Signal, ...]
    series: tuple[str, ...]
    labels: tuple[str, ...]
    variables: tuple[str, ...]
    prices: str
    queries: tuple[Query, ...]
    alerts: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    """Of an alert: threshold, how long it holds, runbook, panel."""

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind, "key": self.key, "title": self.title, "dashboard": self.dashboard, "description": self.description, "unit": self.unit,
            "signals": [{"name": one.name, "title": one.title, "meaning": one.meaning, "unit": one.unit,
                         "limits": None if one.limits is None else {"look": one.limits.look, "bad": one.limits.bad}} for one in self.signals],
            "series": list(self.series), "labels": list(self.labels), "variables": list(self.variables), "prices": self.prices,
            "queries": [{"ref": one.ref, "asks": one.asks, "query": one.text} for one in self.queries], "alerts": list(self.alerts), **self.about,
        }


def described(settings: Settings, found: Found) -> Explanation:
    """What is found, explained."""
    return _alert(settings, found) if found.alert is not None else _panel(settings, found)


def queries(panel: Panel) -> list[Query]:
    """What a panel asks."""
    found: list[Query] = []
    for target in panel.targets:
        if isinstance(target, PanelTarget):
            found.append(Query(target.refId, "table", f"columns of the panel {target.key}"))
        elif isinstance(target, PromTarget):
            found.append(Query(target.refId, "prometheus", target.expr, bool(target.instant)))
        elif isinstance(target, TempoTarget):
            found.append(Query(target.refId, "tempo", target.query))
        elif isinstance(target, LokiTarget):
            found.append(Query(target.refId, "loki", target.expr))
    return found


def _asked(settings: Settings, panel: Panel) -> list[Query]:
    """What a panel asks; where it reads the columns of a table, what they come to."""
    found = queries(panel)
    if any(one.asks == "table" for one in found):
        # The table's columns under the dashboard's selection, summed: the signal's own expression.
        bound = context(settings).signals
        found += [Query(one.name, "prometheus", str(one.total()), True) for one in map(bound.named, panel.signals) if isinstance(one, Amount) and one.measured]
    return found


def _parts(signals: Iterable[Signal]) -> list[Signal]:
    """The signals, and what ratios are made of."""
    found: list[Signal] = []
    for one in signals:
        found += [one, *_parts(part for part in (getattr(one, "part", None), getattr(one, "whole", None)) if part is not None)]
    return [*dict.fromkeys(found)]


def _panel(settings: Settings, found: Found) -> Explanation:
    panel, bound = found.panel, bind(settings)
    assert panel is not None
    drawn = [bound.named(name) for name in panel.signals]
    every = _parts(drawn)
    asked = _asked(settings, panel)
    series = tuple(dict.fromkeys(name for one in asked if one.asks == "prometheus" for name in reading.metrics(one.text)))
    called = tuple(dict.fromkeys(f"{one.name} ({one.title})" for one in alerts(settings) if one.panel == (found.name, panel.key)))
    variables = tuple(one.name for one in found.dashboard.templating.list) if found.dashboard is not None else ()
    return Explanation(
        "panel", panel.key, panel.title, found.name, panel.description or "", panel.unit, tuple(drawn), series,
        tuple(dict.fromkeys(label for one in every for label in one.labels)),
        tuple(name for name in variables if any(f"${name}" in one.text or f"${{{name}" in one.text for one in asked)),
        _prices(settings, every), tuple(asked), called)


def _alert(settings: Settings, found: Found) -> Explanation:
    alert = found.alert
    assert alert is not None
    panel = _panel(settings, found) if found.panel is not None else None
    asked = [Query("A", "prometheus", alert.expression, True)]
    if alert.money is not None:
        asked.append(Query("B", "prometheus", alert.money.expression, True))
    return Explanation(
        "alert", alert.name, alert.title, found.name, alert.summary, alert.unit, panel.signals if panel else (),
        tuple(dict.fromkeys(name for one in asked for name in reading.metrics(one.text))), alert.by, (), panel.prices if panel else "", tuple(asked), (),
        {"threshold": f"{alert.threshold:g}", "holds for": alert.hold, "severity": alert.severity, "panel": "/".join(alert.panel or ()),
         "no data": alert.reason, "runbook": f"docs/runbooks/{alert.runbook}.md" if alert.runbook else alert.runbook_url})


def _prices(settings: Settings, signals: Iterable[Signal]) -> str:
    if not any(one.definition.money for one in signals if isinstance(one, Amount)):
        return ""
    pricing = settings.pricing
    return f"{_PRICED[pricing.mode]}, in {pricing.currency.code} ({pricing.why or 'pricing.mode in the settings'}); the book: docs/prices.md"

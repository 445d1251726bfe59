"""What an alert is: one definition that Grafana's form and Prometheus' form are both written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from agentdash.vocabulary.dashboards import PanelRef

Unit = Literal["share", "seconds", "money", "times"]
OnNoData = Literal["OK", "NoData", "Alerting"]
OnError = Literal["KeepLast", "Alerting"]


@dataclass(frozen=True)
class Money:
    """What is spent per hour while the alert lasts: an expression by the alert's own labels, and words around it.

    ``record`` is the series that Prometheus' form keeps it in, for annotations there ask short queries only.
    """

    record: str
    expression: str
    by: tuple[str, ...]
    words: str
    """Says what the money is for; ``{cost}`` is the amount."""


@dataclass(frozen=True)
class Alert:
    """A value, a threshold that it must not exceed, and everything that is said when it does.

    ``expression`` has one series per place that could be in trouble, and none where too little happens to tell.
    ``summary`` names places by ``{service}``, ``{agent}``, ``{tool}``, ``{provider}``, the number by ``{value}``, and what the
    settings say by the names of ``figures``, which stand in ``title`` and ``note`` too. ``reason`` says why no data and errors are taken as they are. ``every`` is the time between two looks,
    in seconds.
    """

    key: str
    name: str
    title: str
    expression: str
    threshold: float
    hold: str
    severity: str
    by: tuple[str, ...]
    summary: str
    runbook: str
    """The name of a page of docs/runbooks; "" where there is none."""
    panel: PanelRef | None
    reason: str
    unit: Unit = "share"
    money: Money | None = None
    every: int = 60
    on_no_data: OnNoData = "OK"
    on_error: OnError = "KeepLast"
    service: str = ""
    """The one service that it is for, where that has settings of its own."""
    runbook_url: str = ""
    """Where it is written what to do, for alerts of one's own."""
    note: str = ""
    """What to know of the number, where it is not all that there is."""
    figures: dict[str, str] = field(default_factory=dict)
    """What the settings say in its texts: a window, a bound."""
    labels: dict[str, str] = field(default_factory=dict)
    """Labels that are the same for every series: a budget's tenant, its service."""

    @property
    def expanded(self) -> str:
        """The whole condition in PromQL."""
        return f"({self.expression}) > {self.threshold:g}"

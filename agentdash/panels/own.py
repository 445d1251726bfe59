"""A panel of a signal that the settings ask for."""

from __future__ import annotations

from agentdash.errors import UserError
from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.settings.panels import PanelSettings
from agentdash.signals import Amount, Exceeding, Expression, Signal, Timed, UnknownSignal
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards

HOUR = 3600
_WINDOW = "1h"
"""Of what happens seldom the shortest windows know nothing."""


def drawn(context: Context, one: PanelSettings) -> Panel | None:
    """The panel; None where no telemetry source carries its signal. Raises UserError for what is no signal, or has not the labels."""
    try:
        signal = context.signals.named(one.signal)
    except UnknownSignal as error:
        raise UserError(f"{one.place}.signal: {error}") from None
    known = (*signal.labels, *(context.standing.extra if signal.definition.everywhere else ()))
    for label in one.by:
        if label not in known:
            raise UserError(f"{one.place}.by: {signal.name} has no label {label}; it has {', '.join(known) or 'none'}")
    if not signal.measured:
        return None
    links = context.to(dashboards.TRACES, "Traces of this time")
    description = texts.described(signal.meaning, *filter(None, (texts.limits(signal),)))
    if one.draw == "stat":
        return draw.stat(one.key, signal.title, _total(signal, one), noValue=texts.NOTHING, dataLinks=links, description=description)
    hourly = f"{signal.title} per hour" if signal.kind == "counter" else signal.title
    return draw.graph(one.key, hourly, _over_time(signal, one), noValue=texts.NOTHING, dataLinks=links, description=description, table=bool(one.by), calcs=("mean", "max"),
                      **(draw.limited(signal) if signal.limits and signal.kind != "counter" else {}))


def _total(signal: Signal, one: PanelSettings) -> Expression:
    if isinstance(signal, Timed):
        return draw.quantile(signal, 0.95, one.by, RANGE, exact=True)
    return _amount(signal, one).total(by=one.by)


def _over_time(signal: Signal, one: PanelSettings) -> Expression:
    if isinstance(signal, Timed):
        return draw.quantile(signal, 0.95, one.by)
    amount = _amount(signal, one)
    found = amount.rate(by=one.by, per=HOUR) if signal.kind == "counter" else amount.rate(by=one.by, window=_WINDOW)
    return draw.top(found) if one.by else found


def _amount(signal: Signal, one: PanelSettings) -> Amount:
    if isinstance(signal, Exceeding) or not isinstance(signal, Amount):
        raise UserError(f"{one.place}.signal: {signal.name} has no number of its own; name another signal")
    return signal

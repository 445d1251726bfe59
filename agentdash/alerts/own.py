"""Alerts of the settings' own, and of extensions: a signal that is too high."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Unit
from agentdash.alerts.context import AlertContext, per
from agentdash.errors import UserError
from agentdash.settings.alerts import OwnAlert
from agentdash.signals import Amount, Counted, Signal, Timed, UnknownSignal
from agentdash.vocabulary.dashboards import PanelRef

_OURS = "Agent"
_UNITS: dict[str, Unit] = {"percentunit": "share", "s": "seconds"}
_REASON = "Where nothing is counted nothing is too high; while metrics cannot be asked, the last answer holds."


def own(context: AlertContext) -> Iterator[Alert]:
    """One alert for each that is declared, but for those whose signal no telemetry source carries.

    Raises UserError for one of no signal, and for two of one name.
    """
    names: dict[str, OwnAlert] = {}
    for one in (*context.settings.alerts.own, *context.settings.additions.of(OwnAlert)):
        if one.name in names:
            raise UserError(f"{one.place}: {names[one.name].place} is an alert of this name too; give each its own")
        names[one.name] = one
        if one.name.startswith(_OURS):
            raise UserError(f"{one.place}: names that begin with {_OURS} are those of agentdash's own alerts; write e.g. Our{one.name}")
        try:
            signal = context.signals.named(one.signal)
        except UnknownSignal as error:
            raise UserError(f"{one.place}.signal: {error}") from None
        if signal.measured:
            yield _alert(context, one, signal)


def _threshold(context: AlertContext, one: OwnAlert, signal: Signal) -> float:
    """What is told, or where the panel or the signal is red: a panel and its alert are one number.

    Raises UserError for two numbers, and for none.
    """
    dashboard, _, panel = one.panel.partition("/")
    shown = [change for change in context.settings.changes(PanelRef(dashboard, panel)) if change.thresholds] if panel else []
    comparable = isinstance(signal, Timed) or signal.kind == "ratio"
    red = next((change.thresholds[1] for change in shown if change.thresholds), signal.limits.bad if signal.limits else None) if comparable else None
    if one.above is None and red is None:
        what = "no number" if comparable else "no number, and a counter's panel shows another one than what it counts in the window"
        raise UserError(f"{one.place}: {what}; write e.g. above: 50")
    if one.above is not None and red is not None and shown and one.above != red:
        raise UserError(f"{one.place}.above: {one.above:g}, and {shown[0].place} is red from {red:g}; a panel and its alert are one number: keep one of them")
    return one.above if one.above is not None else red or 0.0


def _alert(context: AlertContext, one: OwnAlert, signal: Signal) -> Alert:
    threshold = _threshold(context, one, signal)
    by = tuple(label for label in context.by if label in signal.labels)
    unit = _UNITS.get(signal.unit, "money" if signal.definition.money else "times")
    dashboard, _, panel = one.panel.partition("/")
    return Alert(
        key="own-" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", one.name).lower(), name=one.name, title=signal.title, expression=_value(one, signal, by), unit=unit,
        threshold=threshold, hold=one.hold, severity=one.severity, by=by, runbook="", runbook_url=one.runbook, reason=_REASON,
        summary=one.summary.rstrip(".") or f"{signal.title} {'of {service} ' if by else ''}in the last {{window}}: {{value}}, more than {{threshold}}",
        figures={"window": one.window, "threshold": f"{threshold:g}"},
        panel=PanelRef(dashboard, panel) if panel else None,
    )


def _value(one: OwnAlert, signal: Signal, by: tuple[str, ...]) -> str:
    """What is compared: a counter's number in the window, a ratio, a duration's P95."""
    if isinstance(signal, Timed):
        return str(signal.quantile(0.95, by, (), one.window))
    if isinstance(signal, Counted):
        return str(signal.rate(by, (), one.window, per(one.window)))
    if isinstance(signal, Amount):
        return str(signal.rate(by, (), one.window, per(one.window) if signal.kind == "counter" else 1))
    raise UserError(f"{one.place}.signal: {signal.name} has neither a number nor percentiles; name another signal")


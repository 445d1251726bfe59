"""Coding agents: what an active hour costs, edits that people reject, calls that fail, a session that burns money."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.context import HOUR, AlertContext, per
from agentdash.alerts.failures import FAILED_AT_LEAST
from agentdash.query.promql import kept, on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards

_QUIET = "Without coding agents there is nothing to tell; while metrics cannot be asked, the last answer holds."


def _spent(context: AlertContext, window: str) -> Money:
    return Money(f"agentdash:coding_spend_per_hour:{window}", context.per_hour(context.signals.coding_cost, context.by, window), context.by, "while it spends {cost} per hour")


def coding_cost(context: AlertContext) -> Iterator[Alert]:
    """What an hour costs in which somebody works with the agent."""
    s = context.signals
    if not measured(s.cost_per_active_hour):
        return
    by = context.by
    for scope in context.scopes("coding_cost"):
        rule, window = scope.rule, scope.rule["window"]
        value = kept(f"({s.cost_per_active_hour.rate(by, scope.where, window)})", by,
                     f"{s.active_time.rate(by, scope.where, window, per(window))} >= {rule['hours'] * HOUR:g}")
        yield Alert(
            key="coding_cost", name="AgentCodingCost", title="A coding agent costs much for its active time", expression=scope.narrowed(value), unit="money",
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{service} costs {value} for each active hour of the last {window}",
            figures={"window": window},
            money=_spent(context, window), panel=dashboards.CODING_COST, runbook="AgentCodingCost", every=300, reason=_QUIET,
        )


def edit_rejections(context: AlertContext) -> Iterator[Alert]:
    """The share of edits that people reject, against the days before."""
    s = context.signals
    if not measured(s.edit_rejections):
        return
    by = context.by
    for scope in context.scopes("edit_rejections"):
        rule, window = scope.rule, scope.rule["window"]
        before = f"{rule['past']} offset {window}"
        enough_now, enough_before = (f"{s.edits_decided.rate(by, scope.where, one, per(length))} >= {rule['edits']}" for one, length in (
            (window, window), (before, rule["past"])))
        now = f"({s.edit_rejections.rate(by, scope.where, window)})"
        usual = f"({kept(f'({s.edit_rejections.rate(by, scope.where, before)})', by, enough_before)})"
        more = f"({now} > {rule['times_past']:g} * {usual}) or ({now} unless {on(by)} {usual})"
        value = kept(f"({more})", by, enough_now)
        yield Alert(
            key="edit_rejections", name="AgentEditsRejected", title="People reject a coding agent's edits", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of the edits of {service} that people decided on in the last {window} were rejected, far more than before",
            figures={"window": window},
            money=_spent(context, window), panel=dashboards.EDIT_REJECTIONS, runbook="AgentEditsRejected", every=300, reason=_QUIET,
        )


def coding_errors(context: AlertContext) -> Iterator[Alert]:
    """The share of calls that failed for good, of agents whose calls log events tell of; of all others ``error_spike`` tells."""
    s = context.signals
    if not measured(s.logged_error_ratio):
        return
    by = context.by
    for scope in context.scopes("coding_errors"):
        rule, window = scope.rule, scope.rule["window"]
        value = kept(f"({s.logged_error_ratio.rate(by, scope.where, window)})", by,
                     f"{s.logged_calls.rate(by, scope.where, window, per(window))} >= {rule['calls']}",
                     f"{s.logged_errors.rate(by, scope.where, window, per(window))} >= {FAILED_AT_LEAST}")
        yield Alert(
            key="coding_errors", name="AgentCodingErrors", title="A coding agent's calls fail for good", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of the calls of {service} in the last {window} failed after all their retries, of errors or rate limits",
            figures={"window": window},
            money=_spent(context, window), panel=dashboards.CODING_ERRORS, runbook="AgentCodingErrors", reason=_QUIET,
        )


def burning_session(context: AlertContext) -> Iterator[Alert]:
    """Sessions that passed the limit of what one may cost."""
    s = context.signals
    if not measured(s.burning_sessions):
        return
    by = context.by
    for scope in context.scopes("burning_session"):
        rule, window = scope.rule, scope.rule["window"]
        yield Alert(
            key="burning_session", name="AgentSessionBurns", title="A session of a coding agent burns money",
            expression=scope.narrowed(str(s.burning_sessions.total(by, scope.where, window))), unit="times",
            threshold=0, hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="A session of {service} passed {amount} in the last {window}",
            figures={"amount": f"{rule['costs']:g} {context.currency}", "window": window},
            money=_spent(context, window), panel=dashboards.BURNING_SESSIONS, runbook="AgentSessionBurns", reason=_QUIET,
        )


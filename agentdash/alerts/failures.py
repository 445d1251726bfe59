"""Calls that fail: too many of them, or refused because there are too many."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.context import AlertContext, per
from agentdash.query.promql import Matcher, kept
from agentdash.signals import measured
from agentdash.vocabulary import dashboards, labels

# What the Collector folds errors into, and what SDKs' own metrics say.
_REFUSED = Matcher(labels.ERROR_TYPE, "=~", "(?i:rate_limit|overloaded|429|529|.*rate.?limit.*|.*overload.*|.*throttl.*|.*resource.?exhausted.*)")
FAILED_AT_LEAST = 5
"""Failures in a window below which a share of them is chance: two of twenty calls are 10 %."""
_QUIET = "Without calls there is nothing to fail; while metrics cannot be asked, the last answer holds."


def error_spike(context: AlertContext) -> Iterator[Alert]:
    """The share of failed calls, where there are enough calls."""
    calls, errors, ratio = context.signals.calls, context.signals.errors, context.signals.error_ratio
    if not measured(calls, errors):
        return
    by = context.by
    for scope in context.scopes("error_spike"):
        rule = scope.rule
        window = rule["window"]
        value = kept(str(ratio.rate(by, scope.where, window)), by,
                     f"{calls.rate(by, scope.where, window, per(window))} >= {rule['calls']}",
                     f"{errors.rate(by, scope.where, window, per(window))} >= {FAILED_AT_LEAST}")
        yield Alert(
            key="error_spike", name="AgentErrorSpike", title="Too many calls to models fail", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of the calls of {service} to models failed in the last {window}",
            figures={"window": window},
            money=context.spent(window, "while it spends {cost} per hour"), panel=dashboards.CALLS_AND_FAILURES,
            runbook="AgentErrorSpike", reason=_QUIET,
        )


def rate_limited(context: AlertContext) -> Iterator[Alert]:
    """The share of calls that a provider refused for their number or its load."""
    calls, errors = context.signals.calls, context.signals.errors
    if not measured(calls, errors):
        return
    by = (*context.by, labels.PROVIDER)
    for scope in context.scopes("rate_limited"):
        rule = scope.rule
        window = rule["window"]
        refused = errors.rate(by, (*scope.where, _REFUSED), window)
        value = kept(f"({refused} / {calls.rate(by, scope.where, window)})", by,
                     f"{calls.rate(by, scope.where, window, per(window))} >= {rule['calls']}", f"{refused} * {per(window)} >= {FAILED_AT_LEAST}")
        yield Alert(
            key="rate_limited", name="AgentRateLimited", title="A provider refuses calls", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{provider} refused {value} of the calls of {service} in the last {window}, for their number or its load",
            figures={"window": window},
            money=context.spent(window, "while it spends {cost} per hour"), panel=dashboards.ERRORS_BY_TYPE,
            runbook="AgentRateLimited", reason=_QUIET,
        )

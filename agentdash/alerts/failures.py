"""Calls that fail: too many of them, or refused because there are too many."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Surroundings, per
from agentdash.query.promql import Matcher, on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards, labels

# What the Collector folds errors into, and what SDKs' own metrics say.
_REFUSED = Matcher(labels.ERROR_TYPE, "=~", "(?i:rate_limit|overloaded|429|529|.*rate.?limit.*|.*overload.*|.*throttl.*|.*resource.?exhausted.*)")
FAILED_AT_LEAST = 5
"""Failures in a window below which a share of them is chance: two of twenty calls are 10 %."""
_QUIET = "Without calls there is nothing to fail; while metrics cannot be asked, the last answer holds."


def error_spike(around: Surroundings) -> Iterator[Alert]:
    """The share of failed calls, where there are enough calls."""
    calls, errors, ratio = around.signals.calls, around.signals.errors, around.signals.error_ratio
    if not measured(around.signals.calls, around.signals.errors):
        return
    by = around.by
    for place in around.places("error_spike"):
        rule = place.rule
        window = rule["window"]
        value = (f"{ratio.rate(by, place.where, window)} and {on(by)} "
                 f"({calls.rate(by, place.where, window, per(window))} >= {rule['calls']}) and {on(by)} "
                 f"({errors.rate(by, place.where, window, per(window))} >= {FAILED_AT_LEAST})")
        yield Alert(
            key="error_spike", name="AgentErrorSpike", title="Too many calls to models fail", expression=place.here(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"{{value}} of the calls of {{service}} to models failed in the last {window}",
            money=around.spent(window, "while it spends {cost} per hour"), panel=dashboards.CALLS_AND_FAILURES,
            runbook="AgentErrorSpike", reason=_QUIET,
        )


def rate_limited(around: Surroundings) -> Iterator[Alert]:
    """The share of calls that a provider refused for their number or its load."""
    calls, errors = around.signals.calls, around.signals.errors
    if not measured(around.signals.calls, around.signals.errors):
        return
    by = (*around.by, labels.PROVIDER)
    for place in around.places("rate_limited"):
        rule = place.rule
        window = rule["window"]
        refused = errors.rate(by, (*place.where, _REFUSED), window)
        value = (f"({refused} / {calls.rate(by, place.where, window)}) and {on(by)} "
                 f"({calls.rate(by, place.where, window, per(window))} >= {rule['calls']}) and {on(by)} ({refused} * {per(window)} >= {FAILED_AT_LEAST})")
        yield Alert(
            key="rate_limited", name="AgentRateLimited", title="A provider refuses calls", expression=place.here(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"{{provider}} refused {{value}} of the calls of {{service}} in the last {window}, for their number or its load",
            money=around.spent(window, "while it spends {cost} per hour"), panel=dashboards.ERRORS_BY_TYPE,
            runbook="AgentRateLimited", reason=_QUIET,
        )

"""Agents that go round in circles.

A loop hides in averages, so runs are looked at one by one, while they go on: the Collector counts the calls and the tool
failures of each. One run that is a little longer than the limit is no loop yet; where long runs are usual, it takes far more
of them than there have been in the last days. Telemetry without traces of runs leaves the average: calls per run, against
yesterday's.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.context import AlertContext, Scope, past, per
from agentdash.query.promql import kept, on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards

LIMITS_FIRST, LIMITS, TIMES_USUAL = 1.5, 4, 5
"""How many times the limit the calls of long runs must be: where there have been none before, and where there have; there it
takes so many times their usual number on top."""
YESTERDAY = "6h"
TIMES_RATIO, ENOUGH_RUNS = 3, 10
"""How many times yesterday's calls per run are a loop, and how many runs an average needs."""


def loop(context: AlertContext) -> Iterator[Alert]:
    """The largest share of calls, or of tool runs, that runs in a loop make."""
    if not measured(context.signals.calls, context.signals.agent_runs):
        return
    by = context.by
    for scope in context.scopes("loop"):
        rule = scope.rule
        parts = [part for part in (_long_runs(context, scope), _failing_tool(context, scope), _average(context, scope)) if part]
        value = " or ".join(f"({part} > {rule['above']:g})" for part in parts)
        yield Alert(
            key="loop", name="AgentRetryLoop", title="An agent goes round in circles", expression=scope.narrowed(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="{value} of what {service} did in the last {window} were runs in a loop: over {calls} calls to one model, or a tool that failed "
                    "over {failures} times",
            figures={"window": rule["window"], "calls": f"{rule['calls']}", "failures": f"{rule['tool_failures']}"},
            money=_money(context, rule["window"]), panel=dashboards.LONG_RUN_SHARE, runbook="AgentRetryLoop",
            note="Where more runs go on than the Collector can remember, it follows a share of them, and these stand for all: "
                 "\"Runs not followed\" on the coverage dashboard says how many it leaves out.",
            reason="Without runs there is no loop; while metrics cannot be asked, the last answer holds.",
        )


def _money(context: AlertContext, window: str) -> Money | None:
    if not measured(context.signals.cost, context.signals.long_run_cost):
        return context.spent(window, "while it spends {cost} per hour")
    by = context.by
    everything = context.per_hour(context.signals.cost, by, window)
    return Money("agentdash:long_run_spend_per_hour", f"{context.per_hour(context.signals.long_run_cost, by, window)} or {on(by)} {everything} * 0", by,
                 "and long runs cost {cost} per hour")


def _long_runs(context: AlertContext, scope: Scope) -> str:
    """The share of calls that long runs make, where these are more than chance or habit."""
    if not context.signals.long_run_share.measured:
        return ""
    by, rule = context.by, scope.rule
    long = context.signals.long_run_calls

    window, where = rule["window"], scope.where
    now = long.rate(by, where, window, per(window))
    usual = long.rate(by, where, f"{rule['past']} offset {window}", per(window))
    share = str(context.signals.long_run_share.rate(by, where, window))
    enough = f"{LIMITS * rule['calls']} + {TIMES_USUAL} * ({usual} > 0) or {now} * 0 + {LIMITS_FIRST * rule['calls']:g}"
    return f"({kept(share, by, f'{now} >= ({enough})')})"


def _failing_tool(context: AlertContext, scope: Scope) -> str:
    """The share of tool runs that are failures of one tool, over and over in one run."""
    if not context.signals.repeated_failure_share.measured:
        return ""
    return str(context.signals.repeated_failure_share.rate(context.by, scope.where, scope.rule["window"]))


def _average(context: AlertContext, scope: Scope) -> str:
    """The share of calls that are more than yesterday's calls per run, where these have tripled."""
    by, rule = context.by, scope.rule
    calls, runs = context.signals.calls, context.signals.agent_runs

    def ratio(window: str) -> str:
        return f"({calls.rate(by, scope.where, window)} / ({runs.rate(by, scope.where, window)} > 0))"

    now, before, window = ratio(rule["window"]), ratio(past(YESTERDAY)), rule["window"]
    more = f"(1 - 1 / (({now} / {before}) > {TIMES_RATIO}))"
    return f"({kept(more, by, f'{runs.rate(by, scope.where, window, per(window))} >= {ENOUGH_RUNS}')})"

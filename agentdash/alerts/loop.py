"""Agents that go round in circles.

A loop hides in averages, so runs are looked at one by one, while they go on: the Collector counts the calls and the tool
failures of each. One run that is a little longer than the limit is no loop yet; where long runs are usual, it takes far more
of them than there have been in the last days. Telemetry without traces of runs leaves the average: calls per run, against
yesterday's.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert, Money
from agentdash.alerts.surroundings import Place, Surroundings, past, per
from agentdash.query.promql import on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards

LIMITS_FIRST, LIMITS, TIMES_USUAL = 1.5, 4, 5
"""How many times the limit the calls of long runs must be: where there have been none before, and where there have; there it
takes so many times their usual number on top."""
YESTERDAY = "6h"
TIMES_RATIO, ENOUGH_RUNS = 3, 10
"""How many times yesterday's calls per run are a loop, and how many runs an average needs."""


def loop(around: Surroundings) -> Iterator[Alert]:
    """The largest share of calls, or of tool runs, that runs in a loop make."""
    if not measured(around.signals.calls, around.signals.agent_runs):
        return
    by = around.by
    for place in around.places("loop"):
        rule = place.rule
        parts = [part for part in (_long_runs(around, place), _failing_tool(around, place), _average(around, place)) if part]
        value = " or ".join(f"({part} > {rule['above']:g})" for part in parts)
        yield Alert(
            key="loop", name="AgentRetryLoop", title="An agent goes round in circles", expression=place.here(value),
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"{{value}} of what {{service}} did in the last {rule['window']} were runs in a loop: over {rule['calls']} calls to one model, or a "
                     f"tool that failed over {rule['tool_failures']} times",
            money=_money(around, rule["window"]), panel=dashboards.LONG_RUN_SHARE, runbook="AgentRetryLoop",
            reason="Without runs there is no loop; while metrics cannot be asked, the last answer holds.",
        )


def _money(around: Surroundings, window: str) -> Money | None:
    if not measured(around.signals.cost, around.signals.long_run_cost):
        return around.spent(window, "while it spends {cost} per hour")
    by = around.by
    everything = around.per_hour(around.signals.cost, by, window)
    return Money("agentdash:long_run_spend_per_hour", f"{around.per_hour(around.signals.long_run_cost, by, window)} or {on(by)} {everything} * 0", by,
                 "and long runs cost {cost} per hour")


def _long_runs(around: Surroundings, place: Place) -> str:
    """The share of calls that long runs make, where these are more than chance or habit."""
    if not measured(around.signals.long_run_calls):
        return ""
    by, rule = around.by, place.rule
    long, calls = around.signals.long_run_calls, around.signals.calls

    window, where = rule["window"], place.where
    now = long.rate(by, where, window, per(window))
    usual = long.rate(by, where, f"{rule['past']} offset {window}", per(window))
    share = f"({long.rate(by, where, window)} / ({calls.rate(by, where, window)} > 0))"
    many = (f"({now} >= {LIMITS * rule['calls']} + {TIMES_USUAL} * {usual}) or "
            f"(({now} >= {LIMITS_FIRST * rule['calls']:g}) unless {on(by)} ({usual} > 0))")
    return f"({share} and {on(by)} ({many}))"


def _failing_tool(around: Surroundings, place: Place) -> str:
    """The share of tool runs that are failures of one tool, over and over in one run."""
    if not measured(around.signals.repeated_failures):
        return ""
    by, window = around.by, place.rule["window"]
    return (f"({around.signals.repeated_failures.rate(by, place.where, window)} / "
            f"({around.signals.tool_runs.rate(by, place.where, window)} > 0))")


def _average(around: Surroundings, place: Place) -> str:
    """The share of calls that are more than yesterday's calls per run, where these have tripled."""
    by, rule = around.by, place.rule
    calls, runs = around.signals.calls, around.signals.agent_runs

    def ratio(window: str) -> str:
        return f"({calls.rate(by, place.where, window)} / ({runs.rate(by, place.where, window)} > 0))"

    now, before, window = ratio(rule["window"]), ratio(past(YESTERDAY)), rule["window"]
    enough = f"({runs.rate(by, place.where, window, per(window))} >= {ENOUGH_RUNS})"
    return f"((1 - {before} / ({now} > {TIMES_RATIO} * {before})) and {on(by)} {enough})"

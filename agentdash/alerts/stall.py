"""Tools that take far longer than they used to."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.surroundings import Surroundings, on, past, per
from agentdash.query.promql import equals
from agentdash.signals import labels
from agentdash.signals.runs import SECONDS_BOUNDS

ENOUGH_PAST = 20
"""Runs that a past needs before it tells what is usual."""


def stall(around: Surroundings) -> Iterator[Alert]:
    """P95 of a tool, against yesterday's; where there is no yesterday, against its own median."""
    signal, runs = around.signals["tool_latency"], around.signals["tool_runs"]
    if not around.measured("tool_latency", "tool_runs"):
        return
    by = (*around.by, labels.TOOL)
    for place in around.places("stall"):
        rule = place.rule
        window, before = rule["window"], past(rule["past"])
        # The bucket bound below the limit: runs above it are slow ones.
        bound = max((one for one in SECONDS_BOUNDS if one <= rule["above"]), default=SECONDS_BOUNDS[0])
        now = signal.quantile(0.95, by, place.where, window)
        usual = (f"({signal.quantile(0.95, by, place.where, before)} and {on(by)} "
                 f"({runs.rate(by, place.where, before, per(rule['past']))} >= {ENOUGH_PAST}))")
        # A stall that lasts must not become its own measure, so the median looks further back than the window.
        median = signal.quantile(0.5, by, place.where, rule["past"])
        slow = " - ".join(signal.rate(by, (*place.where, equals("le", le)), window, per(window)) for le in ("+Inf", f"{bound:g}"))
        value = (f"(({now} > {rule['times_past']:g} * {usual}) or (({now} > {rule['times_median']:g} * {median}) unless {on(by)} {usual})) "
                 f"and {on(by)} ({slow} >= {rule['runs']})")
        yield Alert(
            key="stall", name="AgentStepStalled", title="A tool takes far longer than it used to", expression=place.here(value), unit="seconds",
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=place.service,
            sentence=f"The tool {{tool}} of {{service}} takes {{value}} s (P95 of the last {window}), far longer than it used to",
            money=around.spent(window, "while the service spends {cost} per hour"), panel=("reliability", "tool-time"), runbook="AgentStepStalled",
            reason="A tool that does not run does not stall; while metrics cannot be asked, the last answer holds.",
        )

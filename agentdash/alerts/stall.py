"""Tools that take far longer than they used to.

A tool's slowest runs differ from one ten minutes to the next by chance, the more so the fewer there are. So a quarter of its
runs must take long: longer than three times what 95 % of them took around the same time yesterday. Where there is no yesterday, the
runs of the last hours tell what is usual.
"""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.alerts.alert import Alert
from agentdash.alerts.context import AlertContext, past, per
from agentdash.query.promql import equals, kept, on
from agentdash.signals import measured
from agentdash.vocabulary import dashboards, labels
from agentdash.vocabulary.bounds import SECONDS

ENOUGH = 20
"""Runs that tell what is usual: yesterday's, or those of the window where there is no yesterday."""
A_QUARTER = 0.75


def stall(context: AlertContext) -> Iterator[Alert]:
    """What a quarter of a tool's runs exceed, against yesterday's P95 or its own median."""
    signal, runs = context.signals.tool_latency, context.signals.tool_runs
    if not measured(signal, runs):
        return
    by = (*context.by, labels.TOOL)
    for scope in context.scopes("stall"):
        rule = scope.rule
        window, past_window, before = rule["window"], rule["past"], past(rule["past"])
        # The bucket bound below the limit: runs above it are slow ones.
        bound = max((one for one in SECONDS if one <= rule["above"]), default=SECONDS[0])
        now = signal.quantile(A_QUARTER, by, scope.where, window)
        usual = f"({kept(str(signal.quantile(0.95, by, scope.where, before)), by, f'{runs.rate(by, scope.where, before, per(past_window))} >= {ENOUGH}')})"
        # A stall that lasts must not become its own measure, so the median looks further back than the window.
        median = f"({kept(str(signal.quantile(0.5, by, scope.where, past_window)), by, f'{runs.rate(by, scope.where, window, per(window))} >= {ENOUGH}')})"
        slow = " - ".join(str(signal.rate(by, (*scope.where, equals("le", le)), window, per(window))) for le in ("+Inf", f"{bound:g}"))
        longer = f"({now} > ({rule['times_past']:g} * {usual} or {on(by)} {rule['times_median']:g} * {median}))"
        value = kept(longer, by, f"{slow} >= {rule['runs']}")
        yield Alert(
            key="stall", name="AgentStepStalled", title="A tool takes far longer than it used to", expression=scope.narrowed(value), unit="seconds",
            threshold=rule["above"], hold=rule.hold, severity=rule.severity, by=by, service=scope.service,
            summary="A quarter of the runs of the tool {tool} of {service} took longer than {value} s in the last {window}, far longer than they used to",
            figures={"window": window},
            money=context.spent(window, "while the service spends {cost} per hour"), panel=dashboards.TOOL_LATENCY, runbook="AgentStepStalled",
            reason="A tool that does not run does not stall; while metrics cannot be asked, the last answer holds.",
        )

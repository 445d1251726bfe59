"""For whom agents work: tenants, or any other label of the settings, compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels


def compared(context: Context, label: str = labels.TENANT, variable: str = "tenant", heading: str = "Tenant") -> Panel | None:
    """One row per value of a label that is a variable of the dashboards; None where telemetry does not have it."""
    s = context.signals
    if variable not in context.standing.variables:
        return None
    row = {variable: cell(label)}
    return breakdown(
        f"{variable}-table", f"{heading}s by cost", label, heading,
        [columns.gauged(s.calls, "Calls"), columns.failed_calls(s), columns.p95(s.latency), columns.tokens(s), columns.cost(s)],
        sort_by="cost", no_value=texts.NO_CALLS,
        row_links=[
            *context.to(dashboards.OVERVIEW, f"Only this {heading.lower()}", **row), *context.to(dashboards.TRACES, "Traces behind this row", **row),
        ],
        description=texts.described(
            f"One row per {heading.lower()}: calls in the range, the share that failed, P95 latency, tokens and cost.",
            f"`unknown`: the telemetry carries no {label.replace('_', '.')}; set it as a resource attribute of the service.",
            "Click a row to see only it on every panel, or to open its traces.",
        ),
    )

"""For whom agents work: tenants, or any other label of the settings, compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, hourly_cost, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import labels


def compared(context: Context, label: str = labels.TENANT, variable: str = "tenant", heading: str = "Tenant") -> Panel | None:
    """One row per value of a label that is a variable of the dashboards; None where telemetry does not have it."""
    if variable not in context.standing.variables:
        return None
    row = {variable: cell(label)}
    return breakdown(
        f"{variable}-table", f"By {heading.lower()}", label, heading,
        [columns.gauged(context.signals.calls, "Calls"), columns.ratio(context.signals.error_ratio), columns.p95(context.signals.latency), columns.tokens(context),
         hourly_cost.column(context)],
        sort_by="Cost", no_value=words.NO_CALLS,
        row_links=[
            *context.to("overview", f"Only this {heading.lower()}", **row), *context.to("traces", "Traces behind this row", **row),
        ],
        description=words.described(
            f"One row per {heading.lower()}: calls in the range, the share that failed, P95 latency, tokens and cost.",
            f"`unknown`: the telemetry carries no {label.replace('_', '.')}; set it as a resource attribute of the service.",
            "Click a row to see only it on every panel, or to open its traces.",
        ),
    )

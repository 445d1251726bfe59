"""Who causes it: services compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Quotient
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

TABLE = "who-spends"
"""Key of the table."""

_ROW = cell(labels.SERVICE)


def who_spends(context: Context) -> Panel | None:
    """Services by what they cost and how well they fare."""
    s = context.signals
    return breakdown(
        TABLE, "Services by cost", labels.SERVICE, "Service",
        [columns.gauged(s.calls, "Calls"), columns.failed_calls(s), columns.p95(s.latency), columns.tokens(s), columns.cost(s),
         columns.count(s.agent_runs, "Runs", **draw.total_row()), columns.count(s.calls_without_usage, "", hidden=True),
         Quotient("cost_per_run", "Cost per run", "cost", "agent_runs", s.cost.unit), *map(columns.before, (s.cost, s.calls, s.errors, s.calls_without_usage))],
        sort_by="cost", no_value=texts.NO_CALLS,
        row_links=[
            *context.to(dashboards.OVERVIEW, "Only this service", service=_ROW),
            *context.to(dashboards.TRACES, "Traces of this service", service=_ROW),
        ],
        description=texts.described(
            "One row per service: its calls in the range, the share that failed, P95 latency, tokens in and out, what they cost, "
            "and how often an agent ran (one run per task given to an agent).",
            "Not counted: what the coverage dashboard lists. Services whose SDK reports no agent runs have no cost per run.",
            "Click a service to see only it on every panel, or to open its traces.",
        ),
    )

"""Who causes it: services compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, hourly_cost, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

TABLE = "who-spends"
"""Key of the table."""

_ROW = cell(labels.SERVICE)


def who_spends(context: Context) -> Panel | None:
    """Services by what they cost and how well they fare."""
    return breakdown(
        TABLE, "Who spends", labels.SERVICE, "Service",
        [columns.gauged(context.signals.calls, "Calls"), columns.ratio(context.signals.error_ratio), columns.p95(context.signals.latency), columns.tokens(context),
         hourly_cost.column(context), columns.count(context.signals.agent_runs, "Runs")],
        ratios={"Cost per run": ("Cost", "Runs", {"unit": "currencyUSD", "width": 110})},
        sort_by="Cost", no_value=words.NO_CALLS,
        row_links=[
            *context.to("overview", "Only this service", service=_ROW),
            *context.to("traces", "Traces of this service", service=_ROW),
        ],
        description=words.described(
            "One row per service: its calls in the range, the share that failed, P95 latency, tokens in and out, what they cost, "
            "and how often an agent ran (one run per task given to an agent).",
            "Not counted: what the coverage dashboard lists. Services whose SDK reports no agent runs have no cost per run.",
            "Click a service to see only it on every panel, or to open its traces.",
        ),
        height=7,
    )

"""Which models answer: models compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, hourly_cost, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

_ROW = cell(labels.MODEL)


def compared(context: Context) -> Panel | None:
    """Models by calls, errors, latency, tokens and cost."""
    return breakdown(
        "models", "Models", labels.MODEL, "Model",
        [columns.gauged(context.signals.calls, "Calls"), columns.ratio(context.signals.error_ratio), columns.p95(context.signals.latency), columns.tokens(context),
         hourly_cost.column(context)],
        sort_by="Cost", no_value=words.NO_CALLS,
        row_links=[
            *context.to("overview", "Only this model", model=_ROW),
            *context.to("traces", "Traces of this model", model=_ROW),
        ],
        description=words.described(
            "One row per model that answered. A failed call counts for the model that was asked for.",
            "`unknown`: the telemetry names no model, so its cost is unknown too.",
            "Click a model to see only it on every panel, or to open its traces.",
        ),
    )

"""Which models answer: models compared."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

_ROW = cell(labels.MODEL)


def compared(context: Context) -> Panel | None:
    """Models by calls, errors, latency, tokens and cost."""
    s = context.signals
    return breakdown(
        "models", "Models by cost", labels.MODEL, "Model",
        [columns.gauged(s.calls, "Calls"), columns.failed_calls(s), columns.p95(s.latency), columns.tokens(s), columns.cost(s)],
        sort_by="cost", no_value=texts.NO_CALLS,
        row_links=[
            *context.to(dashboards.OVERVIEW, "Only this model", model=_ROW),
            *context.to(dashboards.TRACES, "Traces of this model", model=_ROW),
        ],
        description=texts.described(
            "One row per model that answered. A failed call counts for the model that was asked for.",
            "`unknown`: the telemetry names no model, so its cost is unknown too.",
            "Click a model to see only it on every panel, or to open its traces.",
        ),
    )

"""Who spends: services, models, tenants, agents and operations by what they cost."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, hourly_cost, words
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.signals import measured
from agentdash.vocabulary import labels
from agentdash.vocabulary.tokens import CACHE_READ, INPUT

TABLE = "top-spenders"
"""Key of the table of services."""

_NOT_COUNTED = "Not counted: tokens without a price and calls without usage; both are numbers on this dashboard and on coverage."


def services(context: Context) -> Panel | None:
    """Services, the largest spenders first."""
    row = cell(labels.SERVICE)
    return breakdown(
        TABLE, "Top spenders", labels.SERVICE, "Service",
        [hourly_cost.column(context), columns.count(context.signals.calls, "Calls"), columns.tokens(context),
         columns.count(context.signals.agent_runs, "Runs")],
        ratios={"Cost per call": ("Cost", "Calls", _money(context)), "Cost per run": ("Cost", "Runs", _money(context))},
        sort_by="Cost", no_value=words.NO_TOKENS, height=9,
        row_links=[*context.to("cost", "Only this service", service=row), *context.to("traces", "Traces of this service", service=row)],
        description=words.described(
            "One row per service: cost, calls, tokens in and out, agent runs of the range, and what one call and one run cost.",
            _NOT_COUNTED, "Click a service to see only its money, or to open its traces.",
        ),
    )


def by_label(context: Context, label: str, heading: str, variable: str = "") -> Panel | None:
    """Rows of any label of the calls."""
    if label not in context.signals.cost.labels and label not in context.standing.extra:
        return None
    row = {variable: cell(label)} if variable in context.standing.variables else {}
    return breakdown(
        f"cost-{heading.lower().replace(' ', '-')}", f"By {heading.lower()}", label, heading,
        [hourly_cost.column(context), columns.count(context.signals.calls, "Calls"), columns.tokens(context), cached(context)],
        ratios={"Cost per call": ("Cost", "Calls", _money(context))},
        sort_by="Cost", no_value=words.NO_TOKENS, width=12,
        row_links=[*(context.to("cost", f"Only this {heading.lower()}", **row) if row else ()),
                   *context.to("traces", "Traces behind this row" if row else "Traces of these calls", **row)],
        description=words.described(
            f"One row per {heading.lower()}: cost, calls, tokens, the share of input that was read from a cache, and what a call cost.",
            f"{_NOT_COUNTED} `unknown`: the telemetry does not say.", "Sort by another column to see what drives the cost.",
        ),
    )


def cached(context: Context) -> Column | None:
    """Share of input tokens that were read from the provider's cache."""
    if not measured(context.signals.tokens(CACHE_READ), context.signals.tokens(INPUT)):
        return None
    read, sent = context.signals.tokens(CACHE_READ), context.signals.tokens(INPUT)

    def expression(by: str) -> str:
        whole = sent.total(by=(by,))
        return f"({read.total(by=(by,))} or {whole} * 0) / ({whole} > 0)"

    return Column("cached", "Cached", ("cache_read_tokens", "input_tokens"), expression, {"unit": "percentunit", "decimals": 0, "width": 80})


def _money(context: Context) -> dict[str, object]:
    return {"unit": context.signals.cost.unit, "width": 110}

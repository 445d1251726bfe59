"""Who spends: services, models, tenants, agents and operations by what they cost."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import columns, draw, texts
from agentdash.panels.addresses import cell
from agentdash.panels.breakdown import breakdown
from agentdash.panels.columns import Column, Quotient
from agentdash.panels.context import Context
from agentdash.signals import Signals
from agentdash.vocabulary import dashboards, labels
from agentdash.vocabulary.tokens import CACHE_READ, INPUT

TABLE = "top-spenders"
"""Key of the table of services."""

TEN_ROWS = 14
"""Height of a table with its head, ten rows, their total and the pages."""

_NOT_COUNTED = "Not counted: tokens without a price and calls without usage; both are numbers on this dashboard and on coverage."


def services(context: Context) -> Panel | None:
    """Services, the largest spenders first."""
    s, row = context.signals, cell(labels.SERVICE)
    return breakdown(
        TABLE, "Services by cost", labels.SERVICE, "Service",
        [columns.cost(s), columns.count(s.calls, "Calls", **draw.total_row()), columns.count(s.agent_runs, "Runs", **draw.total_row()),
         columns.count(s.answers, "", hidden=True), _per(context, "call", "answers"), _per(context, "run", "agent_runs"), columns.before(s.cost)],
        sort_by="cost", no_value=texts.NO_TOKENS, height=TEN_ROWS,
        row_links=[*context.to(dashboards.COST, "Only this service", service=row), *context.to(dashboards.TRACES, "Traces of this service", service=row)],
        description=texts.described(
            "One row per service: cost, calls and agent runs of the range, and what one successful call and one run cost.",
            _NOT_COUNTED, "Click a service to see only its money, or to open its traces.",
        ),
    )


def by_label(context: Context, label: str, heading: str, variable: str = "") -> Panel | None:
    """Rows of any label of the calls."""
    s = context.signals
    if label not in s.cost.labels and label not in context.standing.extra:
        return None
    row = {variable: cell(label)} if variable in context.standing.variables else {}
    return breakdown(
        f"cost-of-{label}" if label in context.standing.extra else f"cost-{heading.lower().replace(' ', '-')}", f"{heading}s by cost", label, heading,
        [columns.cost(s), columns.count(s.calls, "Calls"), columns.tokens(s), _cached(s), _per(context, "call", "calls")],
        sort_by="cost", no_value=texts.NO_TOKENS, width=12,
        row_links=[*(context.to(dashboards.COST, f"Only this {heading.lower()}", **row) if row else ()),
                   *context.to(dashboards.TRACES, "Traces behind this row" if row else "Traces of these calls", **row)],
        description=texts.described(
            f"One row per {heading.lower()}: cost, calls, tokens, the share of input that was read from a cache, and what a call cost.",
            f"{_NOT_COUNTED} `unknown`: the telemetry does not say.", "Sort by another column to see what drives the cost.",
        ),
    )


def _cached(s: Signals) -> tuple[Column, Quotient]:
    """Share of input tokens that were read from the provider's cache."""
    read = s.tokens(CACHE_READ)
    return columns.count(read, "", hidden=True), Quotient("cached", "Cached", read.name, s.tokens(INPUT).name, "percentunit", {"decimals": 0}, zero=True)


def _per(context: Context, noun: str, under: str) -> Quotient:
    return Quotient(f"cost_per_{noun}", f"Per {noun}", "cost", under, context.signals.cost.unit)

"""What calls cost: in the range, per hour, by model and by service."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PanelTarget
from agentdash.grafana.transformations import calculated, summed, times
from agentdash.panels import draw, projection, texts, totals
from agentdash.panels.addresses import label as of_series
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards, labels

HOUR = 3600

_NOT_COUNTED = (
    "Not counted: tokens of models without a price (see unpriced tokens), calls whose SDK reports no usage (see coverage), and what "
    "providers bill besides tokens. Cached input counts at its own price."
)
_WHEN_HIGH = "When it jumps, see who spends, then open the calls behind it: longer prompts, a dearer model, or a loop."


def total(context: Context, table: str) -> Panel | None:
    """What the calls of the range cost, out of a table's column, against the time before."""
    return totals.amount(
        table, "cost", "Cost", context.signals.cost, noValue=texts.NO_TOKENS,
        dataLinks=context.to(dashboards.COST, "Who spends it") or context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described(f"Tokens of the range × their models' prices. {texts.CHANGE}", _NOT_COUNTED, _WHEN_HIGH),
    )


def per_hour(context: Context) -> Panel | None:
    """Spend per hour, on average over the range: a month's share of the forecast."""
    cost = context.signals.cost
    if not cost.measured:
        return None
    return Stat(
        key="cost-per-hour", title="Cost per hour", signals=(cost.name,), unit=cost.unit, noValue=texts.NO_TOKENS,
        targets=[PanelTarget(refId="A", key=projection.KEY)], field="^per hour$",
        transformations=[calculated("a month", summed()), calculated("per hour", times("a month", HOUR / projection.MONTH))],
        dataLinks=context.to(dashboards.TRACES, "Traces of these calls"),
        description=texts.described("Spend per hour, on average over the range.", _NOT_COUNTED, _WHEN_HIGH),
    )


def per_hour_by_model(context: Context) -> Panel | None:
    """Spend per hour, by model."""
    return _per_hour(context, labels.MODEL, "cost-by-model", "Cost per hour by model", "the model that answered", "model")


def per_hour_by_service(context: Context) -> Panel | None:
    """Spend per hour, by service."""
    return _per_hour(context, labels.SERVICE, "cost-by-service", "Cost per hour by service", "the service that called", "service")


def _per_hour(context: Context, label: str, key: str, title: str, what: str, variable: str) -> Panel | None:
    return draw.graph(
        key, title, draw.top_and_others(context.signals.cost.rate(by=(label,), per=HOUR)), stacked=True, fill=40, table=True, calcs=("mean", "max"),
        noValue=texts.NO_TOKENS, dataLinks=context.to(dashboards.TRACES, f"Calls of this {variable}", **{variable: of_series(label)}),
        description=texts.described(f"Spend per hour, by {what}.", _NOT_COUNTED, _WHEN_HIGH),
    )

"""What calls cost: in the range, per hour, by model and by service."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.table import GAUGE_CELL
from agentdash.grafana.targets import PanelTarget
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label as of_series
from agentdash.panels.columns import Column
from agentdash.panels.context import Context
from agentdash.vocabulary import labels

HOUR = 3600

_NOT_COUNTED = (
    "Not counted: tokens of models without a price (see unpriced tokens), calls whose SDK reports no usage (see coverage), and what "
    "providers bill besides tokens. Cached input counts at its own price."
)
_WHEN_HIGH = "When it jumps, see who spends, then open the calls behind it: longer prompts, a dearer model, or a loop."


def total(context: Context, table: str) -> Panel | None:
    """What the calls of the range cost: the sum of the column "Cost" of ``table``, a panel of the same dashboard by its
    key, so that nothing is asked twice."""
    cost = context.signals.cost
    if not cost.measured:
        return None
    return Stat(
        key="cost", title="Cost", signals=("cost",), unit=cost.unit, noValue=words.NO_TOKENS, field="^Cost$", calc="sum",
        description=words.described("Tokens of the range × their models' prices.", _NOT_COUNTED, _WHEN_HIGH),
        targets=[PanelTarget(refId="A", key=table)],
        dataLinks=context.to("cost", "Who spends it") or context.to("traces", "Traces of these calls"),
    )


def now(context: Context) -> Panel | None:
    """Spend per hour, as one number with its course behind it."""
    cost = context.signals.cost
    if not cost.measured:
        return None
    return Stat(
        key="cost-per-hour", title="Per hour", signals=("cost",), unit=cost.unit, spark=True, noValue=words.NO_TOKENS, calc="mean",
        description=words.described("Spend per hour, on average over the range; behind it how it went.", _NOT_COUNTED, _WHEN_HIGH),
        targets=[queries.over_time(cost.rate(per=HOUR), "per hour")],
        dataLinks=context.to("traces", "Traces of these calls"),
    )


def per_hour_by_model(context: Context) -> Panel | None:
    """Spend per hour, by model."""
    return _per_hour(context, labels.MODEL, "cost-by-model", "Spend per hour, by model", "the model that answered", "model")


def per_hour_by_service(context: Context) -> Panel | None:
    """Spend per hour, by service."""
    return _per_hour(context, labels.SERVICE, "cost-by-service", "Spend per hour, by service", "the service that called", "service")


def _per_hour(context: Context, label: str, key: str, title: str, what: str, variable: str) -> Panel | None:
    cost = context.signals.cost
    if not cost.measured:
        return None
    return TimeSeries(
        key=key, title=title, signals=("cost",), unit=cost.unit, stacked=True, fill=40, table=True, calcs=("mean", "max"),
        noValue=words.NO_TOKENS,
        description=words.described(f"Spend per hour, by {what}.", _NOT_COUNTED, _WHEN_HIGH),
        targets=[queries.over_time(cost.rate(by=(label,), per=HOUR), f"{{{{{label}}}}}")],
        dataLinks=context.to("traces", f"Calls of this {variable}", **{variable: of_series(label)}),
    )


def column(context: Context) -> Column | None:
    """Cost in a table, for rows of any label of the calls."""
    cost = context.signals.cost
    if not cost.measured:
        return None
    return Column("cost", "Cost", ("cost",), lambda by: cost.total(by=(by,)), {
        "unit": cost.unit, "width": 150, "min": 0, "cellOptions": GAUGE_CELL, "color": {"mode": "fixed", "fixedColor": "green"}})

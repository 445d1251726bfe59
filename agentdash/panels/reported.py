"""Claude Code's own count of money beside the computed one."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.signals import Expression
from agentdash.vocabulary import labels


def compared(context: Context) -> Panel | None:
    """Both counts per hour, of the services that Claude Code reports for."""
    own, cost = context.signals.reported_cost, context.signals.cost
    if not own.measured or not cost.measured or "derived" not in context.settings.telemetry.sources:
        return None
    service = (labels.SERVICE,)
    computed = f"{cost.rate(by=service, per=3600)} and on ({labels.SERVICE}) {own.rate(by=service, per=3600)}"
    parts: dict[str, Expression | str] = {"Claude Code's own": own.rate(by=service, per=3600), "computed": computed}
    return TimeSeries(
        key="reported-cost", title="Claude Code: its own count and the computed one, per hour", signals=("reported_cost", "cost"),
        unit=cost.unit, width=24, fill=0, noValue="no Claude Code in this range",
        description=words.described(
            "What Claude Code says it spent, and what its tokens cost at the prices of this dashboard.",
            "Claude Code counts at list prices; rules and discounts of the settings are in the computed line only.",
            "Lines that drift apart without a discount: a price has changed, and one of the two does not know it yet.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{labels.SERVICE}}}}} · {{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this service", service=label(labels.SERVICE)),
    )

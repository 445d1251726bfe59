"""Claude Code's own count of money beside the computed one."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals import joined
from agentdash.vocabulary import dashboards, labels


def compared(context: Context) -> Panel | None:
    """Both counts per hour, of the services that Claude Code reports for."""
    s, service = context.signals, (labels.SERVICE,)
    if not s.cost.measured or "derived" not in context.settings.telemetry.sources:
        return None
    own = draw.top(s.reported_cost.rate(by=service, per=3600))
    computed = joined(lambda one, other: f"{one} and {promql.on(service)} {other}", s.cost.rate(by=service, per=3600), own)
    return draw.graph(
        "reported-cost", "Claude Code cost compared", {"Claude Code's own": own, "computed": computed}, width=24, fill=0,
        noValue="no Claude Code in this range", dataLinks=context.to(dashboards.TRACES, "Calls of this service", service=label(labels.SERVICE)),
        description=texts.described(
            "What Claude Code says it spent per hour, and what its tokens cost at the prices of this dashboard.",
            "Claude Code counts at list prices; rules and discounts of the settings are in the computed line only.",
            "Lines that drift apart without a discount: a price has changed, and one of the two does not know it yet.",
        ),
    )

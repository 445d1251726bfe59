"""Money for nothing: failed runs, retries, fallbacks, runs that go on for too long."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.vocabulary import dashboards


def per_hour(context: Context) -> Panel | None:
    """Spend per hour that bought little."""
    s = context.signals
    parts = {"failed runs": s.failed_run_cost, "retries": s.retry_cost, "fallbacks": s.fallback_cost, "long runs": s.long_run_cost}
    return draw.graph(
        "waste", "Wasted cost per hour", {title: signal.rate(per=3600) for title, signal in parts.items()},
        fill=0, noValue="no waste known in this range", dataLinks=context.to(dashboards.TRACES, "Calls of this time"),
        description=texts.described(
            "Failed runs: cost × the share of agent runs that failed. Retries: calls that repeat a failed one × what an answer costs on "
            "average. Fallbacks: what another model than the chosen one cost. Long runs: all calls of runs above the limit of the settings "
            "(`alerts.loop`).",
            "The four overlap and are no sum: a failed run may have been long and full of retries. The first two are averages.",
            "Click a rising line to open the calls of that time.",
        ),
    )

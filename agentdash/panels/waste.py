"""Money for nothing: failed runs, retries, fallbacks, runs that go on for too long."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.timeseries import TimeSeries
from agentdash.panels import queries, words
from agentdash.panels.context import Context


def per_hour(context: Context) -> Panel | None:
    """Spend per hour that bought little."""
    signals = context.signals
    named = {"failed runs": signals.failed_run_cost, "retries": signals.retry_cost, "fallbacks": signals.fallback_cost, "long runs": signals.long_run_cost}
    known = {title: signal for title, signal in named.items() if signal.measured}
    if not known:
        return None
    parts = {title: signal.rate(per=3600) for title, signal in known.items()}
    return TimeSeries(
        key="waste", title="Spend per hour that bought little", signals=tuple(signal.name for signal in known.values()), unit=context.signals.cost.unit,
        fill=0, noValue="no waste seen in this range",
        description=words.described(
            "Failed runs: cost × the share of agent runs that failed. Retries: calls that repeat a failed one × what an answer costs on "
            "average. Fallbacks: what another model than the chosen one cost. Long runs: all calls of runs above the limit of the settings "
            "(`alerts.loop`).",
            "The four overlap and are no sum: a failed run may have been long and full of retries. The first two are averages.",
            "Click a rising line to open the calls of that time.",
        ),
        targets=[queries.over_time(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        dataLinks=context.to("traces", "Calls of this time"),
    )

"""What is wrong now: the three stories and the blind spot, in one line and one query."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.panels import queries, words
from agentdash.panels.context import Context
from agentdash.signals import measured
from agentdash.vocabulary import labels

NOW = "15m"
"""The panel has a time range of its own."""
_RANGE = "$__range"
LOOPS, FALLBACKS, STALLS, ERRORS = "Loops: calls in long runs", "Fallbacks: other model answered", "Slowest tool (P95)", "Failed calls"


def row(context: Context) -> Panel | None:
    """The worst service's share of each, in the last quarter of an hour."""
    signals, by = context.signals, (labels.SERVICE,)
    parts: dict[str, str] = {}
    if measured(context.signals.long_run_share):
        parts[LOOPS] = f"max({signals.long_run_share.rate(by, window=_RANGE)})"
    if measured(context.signals.fallback_share):
        parts[FALLBACKS] = f"max({signals.fallback_share.rate(by, window=_RANGE)})"
    if measured(context.signals.tool_latency):
        parts[STALLS] = f"max({signals.tool_latency.quantile(0.95, (*by, labels.TOOL), window=_RANGE)})"
    if measured(context.signals.error_ratio):
        parts[ERRORS] = f"max({signals.error_ratio.rate(by, window=_RANGE)})"
    if not parts:
        return None
    alerts = context.settings.alerts
    loop, fallback, stall, errors = (alerts.of(name)["above"] for name in ("loop", "fallback", "stall", "error_spike"))
    return Stat(
        key="wrong-now", title="What is wrong now", signals=("long_run_share", "fallback_share", "tool_latency", "error_ratio"), named=True, timeFrom=NOW,
        width=24, height=2, minimum=0, maximum=1, unit="percentunit", decimals=1, noValue="nothing happens",
        description=words.described(
            f"In the last {NOW}, whatever the time range above, the worst service's share of calls in long runs (loops), of answers by another model than it asked for "
            "(fallbacks), the slowest tool, and the share of failed calls.",
            "Not seen: services whose telemetry does not arrive.",
            "Red is where the alerts fire (`alerts` in the settings). The reliability dashboard tells which service, which run, and for what money.",
        ),
        targets=[queries.at_the_end(queries.union(parts), f"{{{{{queries.NAME}}}}}")],
        overrides=[
            by_name(LOOPS, thresholds=steps(GREEN, (loop / 2, ORANGE), (loop, RED))),
            by_name(FALLBACKS, thresholds=steps(GREEN, (fallback / 2, ORANGE), (fallback, RED))),
            by_name(STALLS, unit="s", thresholds=steps(GREEN, (stall, ORANGE), (3 * stall, RED))),
            by_name(ERRORS, thresholds=steps(GREEN, (errors / 2, ORANGE), (errors, RED))),
        ],
        dataLinks=context.to("reliability", "Loops, fallbacks, stalls"),
    )

"""What is wrong now: the three stories and the blind spot, in one line and one query."""

from __future__ import annotations

from agentdash.grafana.overrides import by_name
from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards, labels

NOW = "15m"
"""The panel has a time range of its own."""


def row(context: Context) -> Panel | None:
    """The worst service's share of each, in the last quarter of an hour."""
    s, by = context.signals, (labels.SERVICE,)
    tiles = {
        "Loops: calls in long runs": (s.long_run_share, s.long_run_share.rate(by, window=RANGE)),
        "Fallbacks: other model answered": (s.fallback_share, s.fallback_share.rate(by, window=RANGE)),
        "Slowest tool (P95)": (s.tool_latency, s.tool_latency.quantile(0.95, (*by, labels.TOOL), window=RANGE)),
        "Failed calls": (s.error_ratio, s.error_ratio.rate(by, window=RANGE)),
    }
    return draw.stat(
        "wrong-now", "What is wrong now", {name: expression.aggregated("max") for name, (_, expression) in tiles.items()}, named=True, timeFrom=NOW,
        width=24, height=2, unit="percentunit", minimum=0, maximum=1, noValue="nothing happens",
        dataLinks=context.to(dashboards.RELIABILITY, "Loops, fallbacks, stalls"),
        description=texts.described(
            f"In the last {NOW}, whatever the time range above, the worst service's share of calls in long runs (loops), of answers by another model than it asked for "
            "(fallbacks), the slowest tool, and the share of failed calls.",
            "Not seen: services whose telemetry does not arrive.",
            "Red is where the alerts fire (`alerts` in the settings). The reliability dashboard tells which service, which run, and for what money.",
        ),
        overrides=[by_name(name, unit=signal.unit, thresholds=draw.limit_steps(signal)) for name, (signal, _) in tiles.items()],
    )

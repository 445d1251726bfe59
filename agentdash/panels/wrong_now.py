"""What is wrong now: a tile for each of the three stories, and one for failures, each with its worst offender."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.panels import draw, texts
from agentdash.panels.addresses import label
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals import Amount, Expression, Signal, joined
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards, labels

NOW = "15m"
"""The tiles have a time range of their own."""
_NOBODY = "no service"


def tiles(context: Context) -> list[Panel | None]:
    """The worst of the last quarter of an hour, and whose it is."""
    s = context.signals
    slowest = draw.quantile(s.tool_latency, 0.95, (labels.SERVICE, labels.TOOL), RANGE).using(lambda text: f"topk(1, {text})")
    return [
        _tile(context, "wrong-loops", "Calls in loops now", s.long_run_share, _worst(s.long_run_calls, s.calls),
              f"{s.long_run_share.meaning} {s.long_run_calls.meaning}", dashboards.RELIABILITY, "Loops, run by run"),
        _tile(context, "wrong-fallbacks", "Fallback share now", s.fallback_share, _worst(s.fallbacks, s.answers),
              f"{s.fallback_share.meaning} {s.fallbacks.meaning}", dashboards.RELIABILITY, "Which models"),
        _tile(context, "wrong-stalls", "Slowest tool now", s.tool_latency, slowest, f"The largest P95 of all tools. {s.tool_latency.meaning}",
              dashboards.RELIABILITY, "Slow tools"),
        _tile(context, "wrong-failures", "Failed calls now", s.error_ratio, _worst(s.errors, s.calls),
              f"{s.error_ratio.meaning} {s.errors.meaning}", dashboards.TRACES, "Failed calls"),
    ]


def _worst(part: Amount, whole: Amount) -> Expression:
    """The largest share of all services, and a plain zero where there is work and none of it is a part."""
    by = (labels.SERVICE,)

    def write(part: str, whole: str) -> str:
        nothing = promql.named(f"sum({whole}) * 0", labels.SERVICE, _NOBODY)
        return f"topk(1, {promql.at_most(f'{part} / ({whole} > 0)', 1)} > 0 or {nothing})"

    return joined(write, part.rate(by, window=RANGE), whole.rate(by, window=RANGE), by=by, unit="percentunit")


def _tile(context: Context, key: str, title: str, signal: Signal, worst: Expression, meaning: str, dashboard: str, way: str) -> Panel | None:
    return draw.stat(
        key, title, worst, named=True, timeFrom=NOW, hideTimeOverride=True, width=6, height=4, noValue="nothing ran", thresholds=draw.limit_steps(signal),
        dataLinks=context.to(dashboard, way, service=label(labels.SERVICE)),
        description=texts.described(
            f"The worst service of the last {NOW}, whatever the time range above. {meaning}", "Not seen: services whose telemetry does not arrive.",
            f"{texts.limits(signal)} Red is where the alert begins to look (`alerts` in the settings). A click opens what is behind it.",
        ),
    )

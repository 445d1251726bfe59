"""How much of a long range the hourly samples cover."""

from __future__ import annotations

from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PromTarget
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.panels import draw, texts
from agentdash.panels.context import Context
from agentdash.query import promql
from agentdash.signals.contract import RANGE
from agentdash.vocabulary import dashboards
from agentdash.vocabulary.hourly import EVERY, RECORDED

_COVERED = ((0, ORANGE), (0.95, GREEN))


def recorded(context: Context) -> Panel | None:
    """The share of the range's hours in which the recording rules were evaluated; None where nothing reads hourly samples."""
    if not context.signals.hourly:
        return None
    hours = promql.aggregate("max", f"count_over_time({promql.selector(RECORDED, (), RANGE)})")
    return Stat(
        key="hours-recorded", title="Hours recorded", unit="percentunit", **draw.bounds("percentunit"),
        targets=[PromTarget(refId="A", expr=promql.at_most(f"{hours} * {EVERY} / $__range_s", 1), instant=True)],
        dataLinks=context.to(dashboards.COVERAGE, "What else is not counted"), thresholds=steps(RED, *_COVERED), noValue="none: rules/agentdash.yml is not loaded", width=24, height=4,
        description=texts.described(
            "The share of the range's hours for which the recording rules of rules/agentdash.yml were evaluated. This dashboard is made of what they keep: "
            "a sample of each hour, an hour late.",
            "Below 100 %: what was counted before the rules were loaded is in no total here. promtool tsdb create-blocks-from rules fills the past in.",
            "For single hours, and for what is wrong now, use the dashboard of the same name without long ranges.",
        ),
    )

"""Recording rules that keep a sample of each hour, ``rules/agentdash.yml``: what the dashboards of long ranges read.

A dashboard of a month that reads each sample of a thousand services asks more than stores allow. These rules copy the counters that those
dashboards ask, once an hour and an hour late, so that signals ask the copies by the same expressions: a copy begins at zero as its original
does, ends at the original's last value, and in between goes up as it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from agentdash import yaml_text
from agentdash.dashboards import long_ranges
from agentdash.grafana.dashboard import Dashboard
from agentdash.grafana.targets import PromTarget
from agentdash.query.promql import selector
from agentdash.vocabulary import hourly

if TYPE_CHECKING:
    from agentdash.settings import Settings

FILE = "rules/agentdash.yml"


def artifacts(settings: Settings) -> dict[str, bytes]:
    """The rule file, where the settings want it."""
    return {FILE: yaml_text.dumps(document(settings), sort_keys=False)} if settings.long_ranges else {}


def document(settings: Settings) -> dict[str, Any]:
    """The rule file as data: a rule for each counter that the dashboards of long ranges ask, and one that tells which hours there are."""
    rules = [{"record": hourly.RECORDED, "expr": "vector(1)"},
             *({"record": hourly.name(metric), "expr": _copied(metric)} for metric in sampled(settings))]
    return {"groups": [{"name": f"{settings.grafana.uid_prefix}-hourly", "interval": f"{hourly.EVERY}s", "rules": rules}]}


def sampled(settings: Settings) -> list[str]:
    """The metrics that are sampled."""
    # Settings without long ranges do not pay for it.
    from agentdash.query import reading

    queries = (query for board in long_ranges(settings).values() for query in _queries(board))
    return sorted({hourly.sampled(metric) for query in queries for metric in reading.metrics(query)} - {""})


def _queries(board: Dashboard) -> Iterator[str]:
    """Those of panels; variables list the values of whatever of their metrics there is."""
    for panel in board.all_panels():
        yield from (target.expr for target in panel.targets if isinstance(target, PromTarget))


def _copied(metric: str) -> str:
    """The last value of an hour ago, of a series that may have ended since; zero for one that began in the last hour.

    Both without the metric's name, or they would be two series where promtool fills in the past.
    """
    before, now = selector(metric, (), f"{2 * hourly.EVERY}s"), selector(metric, (), f"{hourly.EVERY}s")
    return f"last_over_time({before} offset {hourly.EVERY}s) * 1 or last_over_time({now}) * 0"

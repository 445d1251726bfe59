"""Deltas become Prometheus series that begin at zero and are sent again each interval.

A counter that appears with its first value loses that value in every ``rate`` and every total, and a series that is sent
only when it changes has no value at the start of a window. So a zero is written one interval before a series' first point
(it is a birth where the accumulated point's start equals its time), and the accumulated series are kept by the Collector's
own Prometheus endpoint, which it scrapes and writes on each interval, changed or not.
"""

from __future__ import annotations

from collections.abc import Mapping

from agentdash.collector.derive import CALL_BOUNDS, CONVENTION_BOUNDS, RETRIED, RUN_BOUNDS
from agentdash.collector.ottl import block, where
from agentdash.signals.labels import TIMED

KEPT_FOR = "168h"
"""How long an idle series is remembered and sent again: a week, Gigapipe's default retention."""
MOST_SERIES = 500_000
_LABEL = 'datapoint.attributes["{}"]'.format


def flatten(group_by: Mapping[str, str]) -> list[dict[str, object]]:
    """Labels move from the resource to the points, so that all ways into a series give it the same identity."""
    moved = {"service.name": "service.name", "deployment.environment.name": "deployment.environment.name",
             "collector.id": "signal_to_metrics.service.instance.id"}
    renamed = {label: name for label, name in group_by.items() if label != name.replace(".", "_")}
    return [
        block("datapoint", [
            *(where(f'set({_LABEL(label)}, resource.attributes["{name}"])', f'resource.attributes["{name}"] != nil')
              for label, name in moved.items()),
            *(statement for label, name in renamed.items() for statement in (
                where(f"set({_LABEL(label)}, {_LABEL(name)})", f"{_LABEL(name)} != nil"),
                f'delete_key(datapoint.attributes, "{name}")')),
            where(f'set({_LABEL("error")}, "true")', f'metric.name == "{RETRIED}"'),
            where(f'set({_LABEL("error.type")}, "retried")', f'metric.name == "{RETRIED}"'),
            where(f'set({_LABEL(TIMED)}, "false")', f'metric.name == "{RETRIED}"'),
            "set(datapoint.start_time_unix_nano, datapoint.time_unix_nano)",
        ]),
        block("metric", [where('set(metric.name, "gen_ai.client.operation.duration")', f'metric.name == "{RETRIED}"'),
                         where('set(metric.description, "Calls to models")', 'metric.name == "gen_ai.client.operation.duration"')]),
        block("scope", ['set(scope.name, "")', 'set(scope.version, "")']),
        block("resource", ["keep_keys(resource.attributes, [])"]),
    ]


def zeros(interval: int) -> list[dict[str, object]]:
    """A birth becomes a zero, ``interval`` seconds before the first point."""
    statements = [
        where("set(datapoint.value_int, 0)", "metric.type == METRIC_DATA_TYPE_SUM", "datapoint.value_int != nil"),
        where("set(datapoint.value_double, 0.0)", "metric.type == METRIC_DATA_TYPE_SUM", "datapoint.value_double != 0"),
        where("set(datapoint.sum, 0.0)", "metric.type == METRIC_DATA_TYPE_HISTOGRAM"),
        where("set(datapoint.count, 0)", "metric.type == METRIC_DATA_TYPE_HISTOGRAM"),
    ]
    for bounds in sorted({len(CALL_BOUNDS), len(CONVENTION_BOUNDS), len(RUN_BOUNDS)}):
        empty = "[" + ", ".join(["0"] * (bounds + 1)) + "]"
        statements.append(where(f"set(datapoint.bucket_counts, {empty})", "metric.type == METRIC_DATA_TYPE_HISTOGRAM",
                                f"Len(datapoint.explicit_bounds) == {bounds}"))
    statements += [
        f"set(datapoint.time_unix_nano, datapoint.time_unix_nano - {interval * 1_000_000_000})",
        "set(datapoint.start_time_unix_nano, datapoint.time_unix_nano)",
    ]
    return [block("datapoint", statements)]


NOT_A_BIRTH = "datapoint.start_time_unix_nano != datapoint.time_unix_nano"

"""Deltas become Prometheus series that begin at zero and are sent again each interval.

A counter that appears with its first value loses that value in every ``rate`` and every total, and a series that is sent
only when it changes has no value at the start of a window. So:

* the deltas of an interval are summed up and accumulated; each series that changed is written once per interval, and when
  the Collector ends, so that nothing is lost by a restart;
* with a series' first point goes a zero, one interval earlier (it is a birth where the accumulated point's start equals its
  time);
* the Collector's own Prometheus endpoint keeps all series, with the time at which each changed last; scraping it writes
  those again that have not changed for a while.

All three go through one last batch: the exporter sorts the samples of a series within a request, and Prometheus refuses
a whole request for one sample that is older than the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agentdash.collector.derive import CALL_BOUNDS, CONVENTION_BOUNDS, RETRIED, RUN_BOUNDS
from agentdash.collector.ottl import block, literal, matches, where
from agentdash.vocabulary.labels import TIMED

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
        ]),
        block("metric", [where('set(metric.name, "gen_ai.client.operation.duration")', f'metric.name == "{RETRIED}"'),
                         where('set(metric.description, "Calls to models")', 'metric.name == "gen_ai.client.operation.duration"')]),
        block("scope", ['set(scope.name, "")', 'set(scope.version, "")']),
        block("resource", ["keep_keys(resource.attributes, [])"]),
    ]


_BIRTH = ".birth"
_IS_BIRTH = f"HasSuffix(metric.name, {literal(_BIRTH)})"
_FORGIVING = {"error_mode": "silent"}
_SCRAPED = 'resource.attributes["agentdash.scraped"]'
_OWN_HEALTH = r"^otelcol_(receiver_(accepted|refused)|exporter_(sent|send_failed|enqueue_failed|queue)|processor_refused)"
KEPT_NAMES = r"^(gen_ai|claude_code|agentdash)"


def _sums() -> list[dict[str, object]]:
    return [
        # Only points of one time become one.
        block("datapoint", ["set(datapoint.start_time_unix_nano, 0)", "set(datapoint.time_unix_nano, 0)"]),
        block("metric", ['aggregate_on_attributes("sum")']),
        block("datapoint", ["set(datapoint.time, Now())", "set(datapoint.start_time_unix_nano, datapoint.time_unix_nano)"]),
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
    return [
        block("datapoint", statements, _IS_BIRTH),
        block("metric", [f"replace_pattern(metric.name, {literal(_BIRTH.replace('.', chr(92) + '.') + '$')}, \"\")"]),
    ]


def _lives() -> list[dict[str, object]]:
    """SDKs' own series learn when they began here: what a restart of the Collector sets back is another series."""
    return [block("datapoint", [where(
        f'set({_LABEL("collector.id")}, Concat(["sdk", String(datapoint.start_time_unix_nano)], "-"))', f'{_LABEL("collector.id")} == "sdk"')])]


def _again(interval: int) -> list[dict[str, object]]:
    """Scraped series are as of the scrape; those that changed a short while ago have been written already."""
    kept = matches("metric.name", KEPT_NAMES)
    return [
        block("datapoint", [where(f"set({_SCRAPED}, datapoint.time_unix_nano)", 'metric.name == "up"')]),
        block("datapoint", [
            where("set(datapoint.flags, 1)", f"{_SCRAPED} - datapoint.time_unix_nano < {interval * 1_500_000_000}"),
            f"set(datapoint.time_unix_nano, {_SCRAPED})",
        ], kept),
        {"context": "resource", "statements": ["keep_keys(resource.attributes, [])"]},
        {"context": "scope", "statements": ['set(scope.name, "")', 'set(scope.version, "")']},
    ]


def processors(interval: int, group_by: Mapping[str, str], accumulate: Mapping[str, Any]) -> dict[str, Any]:
    """The processors of :func:`pipelines`. ``interval`` in seconds."""
    return {
        "transform/series": {**_FORGIVING, "metric_statements": flatten(group_by)},
        "batch/interval": {"timeout": f"{interval}s", "send_batch_size": 10_000_000},
        "transform/sum": {**_FORGIVING, "metric_statements": _sums()},
        "delta_to_cumulative": dict(accumulate),
        "transform/lives": {**_FORGIVING, "metric_statements": _lives()},
        "transform/copy": {**_FORGIVING, "metric_statements": [
            block("metric", [where(f"copy_metric(name=Concat([metric.name, {literal(_BIRTH)}], \"\"))", f"not {_IS_BIRTH}")])]},
        "filter/births": {**_FORGIVING, "metric_conditions": [
            {"context": "datapoint", "conditions": [f"{_IS_BIRTH} and datapoint.start_time_unix_nano != datapoint.time_unix_nano"]}]},
        "transform/zero": {**_FORGIVING, "metric_statements": zeros(interval)},
        "transform/again": {**_FORGIVING, "metric_statements": _again(interval)},
        "filter/again": {**_FORGIVING, "metric_conditions": [
            {"context": "metric", "conditions": [f'not ({matches("metric.name", KEPT_NAMES)} or {matches("metric.name", _OWN_HEALTH)})']},
            # Flagged are also staleness markers: NaN samples, which Gigapipe would keep as values.
            {"context": "datapoint", "conditions": ["datapoint.flags == 1"]}]},
        "batch/write": {"timeout": "2s", "send_batch_size": 20_000},
    }


def pipelines(written_to: str) -> dict[str, Any]:
    """From the deltas of ``forward/series`` to the exporter ``written_to``."""
    return {
        "metrics/totals": {"receivers": ["forward/series"], "processors": ["batch/interval", "groupbyattrs", "transform/sum", "delta_to_cumulative", "transform/lives"],
                           "exporters": ["forward/totals", "prometheus/self"]},
        "metrics/changed": {"receivers": ["forward/totals"], "processors": ["transform/copy", "filter/births", "transform/zero"],
                            "exporters": ["forward/write"]},
        "metrics/again": {"receivers": ["prometheus/self"], "processors": ["transform/again", "filter/again"], "exporters": ["forward/write"]},
        "metrics/write": {"receivers": ["forward/write"], "processors": ["batch/write"], "exporters": [written_to]},
    }

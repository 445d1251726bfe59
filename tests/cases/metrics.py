"""SDKs' own metrics for cases: calls of one length and of a few tokens, as explicit or exponential histograms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tests.telemetry import spans

_BOUNDS = {"gen_ai.client.operation.duration": [0.01 * 2**power for power in range(14)],
           "gen_ai.client.token.usage": [4.0**power for power in range(14)]}
_SCALE = 3


def export(service: str, points: Mapping[str, Any], begin: float, after: float) -> dict[str, Any]:
    """The last of ``points["counts"]`` (calls so far) as one OTLP/JSON export.

    ``form`` is ``explicit`` or ``exponential``, ``temporality`` ``cumulative`` or ``delta``; ``histograms`` are a metric's name to the one
    value that every call has, and to attributes beside the common ones.
    """
    delta = points.get("temporality", "cumulative") == "delta"
    counts = [0, *points["counts"]]
    count = counts[-1] - counts[-2] if delta else counts[-1]
    start = begin + after - points["every"] if delta else begin - 60
    found = []
    for one in points["histograms"]:
        point = {"attributes": spans.attributes({**points["attributes"], **one.get("attributes", {})}), "startTimeUnixNano": str(int(start * 1e9)),
                 "timeUnixNano": str(int((begin + after) * 1e9)), "count": str(count), "sum": count * one["value"]}
        form = {"explicit": "histogram", "exponential": "exponentialHistogram"}[points["form"]]
        found.append({"name": one["name"], "unit": one["unit"], form: {
            "aggregationTemporality": 1 if delta else 2, "dataPoints": [point | _buckets(points["form"], one["name"], one["value"], count)]}})
    return {"resourceMetrics": [{"resource": {"attributes": spans.attributes({"service.name": service})},
                                 "scopeMetrics": [{"scope": {"name": points["scope"]}, "metrics": found}]}]}


def _buckets(form: str, name: str, value: float, count: int) -> dict[str, Any]:
    if form == "exponential":
        # Bucket i holds what lies above base^i and up to base^(i+1), base = 2^(2^-scale).
        index = math.ceil(math.log2(value) * 2**_SCALE) - 1
        return {"scale": _SCALE, "zeroCount": "0", "positive": {"offset": index, "bucketCounts": [str(count)]}, "negative": {"offset": 0, "bucketCounts": []}}
    bounds = _BOUNDS[name]
    place = next((number for number, bound in enumerate(bounds) if value <= bound), len(bounds))
    return {"explicitBounds": bounds, "bucketCounts": [str(count if number == place else 0) for number in range(len(bounds) + 1)]}

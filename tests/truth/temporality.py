"""What an SDK sends as deltas, as it would send it cumulatively."""

from __future__ import annotations

from typing import Any


def as_cumulative(body: dict[str, Any], totals: dict[Any, float], starts: dict[Any, str]) -> None:
    """Deltas become running totals from the series' own start on, as ``TEMPORALITY_PREFERENCE=cumulative`` would send them."""
    for metric in (metric for resource in body["resourceMetrics"] for scope in resource["scopeMetrics"] for metric in scope["metrics"]):
        for point in metric["sum"]["dataPoints"]:
            key = (metric["name"], *sorted((one["key"], str(one["value"])) for one in point["attributes"]))
            totals[key] += float(point.get("asDouble", point.get("asInt", 0)))
            point["asDouble"], point["startTimeUnixNano"] = totals[key], starts.setdefault(key, point["startTimeUnixNano"])
            point.pop("asInt", None)
        metric["sum"]["aggregationTemporality"] = 2

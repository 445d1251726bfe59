"""What the Collector writes: how many series a set of labels is, and how many samples a day that makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agentdash.collector.config import configuration
from agentdash.collector.derive import RETRIED
from agentdash.collector.stage import Connector
from agentdash.settings import Settings

_DAY = 86_400
_UNITS = {"s": "_seconds"}


@dataclass(frozen=True)
class Written:
    """A metric as the metrics backend has it. ``series`` are those of one set of ``labels``, one Collector's life each."""

    name: str
    labels: tuple[str, ...]
    series: int
    samples_a_day: int


def written(settings: Settings) -> list[Written]:
    """Every metric that is derived of spans and log records, by name. Each series is written once an interval, idle or not."""
    a_day = _DAY // settings.telemetry.interval
    found: dict[str, Written] = {}
    for item in _items(settings):
        # Buckets, the one without a bound, sum and count.
        count = len(item["histogram"]["buckets"]) + 3 if "histogram" in item else 1
        name = item["name"].replace(".", "_") + _UNITS.get(item["unit"], "") + ("" if "histogram" in item else "_total")
        labels = tuple(one["key"].replace(".", "_") for one in (*item["include_resource_attributes"], *item["attributes"]))
        found.setdefault(name, Written(name, labels, count, count * a_day))
    return [found[name] for name in sorted(found)]


def _items(settings: Settings) -> Iterator[dict[str, Any]]:
    for connector in configuration(settings).components(Connector):
        for signal in ("spans", "logs"):
            # What clients repeated inside a call is counted among the calls.
            yield from (item for item in connector.configuration.get(signal, ()) if item["name"] != RETRIED)

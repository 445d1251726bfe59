"""`telemetry:`, what the agents send and how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdash.settings.durations import seconds
from agentdash.settings.place import Place

# Below this a dashboard asks more often than anything is written; above it Prometheus' five minutes of look-back
# leave holes between two samples.
_SHORTEST, _LONGEST = 1, 120

# Labels that every series has, or that Prometheus, the Collector or histograms own.
_TAKEN = frozenset({
    "service_name", "deployment_environment_name", "tenant_id", "gen_ai_agent_name", "gen_ai_operation_name",
    "gen_ai_provider_name", "gen_ai_request_model", "gen_ai_response_model", "gen_ai_tool_name", "error", "error_type",
    "collector_id", "job", "instance", "le", "quantile",
})


@dataclass(frozen=True)
class Sampling:
    """Which share of traces is kept, by the applications (head) and by the collector (tail)."""

    # 0 < ratio <= 1
    head_ratio: float = 1.0
    # 0 to 100; 100 switches tail sampling off
    tail_percent: float = 100.0
    # seconds
    tail_slow: int = 30
    tail_wait: int = 30


@dataclass(frozen=True)
class Telemetry:
    """Sources, interval, labels and what is kept."""

    sources: tuple[str, ...] = ("derived",)
    # seconds
    interval: int = 15
    # Names of the extra labels, and the resource attribute behind each, in the same order
    group_by: tuple[str, ...] = ()
    group_by_attributes: tuple[str, ...] = ()
    content: bool = False
    models: tuple[str, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)


def from_raw(raw: Mapping[str, Any], at: Place) -> Telemetry:
    """Build the section from its checked YAML.

    Raises UserError for an interval out of bounds and for a label that every series has anyway.
    """
    interval = seconds(raw.get("interval", "15s"))
    if not _SHORTEST <= interval <= _LONGEST:
        at["interval"].fail(f'"{raw["interval"]}" is not between 1s and 2m', "write e.g. 15s")
    labels = raw.get("group_by", {})
    for label in labels:
        if label in _TAKEN:
            at["group_by"][label].fail("every series has this label already", "remove it")
    return Telemetry(
        sources=tuple(raw.get("sources", Telemetry.sources)),
        interval=interval,
        group_by=tuple(labels),
        group_by_attributes=tuple(labels.values()),
        content=raw.get("content", Telemetry.content),
        models=tuple(raw.get("models", ())),
        sampling=_sampling(raw.get("sampling", {})),
    )


def _sampling(raw: Mapping[str, Any]) -> Sampling:
    return Sampling(
        head_ratio=float(raw.get("head_ratio", 1)),
        tail_percent=float(raw.get("tail_percent", 100)),
        tail_slow=seconds(raw.get("tail_slow", "30s")),
        tail_wait=seconds(raw.get("tail_wait", "30s")),
    )

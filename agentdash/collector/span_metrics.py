"""Items of the connector ``signal_to_metrics``: a counter or a histogram made of spans (or points), with its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agentdash.collector.ottl.conditions import Condition, all_of
from agentdash.collector.ottl.values import (
    Operand,
    Value,
    written,
)
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_MODEL,
    ENVIRONMENT,
    ERROR_TYPE,
    MODEL,
    OPERATION,
    PROVIDER,
    SERVICE,
    TENANT,
)
from agentdash.vocabulary.labels import FAILED, FALLBACK, UNKNOWN

WHERE = (ENVIRONMENT, TENANT)
"""Attributes that every metric has as labels, beside the service's name."""
RUN_LABELS = (AGENT,)
CALL_LABELS = (*RUN_LABELS, OPERATION, PROVIDER, ASKED_MODEL, MODEL, FALLBACK)


def total(value: Operand) -> dict[str, Any]:
    """Adds up a value."""
    return {"sum": {"value": written(value), "monotonic": True}}


def distribution(bounds: Iterable[float], value: Value, count: Operand) -> dict[str, Any]:
    """Counts values by size; ``count`` is how often each counts."""
    return {"histogram": {"buckets": list(bounds), "count": written(count), "value": written(value)}}


def metric(name: str, description: str, unit: str, labels: Sequence[str], kind: Mapping[str, Any], *conditions: Condition,
           failed: bool = False, error_type: bool = False, of_resource: Sequence[str] = ()) -> dict[str, Any]:
    """A metric of the spans for which all conditions hold. What a span does not say becomes ``unknown``.

    ``kind`` is :func:`total` or :func:`distribution`; ``failed`` adds whether the span failed, ``error_type`` how;
    ``of_resource`` are labels of the resource, beside the service's name.
    """
    attributes: list[dict[str, Any]] = [{"key": key, "default_value": UNKNOWN} for key in labels]
    if failed:
        attributes.append({"key": FAILED, "default_value": "false"})
    if error_type:
        attributes.append({"key": ERROR_TYPE, "optional": True})
    return {
        "name": name, "description": description, "unit": unit,
        "include_resource_attributes": [{"key": key, "default_value": UNKNOWN} for key in (SERVICE, *of_resource)],
        "attributes": attributes, "conditions": [str(all_of(*conditions))], **kind,
    }

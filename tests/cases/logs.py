"""Log events for cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.telemetry import spans


def export(service: str, records: Iterable[Mapping[str, Any]], resource: Mapping[str, Any], now: float) -> dict[str, Any]:
    """Records as one OTLP/JSON export: each has an ``event``, ``attributes``, a ``scope``, and the ``seconds`` since the first of them."""
    return {"resourceLogs": [{
        "resource": {"attributes": spans.attributes({"service.name": service, **resource})},
        "scopeLogs": [{"scope": {"name": record["scope"]}, "logRecords": [{
            "observedTimeUnixNano": str(int((now + record.get("seconds", 0.0)) * 1e9)),
            "attributes": spans.attributes({"event.name": record["event"], **record.get("attributes", {})}),
            "body": {"stringValue": record.get("body", "")}}]} for record in records],
    }]}

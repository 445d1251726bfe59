"""Options of the logs datasource, with the way on from a line to its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentdash.settings import Settings


def options(settings: Settings) -> dict[str, Any]:
    """Grafana's ``jsonData``, with ``$`` written once."""
    return {
        "derivedFields": [{
            "datasourceUid": settings.datasources.tempo.uid, "matcherRegex": "trace_id", "matcherType": "label",
            "name": "Trace", "url": "${__value.raw}", "urlDisplayLabel": "Open the trace",
        }],
        "maxLines": 1000,
    }

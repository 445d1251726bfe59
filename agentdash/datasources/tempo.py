"""Options of the traces datasource, with the ways on from a span to its logs and to its service's metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentdash.query.promql import equals
from agentdash.signals import Selection, bind
from agentdash.vocabulary import attributes, labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT

if TYPE_CHECKING:
    from agentdash.settings import Settings

_SERVICE = {"key": attributes.SERVICE, "value": labels.SERVICE}
_HERE = equals(labels.SERVICE, "this service")


def options(settings: Settings) -> dict[str, Any]:
    """Grafana's ``jsonData``, with ``$`` written once."""
    metrics = _metrics(settings)
    found: dict[str, Any] = {
        "nodeGraph": {"enabled": settings.backend.node_graph},
        "search": {"hide": False},
        "spanBar": {"tag": attributes.MODEL, "type": "Tag"},
        "streamingEnabled": {"metrics": False, "search": False},
    }
    if settings.datasources.loki is not None:
        found["tracesToLogsV2"] = {
            "customQuery": True, "datasourceUid": settings.datasources.loki.uid,
            # A label filter instead of Grafana's own query, which Gigapipe does not understand.
            "query": '{service_name="${__span.tags["service.name"]}"} | trace_id="${__span.traceId}"',
            "filterBySpanID": False, "filterByTraceID": False, "spanEndTimeShift": "5m", "spanStartTimeShift": "-5m",
            "tags": [_SERVICE],
        }
    if metrics:
        found["tracesToMetrics"] = {
            "datasourceUid": settings.datasources.prometheus.uid, "queries": metrics,
            "spanEndTimeShift": "30m", "spanStartTimeShift": "-30m", "tags": [_SERVICE],
        }
    return found


def _metrics(settings: Settings) -> list[dict[str, str]]:
    """What the span's service did around that time. Grafana puts the span's service in place of ``$__tags``."""
    bound = bind(settings, Selection((_HERE,)))
    model = (labels.MODEL,)
    wanted = {
        "Calls per second": bound.calls.rate(model),
        "Failed calls per second": bound.errors.rate((*model, labels.ERROR_TYPE)),
        "P95 latency of calls": bound.latency.quantile(0.95, model),
        "Input tokens per second": bound.tokens(INPUT).rate(model),
        "Output tokens per second": bound.tokens(OUTPUT).rate(model),
    }
    return [{"name": name, "query": str(one).replace(str(_HERE), "$__tags")} for name, one in wanted.items() if one.measured]

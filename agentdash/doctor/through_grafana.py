"""A query of Prometheus' through Grafana's own API, as its browser sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agentdash.ask import View, substitute
from agentdash.doctor.datasource_uids import uid
from agentdash.doctor.world import World
from agentdash.push.errors import Denied, Fatal, GrafanaError
from agentdash.query import reading


class QueryFailed(Exception):
    """Grafana or its datasource answers with an error."""


def has_data(world: World, target: Mapping[str, Any], query: str, chosen: Mapping[str, Sequence[str]], view: View) -> bool:
    """Whether the query finds a number. Variables that are All narrow nothing. Raises QueryFailed; Denied and Fatal as they come."""
    asked, view = target.get("datasource"), view.of(target)
    given = str(asked.get("uid", "")) if isinstance(asked, Mapping) else ""
    body = {
        "from": str(round(view.start * 1000)), "to": str(round(view.end * 1000)),
        "queries": [{
            "refId": "A", "datasource": {"type": "prometheus", "uid": uid(world, "prometheus") if given.startswith("$") or not given else given},
            "expr": reading.without_variables(substitute(query, chosen, view)), "instant": bool(target.get("instant")), "range": not target.get("instant"),
            "format": "time_series", "intervalMs": view.interval * 1000, "maxDataPoints": view.points,
        }],
    }
    try:
        answer = world.grafana.client.send("POST", "/ds/query", body)
    except (Denied, Fatal):
        raise
    except GrafanaError as error:
        raise QueryFailed(error.detail or str(error)) from None
    result = (answer or {}).get("results", {}).get("A", {})
    if result.get("error"):
        raise QueryFailed(" ".join(str(result["error"]).split()))
    return any(value is not None for frame in result.get("frames") or () for column in (frame.get("data") or {}).get("values", ())[1:] for value in column)

"""Columns of the tables of spans, on each backend.

Grafana makes a column of every attribute that a search selects, and always of time, duration, and the trace's own service
and name (those of its first span). Gigapipe's searches return no attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agentdash.grafana.overrides import by_name
from agentdash.grafana.table import COLOR_CELL
from agentdash.grafana.transformations import Transformation, chosen
from agentdash.panels.context import Context
from agentdash.query import traceql
from agentdash.vocabulary import attributes, labels
from agentdash.vocabulary.tokens import INPUT, OUTPUT

TRACE_ID = "traceIdHidden"
"""A column that Grafana's Tempo datasource adds and hides; links need it."""
_SERVICE, _TRACE_SERVICE, _TRACE_NAME = attributes.SERVICE, "Trace Service", "Trace Name"

# Columns by the name that Grafana gives them: heading, width, and how cells look. The trace's name takes the room that is left.
_LOOKS: dict[str, dict[str, Any]] = {
    "Start time": {"displayName": "Time", "unit": "time:HH:mm:ss", "width": 80},
    _SERVICE: {"displayName": "Service", "width": 160},
    _TRACE_SERVICE: {"displayName": "Service", "width": 160},
    _TRACE_NAME: {"displayName": "Trace", "minWidth": 100},
    attributes.MODEL: {"displayName": "Model", "width": 130},
    attributes.ASKED_MODEL: {"displayName": "Asked", "width": 130},
    attributes.TOOL: {"displayName": "Tool", "width": 130},
    attributes.AGENT: {"displayName": "Agent", "width": 130},
    attributes.ERROR_TYPE: {"displayName": "Error", "width": 100, "cellOptions": COLOR_CELL, "color": {"mode": "fixed", "fixedColor": "red"}},
    INPUT.attribute: {"displayName": "In", "width": 70, "unit": "short"},
    OUTPUT.attribute: {"displayName": "Out", "width": 70, "unit": "short"},
    "Duration": {"width": 85},
}
SAMPLED = "Not here: traces that sampling left out."
_ELSEWHERE = "Gigapipe's searches tell of a span no more than time, duration and trace; the rest shows in the opened trace."


def columns(context: Context, *attributes: str, duration: bool = True) -> list[str]:
    """Time, service, the ``attributes``, duration. On Gigapipe service and name are the trace's own, and attributes stay out of sight
    until a datasource returns them."""
    service = [_SERVICE] if context.settings.backend.searches_return_attributes else [_TRACE_SERVICE, _TRACE_NAME]
    return ["Start time", *service, *attributes, *(["Duration"] if duration else [])]


def left_out(context: Context, more: str = "") -> str:
    """What the tables' descriptions say of what is not in them."""
    elsewhere = "" if context.settings.backend.searches_return_attributes else _ELSEWHERE
    return " ".join(filter(None, (SAMPLED, more, elsewhere)))


def selected(spanset: str, shown: Sequence[str]) -> str:
    """The search, selecting the attributes among the columns."""
    attributes = [f"resource.{name}" if name in labels.RESOURCE_ATTRIBUTES.values() else f"span.{name}" for name in shown if "." in name]
    return traceql.select(spanset, attributes)


def transformations(shown: Sequence[str]) -> list[Transformation]:
    """Leaves these columns, in this order."""
    return chosen({name: name for name in (TRACE_ID, *shown)})


def overrides(shown: Sequence[str]) -> list[dict[str, Any]]:
    """How the columns look."""
    return [by_name(name, **_LOOKS[name]) for name in shown]


def heading(name: str) -> str:
    """What stands above a column."""
    return str(_LOOKS[name].get("displayName", name))

"""Field overrides: how one column or series differs from the rest of its panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CUSTOM = {"width", "minWidth", "cellOptions", "align", "filterable", "lineStyle", "lineWidth", "fillOpacity", "stacking",
           "drawStyle", "footer", "axisPlacement", "hideFrom", "axisLabel"}


def _properties(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"id": f"custom.{name}" if name in _CUSTOM else name, "value": value} for name, value in sorted(values.items())]


def by_name(name: str, **properties: Any) -> dict[str, Any]:
    """For the field or series called ``name``: ``by_name("Cost", unit="currencyUSD", width=110)``."""
    return {"matcher": {"id": "byName", "options": name}, "properties": _properties(properties)}


def by_pattern(pattern: str, **properties: Any) -> dict[str, Any]:
    """For the fields whose name matches a regular expression."""
    return {"matcher": {"id": "byRegexp", "options": f"/{pattern}/"}, "properties": _properties(properties)}


def color(name: str) -> dict[str, str]:
    """One fixed colour, as a property or a panel's default."""
    return {"mode": "fixed", "fixedColor": name}

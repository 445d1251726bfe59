"""A signal drawn: from an expression to a panel, whose unit, legend, colours and signals the expression tells.

What no telemetry source of the settings measures is not drawn: each function returns None then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from agentdash.grafana.heatmap import Heatmap
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PromTarget
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.signals import Expression, Signal, union

Asked = Expression | Mapping[str, Expression]
"""One expression, or several that become the named lines of one query; those that nothing measures are left out."""

P = TypeVar("P", bound=Panel)


def stat(key: str, title: str, asked: Asked, **how: Any) -> Stat | None:
    """One number for the whole range; ``spark=True`` asks for its course instead, and shows the mean."""
    known = _known(asked)
    if known is None:
        return None
    if how.get("spark"):
        return _drawn(Stat, key, title, known, over_time(known), {"calc": "mean"} | how)
    return _drawn(Stat, key, title, known, at_the_end(known), _colours(known) | how)


def graph(key: str, title: str, asked: Asked, **how: Any) -> TimeSeries | None:
    """Lines over time."""
    known = _known(asked)
    if known is None:
        return None
    return _drawn(TimeSeries, key, title, known, over_time(known), how)


def limited(signal: Signal, **how: Any) -> dict[str, Any]:
    """For a graph: the signal's limits as colours, and a dashed line where it is bad."""
    return {"thresholds": limit_steps(signal), "thresholdStyle": "dashed"} | how


def heatmap(key: str, title: str, buckets: Expression, **how: Any) -> Heatmap | None:
    """How many fell into which bucket, over time; ``buckets`` carry ``le``."""
    if not buckets.measured:
        return None
    target = PromTarget(refId="A", expr=str(buckets), legendFormat="{{le}}", format="heatmap")
    return _drawn(Heatmap, key, title, buckets, target, how)


def limit_steps(signal: Signal) -> dict[str, Any] | None:
    """Orange where the signal is worth a look, red where it is bad; the alert's own numbers where there is an alert."""
    if signal.limits is None:
        return None
    return steps(GREEN, (signal.limits.look, ORANGE), (signal.limits.bad, RED))


def over_time(expression: Expression, key: str = "A") -> PromTarget:
    """A graph's query."""
    return PromTarget(refId=key, expr=str(expression), legendFormat=expression.legend)


def at_the_end(expression: Expression, key: str = "A") -> PromTarget:
    """One number per series, for the whole range."""
    return PromTarget(refId=key, expr=str(expression), legendFormat=expression.legend, instant=True)


def row_per_label(expression: Expression, key: str) -> PromTarget:
    """One column of a table."""
    return PromTarget(refId=key, expr=str(expression), instant=True, format="table")


def names(*expressions: Expression) -> tuple[str, ...]:
    """Names of the signals behind expressions, each once."""
    return tuple(dict.fromkeys(signal.name for expression in expressions for signal in expression.signals))


def bounds(unit: str) -> dict[str, Any]:
    """A share lies between 0 and 1."""
    return {"minimum": 0, "maximum": 1, "decimals": 1} if unit == "percentunit" else {}


def _known(asked: Asked) -> Expression | None:
    if isinstance(asked, Expression):
        return asked if asked.measured else None
    parts = {name: one for name, one in asked.items() if one.measured}
    return union(parts) if parts else None


def _colours(expression: Expression) -> dict[str, Any]:
    found = limit_steps(expression.signals[0]) if len(expression.signals) == 1 else None
    return {"thresholds": found} if found else {}


def _drawn(kind: type[P], key: str, title: str, expression: Expression, target: PromTarget, how: Mapping[str, Any]) -> P:
    return kind(**{"key": key, "title": title, "signals": names(expression), "unit": expression.unit, "targets": [target], **bounds(expression.unit), **how})

"""A signal drawn: from an expression to a panel, whose unit, legend, colours and signals the expression tells.

What no telemetry source of the settings measures is not drawn: each function returns None then, and so it does where a
signal is not measured that the panel is ``given``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from agentdash.grafana.heatmap import Heatmap
from agentdash.grafana.panel import Panel
from agentdash.grafana.stat import Stat
from agentdash.grafana.targets import PromTarget
from agentdash.grafana.thresholds import GREEN, ORANGE, RED, steps
from agentdash.grafana.timeseries import TimeSeries
from agentdash.grafana.transformations import renamed, sorted_by
from agentdash.panels import model_colors
from agentdash.query import promql
from agentdash.signals import NAME, Expression, Signal, Timed, measured, union
from agentdash.signals.contract import RATE_INTERVAL
from agentdash.vocabulary import labels
from agentdash.vocabulary.hourly import EVERY

Asked = Expression | Mapping[str, Expression]
"""One expression, or several that become the named lines of one query; those that nothing measures are left out."""

MOST = 8
"""Lines of a graph that can be told apart."""
LONG = 800
"""Characters of an expression that is not asked three times: prices written into the query."""
LONGEST = 2_500
"""Characters of a query; named lines that are longer together are asked one by one."""
OTHERS = "others"
"""The name of all lines that found no place of their own."""

HASH, HASHED = "[0-9a-f]{64}", "MCP tool (hashed)"
"""Copilot writes the SHA-256 of the names of MCP tools."""

P = TypeVar("P", bound=Panel)


def stat(key: str, title: str, asked: Asked, *, given: Sequence[Signal] = (), **how: Any) -> Stat | None:
    """One number for the whole range."""
    known = _known(asked, given)
    if known is None:
        return None
    return _drawn(Stat, key, title, known, at_the_end(known), _colours(known) | how)


def change(key: str, title: str, now: Expression, before: Expression, **how: Any) -> Stat | None:
    """One number for the range, and its change against ``before``."""
    if not measured(now, before):
        return None
    # Nothing before is a zero, or Grafana would compare the number with itself.
    asked = union({"1 before": before.using(promql.else_zero), "2 now": now})
    target = PromTarget(refId="A", expr=str(asked), instant=True, format="table")
    own = _colours(now) | {"transformations": [sorted_by(NAME)], "field": "^Value$", "calc": "last", "change": True}
    return _drawn(Stat, key, title, now, target, own | how)


def graph(key: str, title: str, asked: Asked, *, given: Sequence[Signal] = (), **how: Any) -> TimeSeries | None:
    """Lines over time. Models have their own colours, everything else that is told apart by a label those of its order."""
    known = _known(asked, given)
    if known is None:
        return None
    colors = {"overrides": model_colors.OVERRIDES} if labels.MODEL in known.by else {}
    parts = {name: one for name, one in asked.items() if one.measured} if isinstance(asked, Mapping) and len(str(known)) > LONGEST else {}
    apart = {"targets": [over_time(union({name: one}), chr(ord("A") + number)) for number, (name, one) in enumerate(parts.items())]} if parts else {}
    return _drawn(TimeSeries, key, title, known, over_time(known), colors | apart | how)


def top(expression: Expression) -> Expression:
    """At every moment the largest of what does not add up."""
    return expression.using(lambda text: f"topk({MOST}, {text})")


def top_and_others(expression: Expression) -> Expression:
    """At every moment the largest, and the sum of all others, of what is told apart by one label; all of them where the
    expression is :data:`LONG`."""
    [label] = expression.by

    def write(text: str) -> str:
        if len(text) > LONG:
            return text
        largest = f"topk({MOST}, {text})"
        # Floating point leaves dust where there are no others.
        others = f"sum({text}) - sum({largest}) > 1e-9"
        return f"{largest} or {promql.named(others, label, OTHERS)}"

    return expression.using(write)


def quantile(signal: Timed, q: float, by: Sequence[str] = (), window: str = RATE_INTERVAL, exact: bool = False) -> Expression:
    """The time within which the share ``q`` was done; nothing where nothing was done, which is no time of zero."""
    return signal.quantile(q, by, window=window, exact=exact).using(lambda text: f"{text} > 0")


def limited(signal: Signal) -> dict[str, Any]:
    """For a graph: the signal's limits as colours and dashed lines."""
    return {"thresholds": limit_steps(signal), "thresholdStyle": "dashed"}


def heatmap(key: str, title: str, buckets: Expression, **how: Any) -> Heatmap | None:
    """How many fell into which bucket, over time; ``buckets`` carry ``le``."""
    if not buckets.measured:
        return None
    target = PromTarget(refId="A", expr=str(buckets), legendFormat="{{le}}", format="heatmap", interval=_step(buckets))
    return _drawn(Heatmap, key, title, buckets, target, how)


def limit_steps(signal: Signal) -> dict[str, Any] | None:
    """Orange where the signal is worth a look, red where it is bad; the alert's own numbers where there is an alert."""
    if signal.limits is None:
        return None
    return steps(GREEN, (signal.limits.look, ORANGE), (signal.limits.bad, RED))


def total_row() -> dict[str, Any]:
    """For a column of what adds up: its sum below the table, whatever page is shown."""
    return {"footer": {"reducers": ["sum"]}}


def over_time(expression: Expression, key: str = "A") -> PromTarget:
    """A graph's query."""
    return PromTarget(refId=key, expr=str(expression), legendFormat=expression.legend, interval=_step(expression))


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


def _step(expression: Expression) -> str:
    """The shortest step, and to Grafana the time between two samples: four of them are in each window of a rate."""
    return f"{EVERY}s" if expression.signals[0].binding.hourly else ""


def _known(asked: Asked, given: Sequence[Signal]) -> Expression | None:
    if not measured(*given):
        return None
    if isinstance(asked, Expression):
        return asked if asked.measured else None
    parts = {name: one for name, one in asked.items() if one.measured}
    return union(parts) if parts else None


def _colours(expression: Expression) -> dict[str, Any]:
    found = limit_steps(expression.signals[0]) if len(expression.signals) == 1 else None
    return {"thresholds": found} if found else {}


def _drawn(kind: type[P], key: str, title: str, expression: Expression, target: PromTarget, how: Mapping[str, Any]) -> P:
    own = {"transformations": [renamed(HASH, HASHED)]} if labels.TOOL in expression.by else {}
    return kind(**{"key": key, "title": title, "signals": names(expression), "unit": expression.unit, "targets": [target], **bounds(expression.unit), **own, **how})

"""Panel queries from expressions."""

from __future__ import annotations

from collections.abc import Mapping

from agentdash.grafana.targets import PromTarget
from agentdash.query import promql
from agentdash.signals import NAME, Expression

__all__ = ["NAME", "at_the_end", "over_time", "row_per_label", "union"]


def union(parts: Mapping[str, Expression | str]) -> str:
    """Several expressions as one query, each marked by its name in the label ``series``."""
    return promql.union({name: str(one) for name, one in parts.items()}, NAME)


def over_time(expression: Expression | str, legend: str, ref_id: str = "A") -> PromTarget:
    """A graph's query. ``legend`` may use ``{{label}}``."""
    return PromTarget(refId=ref_id, expr=str(expression), legendFormat=legend)


def at_the_end(expression: Expression | str, legend: str = "", ref_id: str = "A") -> PromTarget:
    """One number per series, for the whole range."""
    return PromTarget(refId=ref_id, expr=str(expression), legendFormat=legend, instant=True)


def row_per_label(expression: Expression | str, ref_id: str) -> PromTarget:
    """One column of a table."""
    return PromTarget(refId=ref_id, expr=str(expression), instant=True, format="table")

"""Panel queries from expressions."""

from __future__ import annotations

from collections.abc import Mapping

from agentdash.grafana.targets import PromTarget

NAME = "series"
"""The label that tells the parts of a union apart."""


def union(parts: Mapping[str, str]) -> str:
    """Several expressions as one query, each marked by its name in the label ``series``."""
    return " or ".join(f'label_replace({one}, "{NAME}", "{name}", "", "")' for name, one in parts.items())


def over_time(expression: str, legend: str, ref_id: str = "A") -> PromTarget:
    """A graph's query. ``legend`` may use ``{{label}}``."""
    return PromTarget(refId=ref_id, expr=expression, legendFormat=legend)


def at_the_end(expression: str, legend: str = "", ref_id: str = "A") -> PromTarget:
    """One number per series, for the whole range."""
    return PromTarget(refId=ref_id, expr=expression, legendFormat=legend, instant=True)


def row_per_label(expression: str, ref_id: str) -> PromTarget:
    """One column of a table."""
    return PromTarget(refId=ref_id, expr=expression, instant=True, format="table")

"""A panel's query as Grafana sends it, as :mod:`agentdash.ask.view` writes it; a variable that nobody has is an error here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agentdash.ask import view as asked
from agentdash.ask.view import View

__all__ = ["View", "substitute"]


def substitute(expression: str, variables: Mapping[str, Sequence[str]], view: View) -> str:
    """The query that Grafana would send. Raises KeyError for a variable that nobody has."""
    known = {*variables, *view.intervals()}
    for name in asked.names(expression):
        if name not in known:
            raise KeyError(name)
    return asked.substitute(expression, variables, view)

"""A panel's query as Grafana sends it: variables and intervals substituted as its Prometheus datasource does.

Read in Grafana 12's ``packages/grafana-prometheus``: values of variables with several choices are escaped for a regular
expression in a string, two or more become ``(a|b)``; ``$__interval`` is the range over the panel's points, and
``$__rate_interval`` at least four scrapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_VARIABLE = re.compile(r"\$\{(\w+)(?::(\w+))?\}|\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]")
_SPECIAL = re.compile(r"[$^*{}\[\]+?.()|]")


@dataclass(frozen=True)
class View:
    """What a user has chosen: the time range (Unix seconds), how many points the panel draws, and the datasource's scrape
    interval (seconds)."""

    start: float
    end: float
    points: int = 1000
    scrape: int = 15

    @property
    def range(self) -> int:
        """Seconds of the time range."""
        return round(self.end - self.start)

    @property
    def interval(self) -> int:
        """Seconds between two points."""
        return max(round(self.range / self.points), self.scrape)

    @property
    def rate_interval(self) -> int:
        """Seconds of ``$__rate_interval``."""
        return max(self.interval + self.scrape, 4 * self.scrape)


def escape(value: str) -> str:
    """A value of a variable with several choices, for a regular expression inside a PromQL string."""
    return _SPECIAL.sub(lambda found: "\\\\" + found.group(), value.replace("\\", "\\\\\\\\"))


def _chosen(values: Sequence[str], form: str | None) -> str:
    if form == "regex":
        escaped = [re.sub(r"[/\\^$*+?.()|\[\]{}]", lambda found: "\\" + found.group(), value) for value in values]
    else:
        escaped = [escape(value) for value in values]
    return escaped[0] if len(escaped) == 1 else "(" + "|".join(escaped) + ")"


def substitute(expression: str, variables: Mapping[str, Sequence[str]], view: View) -> str:
    """The query that Grafana would send. Raises KeyError for a variable that nobody has."""
    built_in = {
        "__range": f"{view.range}s", "__range_s": str(view.range), "__range_ms": str(view.range * 1000),
        "__interval": f"{view.interval}s", "__interval_ms": str(view.interval * 1000), "__rate_interval": f"{view.rate_interval}s",
        "__from": str(round(view.start * 1000)), "__to": str(round(view.end * 1000)),
    }

    def one(found: re.Match[str]) -> str:
        name = found[1] or found[3] or found[4]
        if name.isdigit():
            # A group of a regular expression: Grafana leaves alone what is none of its variables.
            return found.group()
        return built_in[name] if name in built_in else _chosen(variables[name], found[2] or found[5])

    return _VARIABLE.sub(one, expression)

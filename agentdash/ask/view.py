"""A panel's query as Grafana sends it: variables and intervals in their places.

Read in Grafana 12's ``packages/grafana-prometheus``: values of variables with several choices are escaped for a regular expression
in a string, two or more become ``(a|b)``; ``$__interval`` is the range over the panel's points, ``$__rate_interval`` at least
four scrapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agentdash.settings.durations import is_duration, seconds

_VARIABLE = re.compile(r"\$\{(\w+)(?::(\w+))?\}|\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]")
_SPECIAL = re.compile(r"[$^*{}\[\]+?.()|]")


@dataclass(frozen=True)
class View:
    """A time range (Unix seconds), how many points are drawn, and the seconds between two samples."""

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

    def of(self, target: Mapping[str, Any]) -> View:
        """The view of a query that names its shortest step (``interval``); Grafana takes that for the time between two samples, too."""
        own = str(target.get("interval") or "")
        return replace(self, scrape=seconds(own)) if is_duration(own) else self

    def intervals(self) -> dict[str, str]:
        """Grafana's own variables."""
        return {
            "__range": f"{self.range}s", "__range_s": str(self.range), "__range_ms": str(self.range * 1000),
            "__interval": f"{self.interval}s", "__interval_ms": str(self.interval * 1000), "__rate_interval": f"{self.rate_interval}s",
            "__from": str(round(self.start * 1000)), "__to": str(round(self.end * 1000)),
        }


def names(expression: str) -> list[str]:
    """What stands in it as a variable; numbers are groups of regular expressions, and none of Grafana's."""
    found = (one[1] or one[3] or one[4] for one in _VARIABLE.finditer(expression))
    return [name for name in found if not name.isdigit()]


def substitute(expression: str, variables: Mapping[str, Sequence[str]], view: View) -> str:
    """The query with the chosen values; variables that are none of these stay as they are."""
    own = view.intervals()

    def one(found: re.Match[str]) -> str:
        name = found[1] or found[3] or found[4]
        if name in own:
            return own[name]
        return _chosen(variables[name], found[2] or found[5]) if name in variables else found.group()

    return _VARIABLE.sub(one, expression)


def _chosen(values: Sequence[str], form: str | None) -> str:
    if form == "regex":
        escaped = [re.sub(r"[/\\^$*+?.()|\[\]{}]", lambda found: "\\" + found.group(), value) for value in values]
    else:
        escaped = [_SPECIAL.sub(lambda found: "\\\\" + found.group(), value.replace("\\", "\\\\\\\\")) for value in values]
    return escaped[0] if len(escaped) == 1 else "(" + "|".join(escaped) + ")"

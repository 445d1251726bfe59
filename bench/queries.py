"""What each dashboard asks when it opens, and how large it is; fails when a budget is broken.

Run `python bench/queries.py [SETTINGS]`. A vector selector is one database query on Gigapipe, however many panels of
a query's text name it. Closed rows ask nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SELECTORS = {"overview": 40, "reliability": 45, "cost": 25, "coverage": 25, "traces": 20, "coding": 40,
             "overview-long": 30, "cost-long": 26}
"""Vector selectors (of PromQL; searches and streams count as one each) that a dashboard asks when it opens."""
QUERY_BYTES = 2_500
"""Length of the longest query."""
DASHBOARD_BYTES = 150_000
"""Size of a dashboard's file."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_GROUPING = re.compile(r"\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^()]*\)")
_NAME = re.compile(r"(?<![\w:$])[A-Za-z_][A-Za-z0-9_:]*(?!\s*\()(?![\w:])")
_WORDS = {"or", "and", "unless", "offset", "bool", "by", "on", "NaN", "Inf", "inf", "nan"}


@dataclass(frozen=True)
class Cost:
    """What one dashboard costs: selectors when it opens and in all, bytes of its longest query and of its file."""

    opening: int
    all: int
    longest: int
    size: int


def selectors(promql: str) -> int:
    """How many vector selectors a PromQL query has."""
    bare = _STRING.sub('""', promql)
    bare = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", " ", bare)
    bare = _GROUPING.sub(" ", bare)
    bare = re.sub(r"\boffset\s+\S+", " ", bare)
    return sum(found.group() not in _WORDS for found in _NAME.finditer(bare))


def _targets(panels: Any, closed: bool) -> Iterator[Mapping[str, Any]]:
    for panel in panels:
        if panel["type"] != "row":
            yield from panel.get("targets", ())
        elif closed:
            yield from _targets(panel["panels"], closed)


def _asked(target: Mapping[str, Any]) -> int:
    kind = target["datasource"]["type"]
    return selectors(target["expr"]) if kind == "prometheus" else int(kind != "datasource")


def cost(dashboard: Mapping[str, Any], size: int) -> Cost:
    """Counts a dashboard (its JSON, and that JSON's size in bytes)."""
    opening, everything = (list(_targets(dashboard["panels"], closed)) for closed in (False, True))
    longest = max((len(target.get("expr") or target.get("query") or "") for target in everything), default=0)
    return Cost(sum(map(_asked, opening)), sum(map(_asked, everything)), longest, size)


def broken(name: str, found: Cost) -> list[str]:
    """The budgets that a dashboard breaks, in words."""
    said = []
    if found.opening > SELECTORS.get(name, 40):
        said.append(f"{name}: {found.opening} selectors when it opens; at most {SELECTORS.get(name, 40)}")
    if found.longest > QUERY_BYTES:
        said.append(f"{name}: a query of {found.longest} bytes; at most {QUERY_BYTES}")
    if found.size > DASHBOARD_BYTES:
        said.append(f"{name}: {found.size} bytes; at most {DASHBOARD_BYTES}")
    return said


def costs(settings: Any) -> dict[str, Cost]:
    """Every dashboard that the settings build."""
    from agentdash.dashboards import artifacts

    found = {path.removeprefix("dashboards/").removesuffix(".json"): content for path, content in artifacts(settings).items() if path.startswith("dashboards/")}
    return {name: cost(json.loads(content), len(content)) for name, content in found.items()}


def main(path: str = "") -> int:
    """Print the table; 1 when a budget is broken."""
    from agentdash.settings import parse

    settings = parse(Path(path).read_text("utf-8") if path else "", path or "the defaults", {})
    print(f"{'dashboard':12} {'opening':>8} {'all':>5} {'longest query':>14} {'bytes':>8}")
    said: list[str] = []
    for name, found in costs(settings).items():
        print(f"{name:12} {found.opening:8} {found.all:5} {found.longest:14} {found.size:8}")
        said += broken(name, found)
    for line in said:
        print(line)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

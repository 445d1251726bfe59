"""Every query of generated dashboards and datasources, and the judges of their syntax."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdash.grafana.ids import panel_id
from tests import tools

FOLDER = Path(__file__).parent
_LANGUAGES = {"prometheus": "promql", "tempo": "traceql", "loki": "logql"}
_LOOKUP = re.compile(r"label_values\((.+), ([A-Za-z_][A-Za-z0-9_]*)\)")
_VARIABLE = re.compile(r"\$\{(\w+)(?:[.:][^}]*)?\}|\$(\w+)")

# What Grafana puts in place of its own variables, and the dashboards' that stand for something else than a label's value.
VALUES = {
    "__rate_interval": "1m", "__interval": "15s", "__range": "6h", "__range_s": "21600", "slower_than": "5s",
    "more_tokens_than": "10000", "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
}


@dataclass(frozen=True)
class Query:
    """One query: where it stands, its language and text, and the target around it."""

    place: str
    language: str
    text: str
    target: Mapping[str, Any]


def panels(dashboard: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All panels of a dashboard but its rows."""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            yield from panel["panels"]
        else:
            yield panel


def keyed(dashboard: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The panel with that key, by the id that comes from it."""
    return next(panel for panel in panels(dashboard) if panel["id"] == panel_id(key))


def of_dashboard(name: str, dashboard: Mapping[str, Any]) -> Iterator[Query]:
    """The queries of its panels and variables."""
    for panel in panels(dashboard):
        for target in panel.get("targets", ()):
            language = _LANGUAGES.get(target["datasource"]["type"])
            if language:
                yield Query(f"{name}: {panel['title']} {target['refId']}", language, target.get("expr", target.get("query")), target)
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query" and variable["datasource"]["type"] == "prometheus":
            found = _LOOKUP.fullmatch(variable["query"]["query"])
            assert found, variable["query"]["query"]
            yield Query(f"{name}: variable {variable['name']}", "promql", found[1], {"instant": True})


def filled_in(text: str) -> str:
    """The query as a datasource sees it, with one value for each variable."""
    return _VARIABLE.sub(lambda match: VALUES.get(match[1] or match[2], "x"), text)


def is_trace(query: Query) -> bool:
    """Whether a TraceQL target holds a trace's id instead of a query."""
    return query.text == "$trace_id"


def refused(queries: Iterable[Query]) -> list[str]:
    """The queries that the grammar of their own language does not accept."""
    asked = [query for query in queries if not is_trace(query)]
    given = [{"id": n, "language": query.language, "query": filled_in(query.text)} for n, query in enumerate(asked)]
    done = subprocess.run([tools.node(), str(FOLDER / "parse_queries.mjs")], input=json.dumps(given), capture_output=True, text=True,
                          check=True, timeout=120)
    return [f"{asked[one['id']].place}: at {one['at']}: {one['text']}" for one in json.loads(done.stdout)]


def ill_typed(queries: Iterable[Query], scratch: Path) -> str:
    """What promtool says of the PromQL among the queries; empty when nothing is wrong. It checks types as well."""
    rules = [
        {"record": f"checked:{number}", "expr": filled_in(query.text), "labels": {"place": query.place}}
        for number, query in enumerate(query for query in queries if query.language == "promql")
    ]
    path = scratch / "queries.json"
    # JSON is YAML.
    path.write_text(json.dumps({"groups": [{"name": "checked", "rules": rules}]}))
    done = subprocess.run([str(tools.promtool()), "check", "rules", str(path)], capture_output=True, text=True, check=False, timeout=120)
    return "" if done.returncode == 0 else done.stdout + done.stderr

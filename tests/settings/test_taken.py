"""Labels of the user's own: every name that agentdash uses is refused, whatever the sources; others build."""

from __future__ import annotations

import json
import re

import pytest

from agentdash import dashboards, yaml_text
from agentdash.build import artifacts
from agentdash.errors import UserError
from agentdash.settings import parse
from agentdash.signals.sources import METRIC_SOURCES
from agentdash.vocabulary.taken import OWN, TAKEN

EVERYTHING = ["", *(f"telemetry: {{sources: [{source}]}}" for source in METRIC_SOURCES), "pricing: {mode: rules}", "pricing: {mode: collector}",
              "telemetry: {sources: [traces]}", "backend: grafana"]


def labels_of(expression: str) -> set[str]:
    """Label names in a PromQL expression: in selectors, groupings and joins, and those that it makes."""
    bare = re.sub(r'\\.|"[^"]*"', lambda found: '""' if found[0].startswith('"') else "", expression)
    found = set(re.findall(r'([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)\s*""', bare))
    for inside in re.findall(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)", bare):
        found |= set(re.findall(r"[A-Za-z_]\w*", inside))
    return found | set(re.findall(r'label_replace\(.*?,"([a-z_]\w*)"', expression))


def used(settings: str) -> set[str]:
    files = artifacts(parse(settings, "test", {}))
    found: set[str] = set()
    for path, content in files.items():
        if path.startswith("dashboards/"):
            board = json.loads(content)
            found |= {variable["name"] for variable in board["templating"]["list"]}
            panels = [inner for panel in board["panels"] for inner in (panel, *panel.get("panels", []))]
            for target in (target for panel in panels for target in panel.get("targets", []) if "expr" in target):
                found |= labels_of(target["expr"])
        if path.startswith("rules/"):
            for group in yaml_text.loads(content)["groups"]:
                for rule in group["rules"]:
                    found |= labels_of(rule["expr"]) | set(rule.get("labels", {})) - {"team", "severity"}
    return {name for name in found - {"__name__"} if not name.startswith(OWN)}


@pytest.mark.parametrize("settings", EVERYTHING)
def test_every_name_that_is_used_is_taken(settings):
    names = used(settings)
    assert len(names) > 5
    assert names <= TAKEN


def test_the_series_of_the_collector_have_taken_labels_only():
    from agentdash.collector.config import config

    built = config(parse("", "test", {}))
    found = {attribute["key"].replace(".", "_") for name, connector in built["connectors"].items() if name.startswith("signal_to_metrics")
             for one in (*connector.get("spans", ()), *connector.get("datapoints", ()))
             for attribute in (*one.get("attributes", ()), *one.get("include_resource_attributes", ()))}
    assert len(found) > 10
    assert {name for name in found if not name.startswith(OWN)} <= TAKEN


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_taken_name_is_refused(name):
    with pytest.raises(UserError, match=rf"^f.yaml: telemetry\.group_by\.{name}: something in agentdash is called so already; remove it, or write e\.g\. our_"):
        parse(f"telemetry: {{group_by: {{{name}: x.y}}}}", "f.yaml", {})


@pytest.mark.parametrize("name", ["team", "cost", "calls", "cached", "per_call", "per_hour", "by_model", "value", "name", "id", "region", "cost_center", "customer"])
def test_another_name_builds(name):
    text = dashboards.artifacts(parse(f"telemetry: {{group_by: {{{name}: app.x}}}}", "f.yaml", {}))["dashboards/cost.json"].decode()
    assert f'"name": "{name}"' in text

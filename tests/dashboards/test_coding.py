"""The dashboard of coding agents as it is built: nobody is named unless asked for, no panel needs a source that is not there."""

from __future__ import annotations

import json
import re

import pytest

from agentdash.collector.config import config
from agentdash.dashboards import dashboards
from agentdash.settings import parse
from tests.validate.queries import panels

PERSONAL = re.compile(r"\bperson\b|user_|user\\.|e_?mail|account|session_id|enduser|organization", re.IGNORECASE)


def board(settings: str):
    return dashboards(parse(settings, "agentdash.yaml", {}))["coding"].to_json_data()


def queries(built) -> list[str]:
    return [target.get("expr") or target.get("query") or "" for panel in panels(built) for target in panel.get("targets", ())]


def labels_of_series(settings: str) -> set[str]:
    built = config(parse(settings, "agentdash.yaml", {}))["connectors"]
    return {attribute["key"] for name, one in built.items() if name.startswith("signal_to_metrics") and not name.endswith("sessions")
            for items in (one.get("spans", ()), one.get("datapoints", ()), one.get("logs", ())) for item in items for attribute in item["attributes"]}


def test_nobody_is_named_unless_the_settings_ask():
    built = board("")
    asked = [*queries(built), *(json.dumps(variable.get("query")) for variable in built["templating"]["list"])]
    # That a person decided is no name.
    assert [one for one in asked if PERSONAL.search(one.replace('decided_by="person"', ""))] == []
    assert [one for one in labels_of_series("") if PERSONAL.search(one)] == []
    assert "Coding agents by person" not in {panel["title"] for panel in panels(built)}


def test_one_table_of_people_where_they_do():
    built = board("telemetry: {people: [user.email]}")
    by_person = [panel["title"] for panel in panels(built) if any("by (person" in target.get("expr", "") for target in panel.get("targets", ()))]
    assert by_person == ["Coding agents by person"]
    assert "person" in labels_of_series("telemetry: {people: [user.email]}")


def test_a_hash_is_made_before_anything_is_counted():
    text = json.dumps(config(parse("telemetry: {people: [user.email], people_hashed: true}", "agentdash.yaml", {})))
    assert text.count("SHA256(") == 4  # points twice: as deltas, and as records that arrived


@pytest.mark.parametrize("settings, titles", [
    ("telemetry: {sources: [claude_code]}", {"Sessions", "Lines", "Commits", "Cost", "Edits rejected"}),
    ("datasources: {loki: null}", {"Sessions", "Lines", "Commits", "Longest agent runs"}),
])
def test_without_a_source_its_panels_are_not_there(settings, titles):
    found = {panel["title"] for panel in panels(board(settings))}
    assert titles <= found
    assert not {"Log events", "Log lines"} & found or "loki" not in settings


def test_without_coding_agents_telemetry_there_is_no_such_dashboard():
    assert "coding" not in dashboards(parse("telemetry: {sources: [semconv]}", "agentdash.yaml", {}))


def test_models_do_not_narrow_it():
    """Claude Code's own counters call a model otherwise than its calls do."""
    built = board("")
    assert "model" not in {variable["name"] for variable in built["templating"]["list"]}
    assert not [one for one in queries(built) if "$model" in one]

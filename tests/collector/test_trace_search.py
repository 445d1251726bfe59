"""What dashboards filter by is on every span that counts, each for itself and all in one attribute."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers

GROUP_BY = {"group_by": ("team",), "group_by_attributes": ("team.name",)}


@pytest.fixture(scope="module")
def exported(tmp_path_factory, settings, prometheus):
    """Name of a span to its attributes, as the Collector exports them."""
    chosen = replace(settings, telemetry=replace(settings.telemetry, **GROUP_BY))
    resource = {"deployment.environment.name": "prod", "tenant.id": "of-the-process", "team.name": "blue"}
    sent = [
        spans.call("gpt-4o", attributes={"tenant.id": "acme"}),
        spans.Span("execute_tool search", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"}),
        spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}),
        spans.Span("create_agent helper", {"gen_ai.operation.name": "create_agent"}),
        spans.Span("GET /", {"http.request.method": "GET"}),
    ]
    with servers.collector(tmp_path_factory.mktemp("searchable"), chosen, prometheus.write) as collector:
        sender = Sender(collector.endpoint)
        assert sender.send("traces", spans.export("helpdesk", sent, resource)) == 200
        assert sender.send("traces", spans.export("plain", [spans.Span("chat", {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai"})])) == 200
        found: dict[str, dict[str, str]] = {}
        for _ in range(100):
            time.sleep(0.2)
            found = dict(_spans(collector.traces.read_text())) if collector.traces.exists() else {}
            if len(found) == len(sent) + 1:
                break
        assert collector.warnings() == []
    return found


def _spans(lines: str):
    for line in lines.splitlines():
        for resource in json.loads(line)["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    yield span["name"], {one["key"]: one["value"].get("stringValue") for one in span.get("attributes", ())}


@pytest.mark.parametrize("name, place", [
    ("chat gpt-4o", "call;prod;helpdesk;acme;gpt-4o;blue"),
    ("execute_tool search", "tool;prod;helpdesk;of-the-process;unknown;blue"),
    ("invoke_agent helper", "run;prod;helpdesk;of-the-process;unknown;blue"),
    ("chat", "call;unknown;plain;unknown;unknown;unknown"),
])
def test_all_in_one_attribute(exported, name, place):
    assert exported[name]["agentdash.place"] == place


@pytest.mark.parametrize("name", ["create_agent helper", "GET /"])
def test_what_does_not_count_has_none(exported, name):
    assert "agentdash.place" not in exported[name]

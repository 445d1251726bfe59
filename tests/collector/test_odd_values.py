"""Values that nobody expects: names that would break a query, numbers that are none beside something to mask."""

from __future__ import annotations

import json
import time

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender

SERVICE = "odd-values"


@pytest.fixture(scope="module")
def exported(collector):
    """Name of a span to its attributes, as the Collector exports them."""
    sent = [
        spans.Span("quoted", {"gen_ai.operation.name": "invoke_agent", "agent_name": 'the "best"\nagent'}),
        spans.Span("numbered", {"gen_ai.operation.name": "invoke_agent", "agent_name": 7}),
        spans.Span("empty", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "", "agent_name": "helper"}),
        spans.Span("no number", {"customer": "jane@example.com", "ratio": float("nan")}),
    ]
    body = json.loads(json.dumps(spans.export(SERVICE, sent)).replace("NaN", '"NaN"'))
    assert Sender(collector.endpoint).send("traces", body) == 200
    found: dict[str, dict[str, str]] = {}
    for _ in range(100):
        time.sleep(0.2)
        found = dict(_spans(collector.traces.read_text())) if collector.traces.exists() else {}
        if len(found) == len(sent):
            break
    return found


def _spans(lines: str):
    for line in lines.splitlines():
        if SERVICE in line:
            for resource in json.loads(line)["resourceSpans"]:
                if {"key": "service.name", "value": {"stringValue": SERVICE}} in resource["resource"]["attributes"]:
                    for span in (span for scope in resource["scopeSpans"] for span in scope["spans"]):
                        yield span["name"], {one["key"]: one["value"].get("stringValue") for one in span.get("attributes", ())}


@pytest.mark.parametrize("span, name", [("quoted", "the _best__agent"), ("numbered", "7"), ("empty", "helper")])
def test_a_name_can_be_put_into_a_query_whatever_it_is_called(exported, span, name):
    assert exported[span]["gen_ai.agent.name"] == name


def test_an_address_beside_a_number_that_is_none_is_masked(exported):
    assert exported["no number"]["customer"] == "<email>"

"""What is counted does not depend on how spans are cut into exports, nor on the order of these: each alone, parents seconds after
their children, and what is judged before what it is compared with."""

from __future__ import annotations

import json
import time

import pytest

from agentdash.collector import hold
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import GATEWAY as CARRIES
from agentdash.vocabulary.attributes import KIND, RESPONSE_ID
from tests.telemetry import order, recordings, spans
from tests.telemetry.replay import Sender, replay
from tests.truth import servers
from tests.truth.gaps import NOT_REPORTED
from tests.truth.servers import free_addresses
from tests.truth.settle import settle
from tests.truth.truth import truth
from tests.truth.variants import beside

_SPEED = 15
_LATE = 5
"""Seconds of this test: batches of processes leave every five."""
ORDERS = {
    "/each-span": order.each_span,
    "/late-parents": lambda recording: order.late_parents(recording, _LATE * _SPEED),
}
NAMES = ("anthropic_traceloop", "langchain_traceloop", "copilot_cli102", "pydantic_ai", "openai_agents_openinference", "litellm_proxy_gateway",
         "langgraph_langsmith_otel", "haystack2_traceloop")
"""Programs with several spans of one call, of one trace and of several, with runs in runs, and with a gateway."""
SIGNALS = {"calls": "calls", "errors": "errors", "input_tokens": "input_tokens", "output_tokens": "output_tokens", "agent_runs": "runs", "tool_runs": "tool_runs"}
"""A signal, and the cell of the truth table that it is."""


@pytest.fixture(scope="module")
def ordered(collector, prometheus, measured):
    """Each recording in each order, side by side."""
    replay([beside(change(recordings.load(name)), suffix) for name in NAMES for suffix, change in ORDERS.items()], collector.endpoint, speed=_SPEED)
    settle(collector, prometheus)
    return measured


@pytest.mark.parametrize("suffix", ORDERS)
@pytest.mark.parametrize("name, signal", [(name, signal) for name in NAMES for signal, cell in SIGNALS.items() if (name, cell) not in NOT_REPORTED])
def test_an_order_changes_no_number(ordered, name, signal, suffix):
    true = truth(name)
    wanted = {"calls": len(true.served), "errors": len(true.served) - len(true.answered), "input_tokens": true.tokens("input"),
              "output_tokens": true.tokens("output"), "agent_runs": true.totals["agent_runs"]["total"], "tool_runs": true.totals["tool_calls"]["total"]}
    assert sum(ordered.total(signal, service + suffix) for service in true.services) == pytest.approx(wanted[signal], rel=0.01)


TELL, JUDGE = "tell", "judge"
"""A copy that went ahead, and what has waited."""
CLIENT, GATEWAY = "door-client", "door-gateway"


@pytest.fixture(scope="module")
def door(tmp_path_factory, settings, prometheus):
    """A Collector with a door right before the stage that judges: what waits by seconds is let go in any order, rarely in the wrong one."""
    address = free_addresses(1)[0]

    def change(built):
        built["receivers"]["otlp/door"] = {"protocols": {"http": {"endpoint": address}}}
        built["service"]["pipelines"]["traces/agentdash_judge"]["receivers"].append("otlp/door")

    with servers.collector(tmp_path_factory.mktemp("door"), settings, prometheus.write, change=change) as server:
        yield Sender(f"http://{address}"), server


@pytest.mark.parametrize("first, second", [(CLIENT, GATEWAY), (GATEWAY, CLIENT)])
@pytest.mark.parametrize("judged_first, judged_second", [(CLIENT, GATEWAY), (GATEWAY, CLIENT)])
def test_a_call_is_its_client_s_in_whatever_order_the_two_are_told_and_judged(door, first, second, judged_first, judged_second):
    sender, server = door
    # The client of a stream is not told what it used.
    call = {KIND: kinds.CALL, RESPONSE_ID: f"answer-{first}-{judged_first}"}
    client = spans.call(tokens=None, attributes=call, seconds=2)
    spans_of = {CLIENT: client, GATEWAY: spans.call(attributes={**call, CARRIES: True}, seconds=1, trace=client.trace, scope="litellm")}
    end = time.time()
    for what, service in ((TELL, first), (TELL, second), (JUDGE, judged_first), (JUDGE, judged_second)):
        body = spans.export(service, [spans_of[service]], end=end - 0.5 * (service == GATEWAY))
        if what == TELL:
            body["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"] += spans.attributes({hold.TOLD: True})
        assert sender.send("traces", body) == 200
    found = {}
    until = time.time() + 30
    while len(found) < 2 and time.time() < until:
        time.sleep(0.2)
        found = {service: one for service, one in _written(server.traces) if one["traceId"] == client.trace}
    told = {service: {item["key"]: next(iter(item["value"].values())) for item in one["attributes"]} for service, one in found.items()}
    assert {service: one[KIND] for service, one in told.items()} == {CLIENT: kinds.CALL, GATEWAY: kinds.STEP}
    assert told[CLIENT]["gen_ai.usage.input_tokens"] == "100"


def _written(file):
    """Services and spans that the Collector has written."""
    for line in file.read_text().splitlines() if file.exists() else ():
        for resource in json.loads(line)["resourceSpans"]:
            service = next(item["value"]["stringValue"] for item in resource["resource"]["attributes"] if item["key"] == "service.name")
            for scope in resource["scopeSpans"]:
                for one in scope["spans"]:
                    yield service, one

"""Series stay few: sessions, users and prompts add none; runaway names fold, and no total changes by it."""

from __future__ import annotations

import time

import pytest

from agentdash.collector.derive import CALL_BOUNDS, RUN_BOUNDS
from agentdash.collector.series_cost import written
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.settle import settle

_MODELS = 10_000


@pytest.fixture(scope="module")
def collector(tmp_path_factory, settings, prometheus):
    """One of its own, for ten thousand names stay with it."""
    with servers.collector(tmp_path_factory.mktemp("crowded"), settings, prometheus.write) as server:
        yield server
        assert server.warnings() == []


def series(prometheus, service: str) -> int:
    """How many series a service has had."""
    return len(prometheus.series(f'{{service_name="{service}"}}'))


def _turn(number: int) -> list[spans.Span]:
    """An agent's run with a call and a tool in it, for a session, a user and a prompt of its own."""
    own = {"session.id": f"session-{number}", "gen_ai.conversation.id": f"conversation-{number}", "user.id": f"user-{number}",
           "enduser.id": f"user{number}@example.com", "gen_ai.prompt.0.content": f"prompt {number}", "gen_ai.response.id": f"response-{number}",
           "thread.id": number, "traceloop.association.properties.session_id": f"session-{number}"}
    run = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper", **own}, seconds=2)
    tool = spans.Span("execute_tool search", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search",
                                              "gen_ai.tool.call.id": f"call-{number}", **own}, parent=run)
    return [spans.call(parent=run, attributes=own), tool, run]


@pytest.fixture(scope="module")
def few_and_many(collector, prometheus):
    """One session of one service; a thousand of another."""
    sender = Sender(collector.endpoint)
    assert sender.send("traces", spans.export("few", _turn(0))) == 200
    for batch in range(20):
        every = [span for number in range(50) for span in _turn(1 + batch * 50 + number)]
        assert sender.send("traces", spans.export("many", every)) == 200
    settle(collector, prometheus)


def test_a_thousand_sessions_add_no_series(few_and_many, prometheus, measured):
    assert measured.total("calls", "many") == measured.total("agent_runs", "many") == measured.total("tool_runs", "many") == 1000
    assert series(prometheus, "many") == series(prometheus, "few")


def test_a_service_costs_what_the_docs_say(few_and_many, prometheus):
    """Per service, model and outcome: calls; two kinds of tokens. Per tool, per agent and outcome. Runs by their length."""
    calls, tokens, tools, runs = len(CALL_BOUNDS) + 3, 2, len(CALL_BOUNDS) + 3, len(RUN_BOUNDS) + 3
    by_length = series(prometheus, "few") - (calls + tokens + tools + runs)
    assert 0 <= by_length <= 5, "more series than docs/load.md says"


def test_sdk_metrics_with_sessions_add_no_series(collector, prometheus):
    def body(service: str, number: int) -> dict:
        now = str(int(time.time() * 1e9))
        own = spans.attributes({"session.id": f"session-{number}", "user.id": f"user-{number}", "type": "input", "model": "claude-haiku-4-5",
                                "hidden_params": f"{{'call': {number}}}", "gen_ai.operation.name": "chat"})
        one = {"startTimeUnixNano": now, "timeUnixNano": now, "attributes": own}
        metrics = [
            {"name": "claude_code.token.usage", "unit": "tokens", "sum": {"isMonotonic": True, "aggregationTemporality": 1, "dataPoints": [{**one, "asInt": "10"}]}},
            {"name": "gen_ai.usage.cost", "unit": "USD", "sum": {"isMonotonic": True, "aggregationTemporality": 2, "dataPoints": [{**one, "asDouble": 0.1}]}},
            {"name": "my.requests", "unit": "1", "sum": {"isMonotonic": True, "aggregationTemporality": 2, "dataPoints": [{**one, "asInt": "1"}]}},
        ]
        return {"resourceMetrics": [{"resource": {"attributes": spans.attributes({"service.name": service})},
                                     "scopeMetrics": [{"scope": {"name": "sdk"}, "metrics": metrics}]}]}

    sender = Sender(collector.endpoint)
    for number in range(200):
        assert sender.send("metrics", body("many-sdk", number)) == 200
    settle(collector, prometheus)
    # Its tokens, and that it sends metrics.
    assert series(prometheus, "many-sdk") == 2
    rows = prometheus.query('sum(max_over_time(claude_code_token_usage_tokens_total{service_name="many-sdk"}[10m])) - '
                            'sum(min_over_time(claude_code_token_usage_tokens_total{service_name="many-sdk"}[10m]))')
    assert float(rows[0]["value"][1]) == 2000


_PUBLIC = ("gpt-4o-2024-08-06", "claude-sonnet-4-5-20250929", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "meta-llama/Llama-3.3-70B-Instruct-Turbo",
           "gemini-2.5-flash-preview-05-20", "o4-mini-2025-04-16", "mistral-large-2411", "qwen3-235b-a22b-instruct-2507", "deepseek-r1-0528",
           "@cf/meta/llama-3.1-8b-instruct", "text-embedding-3-small", "my-deployment", "llama3.2:latest", "grok-4-0709", "gpt-4.1-nano-2025-04-14")

# Names, how many of them, and how many stay: short numbers and what may be a date do.
_RUNAWAY = {
    "deployment-{0:05d}": (_MODELS, 1), "model-{0}": (1000, 101), "gpt-4o-{0}": (2000, 200), "ft:gpt-4o-mini-2024-07-18:acme::{0:08x}": (500, 1),
    "gpt-4o-{0:032x}": (500, 1), "model_{0:05d}_of_tenant_{0:05d}": (500, 1), "accounts/acme/deployments/{0:06d}": (500, 1),
    "{0:08x}-aaaa-bbbb-cccc-{0:012x}": (500, 1),
}


@pytest.fixture(scope="module")
def runaway(collector, prometheus):
    """A service per kind of name."""
    sender = Sender(collector.endpoint)
    for kind, (name, (count, _)) in enumerate(_RUNAWAY.items()):
        for start in range(0, count, 500):
            calls = [spans.call(name.format(number), seconds=0.5) for number in range(start, start + 500)]
            assert sender.send("traces", spans.export(f"runaway-{kind}", calls)) == 200
    every = []
    for number in range(300):
        every += [spans.Span("invoke_agent", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": f"agent-{number:08x}-12ab-4c5d-9e8f-{number:012x}"}),
                  spans.Span("execute_tool", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": f"tool_{number:07d}"})]
    assert sender.send("traces", spans.export("runaway-work", every)) == 200
    assert sender.send("traces", spans.export("named", [spans.call(name) for name in _PUBLIC])) == 200
    settle(collector, prometheus)


@pytest.mark.parametrize("name", _RUNAWAY)
def test_ten_thousand_models_fold_and_no_call_is_lost(runaway, prometheus, measured, name):
    service, (count, stay) = f"runaway-{list(_RUNAWAY).index(name)}", _RUNAWAY[name]
    assert measured.total("calls", service) == count
    assert measured.total("input_tokens", service) == 100 * count
    assert 1 <= len(measured.by("calls", "gen_ai_response_model", service)) <= stay
    # A histogram's buckets, count and sum, and a counter for each kind of token, money and gap.
    assert series(prometheus, service) < (len(CALL_BOUNDS) + 12) * stay


def test_agents_and_tools_named_by_ids_fold(runaway, prometheus, measured):
    assert (measured.total("agent_runs", "runaway-work"), measured.total("tool_runs", "runaway-work")) == (300, 300)
    assert series(prometheus, "runaway-work") < 150


def test_names_of_public_models_stay(runaway, measured):
    assert set(measured.by("calls", "gen_ai_response_model", "named")) == set(_PUBLIC)


def test_signals_tells_what_is_written(few_and_many, prometheus, settings):
    """Of each metric so many series as sets of labels, times what `agentdash signals --series` says of one; and no other labels."""
    known = {one.name: one for one in written(settings)}
    found: dict[str, dict[tuple, set]] = {}
    for one in prometheus.series('{service_name=~"few|many"}'):
        name = one.pop("__name__")
        base = name if name in known else name.rsplit("_", 1)[0]
        bucket = (name, one.pop("le", ""))
        found.setdefault(base, {}).setdefault(tuple(sorted(one.items())), set()).add(bucket)
    assert set(found) <= set(known)
    for name, sets in found.items():
        assert {len(series) for series in sets.values()} == {known[name].series}, name
        assert all({label for label, _ in labels} <= {*known[name].labels, "collector_id"} for labels in sets), name
    assert len(found) > 5

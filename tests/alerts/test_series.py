"""The series behind the three stories, from spans made by hand: what no recording holds."""

from __future__ import annotations

import time

import pytest

from agentdash.query.promql import equals
from agentdash.settings import loader
from agentdash.signals import bind
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers

SETTINGS = 'telemetry: {interval: 1s}\nalerts: {services: {patient: {}}, loop: {services: {patient: {calls: 30}}}}\n'
HELD = 36
"""Seconds until what follows a failed call is counted: held for twenty, then at most ten more."""


def _error(kind: str) -> dict:
    return {"attributes": {"error.type": kind}, "status": spans.ERROR, "tokens": None}


def _answered(asked: str, served: str, **more) -> spans.Span:
    return spans.call(asked, attributes={"gen_ai.response.model": served}, **more)


def _run(service: str, calls: int, failing: int = 0, agent: str = "", batch: int = 7) -> list[tuple[str, list[spans.Span]]]:
    """The exports of one run: some calls and failures of one tool at a time, the run itself last."""
    own = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": agent or "worker"}
    run = spans.Span("invoke_agent", own, seconds=60)
    more = {"gen_ai.agent.name": agent} if agent else {}
    inside = [spans.call(parent=run, attributes=dict(more)) for _ in range(calls)]
    inside += [spans.Span("execute_tool", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "lookup", "error.type": "timeout"}, parent=run)
               for _ in range(failing)]
    return [*((service, inside[begin:begin + batch]) for begin in range(0, len(inside), batch)), (service, [run])]


def _followed(service: str, first: spans.Span, second: spans.Span, apart: float = 1.0) -> list[dict]:
    second.trace = first.trace
    now = time.time()
    return [spans.export(service, [first], end=now - second.seconds - apart), spans.export(service, [second], end=now)]


def _waiting() -> list[spans.Span]:
    """A tool of Claude Code that ran for two seconds after a person had taken eight to allow it."""
    scope = "com.anthropic.claude_code.tracing"
    tool = spans.Span("claude_code.tool", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "Bash"}, scope, seconds=10)
    return [spans.Span("claude_code.tool.blocked_on_user", {"span.type": "x", "gen_ai.provider.name": "anthropic"}, scope, tool, seconds=8),
            spans.Span("claude_code.tool.execution", {"gen_ai.provider.name": "anthropic"}, scope, tool, seconds=2), tool]


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A function from a signal and a service to its total by some labels."""
    folder = tmp_path_factory.mktemp("series")
    settings = loader.parse(SETTINGS, "test")
    signals = bind(settings)
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
        sender = Sender(collector.endpoint)
        exports = [spans.export(service, batch) for service, batch in (
            *_run("looping", 25), *_run("looping", 3), *_run("busy", 20), *_run("patient", 25),
            *_run("coder", 60, agent="claude-code"), *_run("stubborn", 3, failing=12), *_run("clumsy", 3, failing=4),
        )]
        exports += _followed("moved", spans.call("gpt-4o", **_error("429")), spans.call("claude-sonnet-4-5"))
        exports += _followed("patched", spans.call("gpt-4o-2024-08-06", **_error("429")), spans.call("gpt-4o"))
        exports += _followed("later", spans.call("gpt-4o", **_error("429")), spans.call("gpt-4o-mini"), apart=90)
        exports += _followed("apart", spans.call("gpt-4o", **_error("timeout")), spans.call("gpt-4o"))
        exports += [spans.export("gateway", [_answered("gpt-4o", "gpt-4o-mini-2024-07-18"), _answered("gpt-4o", "gpt-4o-2024-08-06")])]
        exports += [spans.export("two-models", [spans.call("gpt-4o"), spans.call("gpt-4o-mini")])]
        exports += [spans.export("person", _waiting())]
        for export in exports:
            assert sender.send("traces", export) == 200
            time.sleep(0.05)
        time.sleep(HELD)
        assert collector.warnings() == []

        def total(name: str, service: str, *by: str) -> dict:
            found = prometheus.query(str(signals.named(name).total(by, (equals("service_name", service),), "5m")))
            return {tuple(row["metric"].get(label, "") for label in by): float(row["value"][1]) for row in found}

        yield total


def test_a_run_above_the_limit_counts_whole_and_the_others_not_at_all(counted):
    assert counted("long_run_calls", "looping") == {(): 25}
    assert counted("long_run_input_tokens", "looping") == {(): 2500}
    assert counted("long_run_output_tokens", "looping") == {(): 250}
    assert counted("long_run_calls", "busy") == {}


def test_limits_of_one_service_and_of_coding_agents(counted):
    assert counted("long_run_calls", "patient") == {}
    assert counted("long_run_calls", "coder") == {}


def test_runs_by_how_many_calls_they_made(counted):
    reached = {int(step): number for (step,), number in counted("runs_reaching", "looping", "more_than").items()}
    assert reached == {0: 2, 1: 2, 2: 2} | dict.fromkeys((*range(3, 14), 15, 17, 19, 21, 24), 1)


def test_a_tool_that_fails_again_and_again(counted):
    assert counted("repeated_failures", "stubborn", "gen_ai_tool_name") == {("lookup",): 12}
    assert counted("repeated_failures", "clumsy") == {}


def test_another_model_after_a_failure_is_the_clients_fallback(counted):
    labels = ("gen_ai_request_model", "gen_ai_response_model", "fallback_by")
    assert counted("fallbacks", "moved", *labels) == {("gpt-4o", "claude-sonnet-4-5", "client"): 1}
    [dollars] = counted("fallback_cost", "moved", "gen_ai_request_model", "gen_ai_response_model").values()
    assert dollars == pytest.approx((100 * 3 + 10 * 15) / 1e6)


def test_another_model_than_asked_for_is_a_gateways_and_a_snapshot_is_none(counted):
    labels = ("gen_ai_request_model", "gen_ai_response_model", "fallback_by")
    assert counted("fallbacks", "gateway", *labels) == {("gpt-4o", "gpt-4o-mini-2024-07-18", "gateway"): 1}


def test_the_same_model_again_is_a_retry_of_what_went_wrong(counted):
    assert counted("retries", "apart", "error_type") == {("timeout",): 1}
    assert counted("retries", "patched", "error_type") == {("rate_limit",): 1}
    assert counted("fallbacks", "patched") == counted("fallbacks", "apart") == {}


def test_what_comes_much_later_or_after_no_failure_follows_nothing(counted):
    assert counted("fallbacks", "later") == counted("fallbacks", "two-models") == {}


def test_waiting_for_a_person_is_not_the_tools_time(counted):
    assert counted("waited_seconds", "person") == {(): pytest.approx(8, abs=0.01)}
    buckets = {le: number for (le,), number in counted("tool_latency", "person", "le").items()}
    assert buckets["1.81"] == 0
    assert buckets["2.56"] == buckets["+Inf"] == 1

"""Sampled traces: the derived numbers stand for all of them where the ratio is known."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.measure import Measured
from tests.truth.settle import settle

_QUARTER = "ot=th:c"
"""The trace state of a sampler that keeps one in four: the threshold lies at three quarters."""


def _calls(count: int, state: str = "", **more: Any) -> list[spans.Span]:
    return [spans.call(state=state, **more) for _ in range(count)]


def _work(state: str = "") -> list[spans.Span]:
    run = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=2, state=state)
    return [spans.Span("execute_tool t", {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t"}, parent=run, state=state), run]


def test_a_threshold_in_the_trace_state_is_read(collector, prometheus, measured):
    """Traces sampled in different ways, side by side."""
    every = [*_calls(10, _QUARTER), *_calls(2, _QUARTER, status=spans.ERROR), *_calls(3), *_work(_QUARTER)]
    assert Sender(collector.endpoint).send("traces", spans.export("sampled-by-state", every)) == 200
    settle(collector, prometheus)
    assert measured.total("calls", "sampled-by-state") == 4 * 12 + 3
    assert measured.total("errors", "sampled-by-state") == 4 * 2
    assert measured.total("input_tokens", "sampled-by-state") == 100 * (4 * 12 + 3)
    assert measured.total("agent_runs", "sampled-by-state") == measured.total("tool_runs", "sampled-by-state") == 4
    assert measured.quantile("latency", 0.5, "sampled-by-state") == pytest.approx(1, rel=0.3)


def _long_run(state: str = "") -> list[spans.Span]:
    """Of 200 calls; and another, of 200 tool runs that failed."""
    calls = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=20, state=state)
    tools = spans.Span("invoke_agent helper", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=20, state=state)
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "t"}
    return [*_calls(200, state, parent=calls), calls, *(spans.Span("execute_tool t", tool, parent=tools, status=spans.ERROR, state=state) for _ in range(200)), tools]


def _weighs(prometheus: servers.Prometheus, measured: Measured, service: str, by: float) -> None:
    """Everything that is counted weighs the same, what is counted run by run too."""
    counted = {signal: measured.total(signal, service) for signal in (
        "calls", "long_run_calls", "input_tokens", "long_run_input_tokens", "tool_runs", "repeated_failures", "agent_runs")}
    assert counted == pytest.approx({
        "calls": 200 * by, "long_run_calls": 200 * by, "input_tokens": 20_000 * by, "long_run_input_tokens": 20_000 * by,
        "tool_runs": 200 * by, "repeated_failures": 200 * by, "agent_runs": 2 * by}, rel=0.15, abs=2)
    [runs] = prometheus.query(f'sum(max_over_time(agentdash_runs_total{{service_name="{service}", more_than="0"}}[10m]))')
    assert float(runs["value"][1]) == pytest.approx(by)
    assert counted["long_run_calls"] == counted["calls"]
    assert counted["long_run_input_tokens"] == counted["input_tokens"]
    assert counted["repeated_failures"] == counted["tool_runs"]


def test_what_is_counted_run_by_run_weighs_the_same(tmp_path, settings, prometheus, measured):
    """By a threshold in the trace state, also where the settings say a ratio for all others."""
    some = replace(settings, telemetry=replace(settings.telemetry, sampling=replace(settings.telemetry.sampling, head_ratio=0.7)))
    with servers.collector(tmp_path, some, prometheus.write) as collector:
        sender = Sender(collector.endpoint)
        assert sender.send("traces", spans.export("runs-by-ratio", _long_run())) == 200
        assert sender.send("traces", spans.export("runs-by-state", _long_run(_QUARTER))) == 200
        assert sender.send("traces", spans.export("runs-by-other-state", _long_run("vendor=th:8,ot=rv:00000000000000;th:8"))) == 200
    _weighs(prometheus, measured, "runs-by-ratio", 1 / 0.7)
    _weighs(prometheus, measured, "runs-by-state", 4)
    _weighs(prometheus, measured, "runs-by-other-state", 2)


def test_a_ratio_in_the_settings(tmp_path, settings, prometheus, measured):
    tenth = replace(settings, telemetry=replace(settings.telemetry, sampling=replace(settings.telemetry.sampling, head_ratio=0.1)))
    with servers.collector(tmp_path, tenth, prometheus.write) as collector:
        every = [*_calls(7), *_calls(1, tokens=None), *_work()]
        assert Sender(collector.endpoint).send("traces", spans.export("sampled-by-ratio", every)) == 200
        assert collector.warnings() == []
    assert measured.total("calls", "sampled-by-ratio") == 80
    assert measured.total("input_tokens", "sampled-by-ratio") == 7000
    assert measured.total("calls_without_usage", "sampled-by-ratio") == 10
    assert measured.total("agent_runs", "sampled-by-ratio") == measured.total("tool_runs", "sampled-by-ratio") == 10


@pytest.mark.parametrize("ratio", [0.3, 0.75])
def test_ratios_that_do_not_divide(tmp_path, settings, prometheus, measured, ratio):
    some = replace(settings, telemetry=replace(settings.telemetry, sampling=replace(settings.telemetry.sampling, head_ratio=ratio)))
    service = f"sampled-{ratio}"
    with servers.collector(tmp_path, some, prometheus.write) as collector:
        assert Sender(collector.endpoint).send("traces", spans.export(service, _calls(300))) == 200
    assert measured.total("calls", service) == pytest.approx(300 / ratio, rel=0.05)
    assert measured.total("input_tokens", service) == pytest.approx(30_000 / ratio, rel=0.05)


def test_tail_sampling_comes_after_the_numbers(tmp_path, settings, prometheus, measured):
    """Few ordinary traces are kept, and all failed and slow ones; every call is counted."""
    tail = replace(settings.telemetry.sampling, tail_percent=5, tail_slow=20, tail_wait=3)
    sampled = replace(settings, telemetry=replace(settings.telemetry, sampling=tail), collector=replace(settings.collector, hold=2))
    with servers.collector(tmp_path, sampled, prometheus.write) as collector:
        failed, slow = _calls(4, attributes={"error.type": "RateLimitError"}, status=spans.ERROR), _calls(3, seconds=30.0)
        assert Sender(collector.endpoint).send("traces", spans.export("sampled-tail", [*_calls(200), *failed, *slow])) == 200
        settle(collector, prometheus)
        time.sleep(7)
        kept = [span["spanId"] for line in collector.traces.read_text().splitlines() for resource in json.loads(line)["resourceSpans"]
                for scope in resource["scopeSpans"] for span in scope["spans"]]
        assert collector.warnings() == []
    assert measured.total("calls", "sampled-tail") == 207
    assert measured.total("errors", "sampled-tail") == 4
    assert measured.total("input_tokens", "sampled-tail") == 20_700
    assert {span.id for span in (*failed, *slow)} <= set(kept)
    assert len(kept) < 100

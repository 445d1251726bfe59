"""Sampled traces: the derived numbers stand for all of them where the ratio is known."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.settle import settle

_QUARTER = "ot=th:c"
"""The trace state of a sampler that keeps one in four: the threshold lies at three quarters."""


def _calls(count: int, state: str = "", **more: object) -> list[spans.Span]:
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

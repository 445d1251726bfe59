"""Broken telemetry neither stops the Collector nor changes a total."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.settle import settle

_USAGE = "gen_ai.usage.input_tokens"
_MEGABYTE = 1_000_000


def _bad() -> dict[str, spans.Span]:
    """Service to a call that has something wrong with it."""
    def call(**attributes: object) -> spans.Span:
        return spans.call(attributes=attributes)

    huge = call(**{"gen_ai.input.messages": "x" * _MEGABYTE, "note": "y" * _MEGABYTE})
    huge.name = "z" * _MEGABYTE
    empty = spans.Span("", {"gen_ai.operation.name": "chat"})
    backwards = call()
    backwards.seconds = -5.0
    return {
        "bad-text-for-a-number": call(**{_USAGE: "one hundred", "gen_ai.usage.output_tokens": "ten"}),
        "bad-number-as-text": call(**{_USAGE: "100", "gen_ai.usage.output_tokens": "10"}),
        "bad-fraction": call(**{_USAGE: 100.0, "gen_ai.usage.output_tokens": 10.0}),
        "bad-negative": call(**{_USAGE: -100, "gen_ai.usage.output_tokens": -1}),
        "bad-list-for-a-number": call(**{_USAGE: [1, 2]}),
        "bad-yes-for-a-number": call(**{_USAGE: True}),
        "bad-nan": call(**{_USAGE: float("nan"), "gen_ai.response.time_to_first_chunk": float("nan")}),
        "bad-infinite": call(**{_USAGE: float("inf"), "gen_ai.response.time_to_first_chunk": float("inf")}),
        "bad-number-for-a-name": call(**{"gen_ai.response.model": 4, "gen_ai.provider.name": 7, "gen_ai.agent.name": 3}),
        "bad-list-for-a-name": call(**{"gen_ai.response.model": ["a", "b"], "error.type": ["x"]}),
        "bad-first-chunk-text": call(**{"gen_ai.response.time_to_first_chunk": "soon"}),
        "bad-first-chunk-negative": call(**{"gen_ai.response.time_to_first_chunk": -2.0}),
        "bad-status-text": call(**{"http.response.status_code": "five hundred"}),
        "bad-attempt-text": call(attempt="often"),
        "bad-empty": empty,
        "bad-backwards": backwards,
        "bad-huge": huge,
        "bad-no-start": call(),
        "bad-no-end": call(),
        "bad-start": call(),
        "bad-no-id": call(),
    }


@pytest.fixture(scope="module")
def sent(collector, prometheus):
    """Each bad call between two good ones of the same service."""
    sender = Sender(collector.endpoint)
    for service, bad in _bad().items():
        body = spans.export(service, [spans.call(), bad, spans.call()])
        one = next(span for scope in body["resourceSpans"][0]["scopeSpans"] for span in scope["spans"] if span["spanId"] == bad.id)
        if service == "bad-no-start":
            del one["startTimeUnixNano"]
        if service == "bad-start":
            one["startTimeUnixNano"] = "1"
        if service == "bad-no-id":
            del one["spanId"], one["traceId"]
        if service == "bad-no-end":
            del one["endTimeUnixNano"]
        text = json.dumps(body).replace("NaN", '"NaN"').replace("-Infinity", '"-Infinity"').replace("Infinity", '"Infinity"')
        assert sender.send("traces", json.loads(text)) == 200
    settle(collector, prometheus)
    return collector


@pytest.mark.parametrize("service", _bad())
def test_every_call_is_counted_and_good_ones_keep_their_tokens(sent, measured, service):
    assert measured.total("calls", service) == 3
    good = {"bad-number-as-text": 300, "bad-fraction": 300, "bad-empty": 200, "bad-text-for-a-number": 200, "bad-negative": 200,
            "bad-list-for-a-number": 200, "bad-nan": 200, "bad-infinite": 200}
    if service == "bad-yes-for-a-number":
        # A yes may read as one.
        assert measured.total("input_tokens", service) in (200, 201)
    else:
        assert measured.total("input_tokens", service) == good.get(service, 300)


@pytest.mark.parametrize("service", _bad())
def test_percentiles_stay_numbers(sent, measured, service):
    for signal in ("latency", "time_to_first_token"):
        found = measured.quantile(signal, 0.5, service)
        assert found is None or 0 <= found < 100, signal


def test_a_span_without_an_end_does_not_last_for_half_a_century(sent, prometheus):
    rows = prometheus.query('max(max_over_time(gen_ai_client_operation_duration_seconds_sum{service_name=~"bad-.*"}[10m]))')
    assert float(rows[0]["value"][1]) < 60


def test_the_collector_goes_on(sent):
    assert sent.warnings() == []
    assert Sender(sent.endpoint).send("traces", spans.export("bad-afterwards", [spans.call()])) == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"resourceSpans": 3}', b"\x00\xff" * 100])
def test_requests_that_are_no_telemetry_are_refused(collector, body):
    connection = http.client.HTTPConnection(urlsplit(collector.endpoint).netloc, timeout=10)
    connection.request("POST", "/v1/traces", body, {"content-type": "application/json"})
    assert connection.getresponse().status in (200, 400, 500)


def test_metrics_with_nonsense_in_them(collector, prometheus, measured):
    now = str(int(time.time() * 1e9))
    point = {"timeUnixNano": now, "startTimeUnixNano": now, "attributes": spans.attributes({"type": "input", "model": "m"})}
    metrics = [{"name": "claude_code.token.usage", "unit": "tokens", "sum": {"isMonotonic": True, "aggregationTemporality": 1, "dataPoints": [
        {**point, "asDouble": 5.0}, {**point, "asDouble": "NaN"}, {**point, "asInt": "-7"}, {**point}]}},
        {"name": "claude_code.token.usage", "gauge": {"dataPoints": [{**point, "asDouble": 1.0}]}}]
    body = {"resourceMetrics": [{"resource": {"attributes": spans.attributes({"service.name": "bad-metrics"})},
                                 "scopeMetrics": [{"scope": {"name": "com.anthropic.claude_code"}, "metrics": metrics}]}]}
    assert Sender(collector.endpoint).send("metrics", body) == 200
    settle(collector, prometheus)
    rows = prometheus.query('sum(max_over_time(claude_code_token_usage_tokens_total{service_name="bad-metrics"}[10m])) - '
                            'sum(min_over_time(claude_code_token_usage_tokens_total{service_name="bad-metrics"}[10m]))')
    assert float(rows[0]["value"][1]) == 5
    assert collector.warnings() == []


def test_a_host_whose_clock_is_ten_minutes_off_counts_like_others(collector, prometheus, measured):
    """Numbers are of the time in which the Collector took them; how long calls took is one clock's difference."""
    sender, now = Sender(collector.endpoint), time.time()
    for off in (-600, 0, 600):
        run = spans.Span("invoke_agent", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}, seconds=8)
        assert sender.send("traces", spans.export("clocks", [*(spans.call(parent=run, seconds=2.0) for _ in range(5)), run], end=now + off)) == 200
    settle(collector, prometheus)
    assert (measured.total("calls", "clocks"), measured.total("agent_runs", "clocks"), measured.total("input_tokens", "clocks")) == (15, 3, 1500)
    assert measured.quantile("latency", 0.5, "clocks") == pytest.approx(2, rel=0.15)

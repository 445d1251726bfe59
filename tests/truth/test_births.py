"""Totals are exact from the first call on: short programs, restarts, several Collectors, SDK metrics in both temporalities."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from typing import Any

import pytest

from tests.telemetry import recordings, spans
from tests.telemetry.replay import Sender, replay
from tests.truth import servers
from tests.truth.settle import settle
from tests.truth.temporality import as_cumulative
from tests.truth.truth import truth
from tests.truth.variants import variant


def _send(endpoint: str, service: str, calls: int, failed: int = 0, resource: dict[str, Any] | None = None) -> None:
    """Calls of 100 tokens in and 10 out, each an export of its own."""
    sender = Sender(endpoint)
    for number in range(calls):
        one = spans.call() if number >= failed else spans.call(tokens=None, attributes={"error.type": "RateLimitError"}, status=spans.ERROR)
        assert sender.send("traces", spans.export(service, [one], resource)) == 200


def test_one_call_and_exit(collector, prometheus, measured):
    _send(collector.endpoint, "one-call", 1)
    _send(collector.endpoint, "one-failure", 1, failed=1)
    settle(collector, prometheus)
    assert (measured.total("calls", "one-call"), measured.total("errors", "one-call")) == (1, 0)
    assert (measured.total("input_tokens", "one-call"), measured.total("output_tokens", "one-call")) == (100, 10)
    assert (measured.total("calls", "one-failure"), measured.total("errors", "one-failure")) == (1, 1)
    assert measured.quantile("latency", 0.5, "one-call") == pytest.approx(1, rel=0.3)


def test_a_program_is_restarted(collector, prometheus, measured):
    for life in range(5):
        _send(collector.endpoint, "reborn", 2, resource={"service.instance.id": f"life-{life}"})
    settle(collector, prometheus)
    assert (measured.total("calls", "reborn"), measured.total("input_tokens", "reborn")) == (10, 1000)


def test_the_collector_is_restarted(tmp_path, settings, prometheus, measured):
    """It ends with calls in it that it has not written yet."""
    for life, calls in enumerate((7, 1, 5)):
        with servers.collector(tmp_path, settings, prometheus.write, f"life-{life}") as one:
            _send(one.endpoint, "survivor", calls, failed=1)
        assert one.warnings() == []
    assert measured.total("calls", "survivor") == 13
    assert measured.total("errors", "survivor") == 3
    assert measured.total("input_tokens", "survivor") == 1000
    assert measured.quantile("latency", 0.5, "survivor") == pytest.approx(1, rel=0.3)


def test_two_collectors_behind_a_load_balancer(tmp_path, settings, collector, prometheus, measured):
    """Requests go to one and the other in turn, all of one program and of one trace."""
    with servers.collector(tmp_path, settings, prometheus.write, "second") as second:
        senders = itertools.cycle([Sender(collector.endpoint), Sender(second.endpoint)])
        for recording in (variant(recordings.load(name), f"{name}/balanced") for name in ("anthropic_traceloop", "openai_genai")):
            for request in recording.requests:
                if request.signal == "traces":
                    assert next(senders).send(request.signal, request.body) == 200
        settle(collector, prometheus)
        settle(second, prometheus)
    # What the two say of themselves must not meet in one series: Prometheus would refuse the second one's samples.
    assert second.warnings() == []
    health = "count by (service_instance_id) (count_over_time(otelcol_receiver_accepted_spans_total[5m]))"
    assert all(row["metric"].get("service_instance_id") for row in prometheus.query(health))
    for name in ("anthropic_traceloop", "openai_genai"):
        true = truth(name)
        assert measured.total("calls", f"{name}/balanced") == len(true.served)
        assert measured.total("input_tokens", f"{name}/balanced") == true.tokens("input")


@pytest.mark.parametrize("temporality", ["delta", "cumulative"])
def test_claude_codes_own_metrics(collector, prometheus, temporality):
    """26 sessions of a few seconds, each a series of its own at the SDK: tokens and cost to the last digit."""
    name = f"claude_code/{temporality}"
    totals: dict[Any, float] = defaultdict(float)
    starts: dict[Any, str] = {}

    def edit(body: dict[str, Any], signal: str) -> dict[str, Any]:
        if temporality == "cumulative":
            as_cumulative(body, totals, starts)
        return body

    begin = time.time()
    replay([variant(recordings.load("claude_code"), name)], collector.endpoint, speed=60, edit=edit, signals=["metrics"])
    settle(collector, prometheus)
    window = f"{round(time.time() - begin) + 30}s"

    def total(metric: str) -> dict[str, float]:
        rows = prometheus.query(f'sum by (type) (max_over_time({metric}{{service_name="{name}"}}[{window}])) - '
                                f'sum by (type) (min_over_time({metric}{{service_name="{name}"}}[{window}]))')
        return {row["metric"].get("type", ""): float(row["value"][1]) for row in rows}

    true = truth("claude_code")
    tokens = total("claude_code_token_usage_tokens_total")
    assert sum(tokens[kind] for kind in ("input", "cacheRead", "cacheCreation")) == true.tokens("input")
    assert tokens["output"] == true.tokens("output")
    assert total("claude_code_cost_usage_USD_total")[""] == pytest.approx(true.totals["totals"]["cost_usd"], rel=1e-6)
    assert total("claude_code_session_count_total")[""] == len(_sessions())


def _sessions() -> set[str]:
    return {attribute["value"]["stringValue"] for request in recordings.load("claude_code").requests if request.signal == "traces"
            for resource in request.body["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]
            for attribute in span["attributes"] if attribute["key"] == "session.id"}




def test_the_collector_is_restarted_under_sdk_metrics(tmp_path, settings, prometheus):
    """Claude Code's own counters: after a restart they are another series, not a reset one."""
    recording = recordings.load("claude_code")
    for life in range(2):
        with servers.collector(tmp_path, settings, prometheus.write, f"counted-{life}") as one:
            replay([variant(recording, f"counted/{life}")], one.endpoint, speed=200, signals=["metrics"])
            replay([variant(recording, "counted/same")], one.endpoint, speed=200, signals=["metrics"])
        assert one.warnings() == []
    counts = 'sum by (service_name) (max_over_time(claude_code_token_usage_tokens_total{service_name=~"counted/.*"}[5m]))'
    seen = {row["metric"]["service_name"]: float(row["value"][1]) for row in prometheus.query(counts)}
    assert seen["counted/0"] == seen["counted/1"] > 0
    assert seen["counted/same"] == 2 * seen["counted/0"]

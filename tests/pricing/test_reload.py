"""A new price in the Collector: a new configuration and SIGHUP. Nothing is lost, nothing is counted twice, and the past stays."""

from __future__ import annotations

import json
import signal
import time
import urllib.request

import pytest

from agentdash import yaml_text
from agentdash.collector.config import config, escape
from tests.pricing.charging import _span
from tests.pricing.money import settings
from tests.pricing.test_charged import call
from tests.truth import servers

pytestmark = [pytest.mark.go, pytest.mark.slow]

PRICED = "telemetry: {{interval: 5s}}\npricing: {{mode: collector, models: [{{model: ours, input: {}, output: 0}}]}}"
CALLS, TOKENS = 20, 1_000_000


def test_a_new_price_by_a_reload(tmp_path):
    with servers.prometheus(tmp_path / "prometheus") as prometheus, \
            servers.collector(tmp_path, settings(PRICED.format(2)), prometheus.write) as collector:
        _send(collector.endpoint, 0)
        assert _settled(prometheus, CALLS) == pytest.approx(CALLS * 2)
        file = tmp_path / "collector" / "config.yaml"
        running = yaml_text.loads(file.read_text())
        charge = "transform/agentdash_charge"
        priced = escape(config(settings(PRICED.format(3))))["processors"][charge]
        file.write_bytes(yaml_text.dumps({**running, "processors": {**running["processors"], charge: priced}}, "", sort_keys=False))
        collector.process.send_signal(signal.SIGHUP)
        time.sleep(1)
        servers.wait(f"http://{running['extensions']['health_check/agentdash']['endpoint']}/", collector.process, collector.log)
        _send(collector.endpoint, CALLS)
        assert _settled(prometheus, 2 * CALLS) == pytest.approx(CALLS * 2 + CALLS * 3)


def _send(endpoint: str, first: int) -> None:
    """Calls of one service, sent again until they are taken, as SDKs do."""
    now = time.time()
    spans = [_span(first + number, call("ours", "openai", {"input": TOKENS, "output": 0}), now) for number in range(CALLS)]
    for span in spans:
        span["attributes"] = [one for one in span["attributes"] if one["key"] != "agentdash.kind"] + [
            {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}}]
    body = json.dumps({"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "s"}}]},
                                          "scopeSpans": [{"spans": spans}]}]}).encode()
    for _ in range(60):
        try:
            urllib.request.urlopen(urllib.request.Request(f"{endpoint}/v1/traces", body, {"Content-Type": "application/json"}), timeout=30).read()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the Collector does not take the calls")


def _settled(prometheus: servers.Prometheus, calls: int) -> float:
    """The dollars, once that many calls are counted."""
    for _ in range(120):
        found = prometheus.query("sum(max_over_time(gen_ai_usage_input_tokens_total[10m]))")
        money = prometheus.query("sum(max_over_time(gen_ai_usage_cost_usd_total[10m]))")
        if found and money and float(found[0]["value"][1]) >= calls * TOKENS:
            return float(money[0]["value"][1])
        time.sleep(1)
    raise AssertionError(f"{calls} calls are not counted: {found}")

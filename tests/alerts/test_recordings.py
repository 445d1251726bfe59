"""Real agents before the rules: each story fires its own alert at its own service, and no other program fires any of the three.

The recordings go through the real Collector into the real Prometheus, faster than they were; the rules are looked at every
few seconds and need not hold for minutes, everything else is as it is built.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
import urllib.request
from typing import Any

import pytest

from agentdash import yaml_text
from agentdash.alerts import artifacts
from agentdash.settings import loader
from tests.telemetry import recordings
from tests.telemetry.replay import replay
from tests.truth import servers

SPEED = 15
SETTINGS = "telemetry: {interval: 5s}\nalerts:\n" + "".join(
    f"  {name}: {{for: 1s}}\n" for name in ("error_spike", "rate_limited", "latency", "loop", "fallback", "stall", "cache", "unpriced", "lost"))
STORIES = {"AgentRetryLoop": "story_retry_loop", "AgentFallback": "story_fallback_client", "AgentStepStalled": "story_stalled_step"}
PATIENCE = 90
"""Seconds after the last request in which the alerts must fire: the Collector holds a run's calls for twenty of them."""


class Firing(list[dict[str, Any]]):
    """Alerts that fire.

    ``stretch`` is by how much a rate may be above the truth: Prometheus goes on by up to 1.1 of a counter's mean interval beyond its last
    sample, and these counters have lived for a minute, not for the quarter of an hour that the rules look at.
    """

    stretch = 0.0


@pytest.fixture(scope="module")
def firing(tmp_path_factory):
    """Every alert that fires when all recordings have been replayed."""
    folder = tmp_path_factory.mktemp("alerts")
    settings = loader.parse(SETTINGS, "test")
    rules = yaml_text.loads(artifacts(settings)["rules/alerts.yml"])
    for group in rules["groups"]:
        group["interval"] = "5s"
    (folder / "rules.yml").write_bytes(yaml_text.dumps(rules, ""))
    with contextlib.ExitStack() as running:
        prometheus = running.enter_context(servers.prometheus(folder / "prometheus", [folder / "rules.yml"]))
        collector = running.enter_context(servers.collector(folder, settings, f"{prometheus.url}/api/v1/write"))
        replay([recordings.load(name) for name in recordings.names()], collector.endpoint, speed=SPEED)
        end = time.time() + PATIENCE
        found = Firing()
        while time.time() < end:
            time.sleep(3)
            with urllib.request.urlopen(f"{prometheus.url}/api/v1/alerts", timeout=30) as answer:
                found = [alert for alert in json.load(answer)["data"]["alerts"] if alert["state"] == "firing"]
            if set(STORIES) <= {alert["labels"]["alertname"] for alert in found}:
                break
        # What fires late must not be missed either.
        time.sleep(15)
        with urllib.request.urlopen(f"{prometheus.url}/api/v1/alerts", timeout=30) as answer:
            found = Firing(alert for alert in json.load(answer)["data"]["alerts"] if alert["state"] == "firing")
        [samples] = prometheus.query('min(count_over_time(agentdash_long_run_calls_total{service_name="story_retry_loop"}[15m]))')
        found.stretch = 1.1 / (float(samples["value"][1]) - 1)
        assert collector.warnings() == []
    return found


@pytest.mark.parametrize("alert", STORIES)
def test_the_story_fires_where_it_happens_and_nowhere_else(alert, firing):
    assert {one["labels"]["service"] for one in firing if one["labels"]["alertname"] == alert} == {STORIES[alert]}


def test_what_it_says(firing):
    said = {one["labels"]["alertname"]: one for one in firing if one["labels"]["service"] in STORIES.values()}
    for name, service in STORIES.items():
        annotations = said[name]["annotations"]
        assert service in annotations["summary"]
        assert "USD" in annotations["summary"]
        assert "%!" not in annotations["summary"]
        assert annotations["traces"].startswith("http://localhost:3000/d/agentdash-traces?from=1")
        assert f"var-service={service}" in annotations["traces"]
    assert "summarize_document" in said["AgentStepStalled"]["annotations"]["summary"]


def test_a_loop_is_told_with_its_share_and_its_money(firing):
    """22.7 % of the calls, 41.6 % of the money: what only those see who count a run's calls one by one."""
    truth = recordings.load("story_retry_loop").truth
    loop, totals = truth["loop_share"], truth["totals"]
    alert = next(one for one in firing if one["labels"]["alertname"] == "AgentRetryLoop" and one["labels"]["service"] == "story_retry_loop")
    for said, true in (
        (float(alert["value"]), loop["llm_calls"] / totals["http_requests"]),
        (float(re.search(r"cost ([0-9.]+) USD", alert["annotations"]["summary"])[1]), loop["cost_share"] * totals["cost_usd"] * 4),
    ):
        assert true * (0.95 - firing.stretch) <= said <= true * (1.05 + firing.stretch)


def test_no_telemetry_is_lost(firing):
    assert "AgentTelemetryLost" not in {one["labels"]["alertname"] for one in firing}

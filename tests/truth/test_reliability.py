"""The reliability dashboard's numbers against what the programs of the stories really did."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.telemetry import recordings
from tests.truth.grafana import Grafana
from tests.truth.settle import settle
from tests.truth.truth import truth

HELD = 40
"""Seconds after which what follows a failed call has been counted."""


@pytest.fixture(scope="module")
def later(replayed, collector, prometheus) -> Grafana:
    """The dashboards once failed calls and the ones that follow them have met."""
    time.sleep(max(0, replayed.view.end + HELD - time.time()))
    settle(collector, prometheus)
    return Grafana(replayed.settings, prometheus, replace(replayed.view, end=time.time()))


def one(rows):
    assert len(rows) == 1, rows
    return rows[0].value


def test_calls_and_money_in_long_runs(later):
    told = recordings.load("story_retry_loop").truth
    loop, totals = told["loop_share"], told["totals"]
    chosen = {"service": ["story_retry_loop"]}
    assert one(later.ask("reliability", "long-run-part", **chosen)) == pytest.approx(loop["llm_calls"] / totals["http_requests"], rel=0.01)
    assert one(later.ask("reliability", "long-run-money", **chosen)) == pytest.approx(loop["cost_share"], rel=0.01)


@pytest.mark.parametrize("name", [name for name in recordings.names() if name != "story_retry_loop"])
def test_no_other_program_has_long_runs_or_tools_that_fail_again_and_again(later, name):
    services = truth(name).services
    assert one(later.ask("reliability", "long-run-part", service=services)) == 0
    assert sum(row.value for row in later.ask("reliability", "repeated-tools", "repeated_failures", service=services)) == 0


def test_the_tool_that_fails_again_and_again(later):
    found = {row.labels["gen_ai_tool_name"]: row.value for row in later.ask("reliability", "repeated-tools", "repeated_failures", service=["story_retry_loop"])}
    assert found == {"lookup_order": 39}


def test_calls_per_run(later):
    told = recordings.load("story_retry_loop").truth
    rows = {row.labels["series"]: row.value for row in later.ask("reliability", "calls-per-run", service=["story_retry_loop"])}
    assert rows["mean"] == pytest.approx(told["totals"]["http_requests"] / told["agent_runs"]["total"], rel=0.05)
    # All runs but one make two or three calls.
    assert 2 <= rows["P50"] <= 4
    assert 2 <= rows["P95"] <= 4


def test_fallbacks_within_a_run_and_what_they_cost(later):
    """Six of the 44 happen outside of any run: the failed call and the one that follows share no trace."""
    chosen = {"service": ["story_fallback_client"]}
    told = recordings.load("story_fallback_client").truth
    moves = later.ask("reliability", "fallback-moves", "fallbacks", **chosen)
    assert [(row.labels["move"], row.value) for row in moves] == [("gpt-4o-mini → gpt-4o-2024-08-06, client", 38)]
    ok = told["totals"]["http_requests"] - told["totals"]["calls_error"]
    assert one(later.ask("reliability", "fallback-part", **chosen)) == pytest.approx(38 / ok, rel=0.01)
    prices = told["prices_usd_per_million_tokens"]
    assert one(later.ask("reliability", "fallback-moves", "fallback_extra", **chosen)) > 0, prices


@pytest.mark.parametrize("name", [name for name in recordings.names() if name != "story_fallback_client"])
def test_no_other_program_has_fallbacks(later, name):
    assert one(later.ask("reliability", "fallback-part", service=truth(name).services)) == 0


def test_the_step_that_stalls(later):
    told = recordings.load("story_stalled_step").truth
    chosen = {"service": ["story_stalled_step"]}
    for column, quantile in (("p95", "p95"),):
        found = {row.labels["gen_ai_tool_name"]: row.value for row in later.ask("reliability", "tools-and-their-past", column, **chosen)}
        for tool, spent in told["tool_calls"]["by_tool"].items():
            assert found[tool] == pytest.approx(spent["duration_s"][quantile], rel=0.35), tool
    assert max(found, key=found.get) == "summarize_document"


def test_what_is_wrong_now(later):
    [loops] = later.ask("overview", "wrong-loops", service=["story_retry_loop"])
    assert (loops.labels["service_name"], loops.value) == ("story_retry_loop", pytest.approx(40 / 176, rel=0.1))
    [fallbacks] = later.ask("overview", "wrong-fallbacks", service=["story_retry_loop"])
    assert (fallbacks.labels["service_name"], fallbacks.value) == ("no service", 0)

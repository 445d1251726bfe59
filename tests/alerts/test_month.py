"""A month of healthy traffic with one outage: who is called, and how soon a loop is told."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.go, pytest.mark.slow]

BENCH = Path(__file__).resolve().parents[2] / "bench" / "month.py"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("bench_month", BENCH)
    month = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = month
    spec.loader.exec_module(month)
    return month.simulate(tmp_path_factory.mktemp("month"))


def test_nothing_fires_outside_the_outage(report):
    assert report.healthy == []


def test_the_outage_is_told_once_by_each_alert_that_it_is_about(report):
    assert 1 <= len(report.outage) <= 3
    assert {one.alert for one in report.outage} <= {"AgentErrorSpike", "AgentRateLimited", "AgentFallback"}


def test_a_loop_that_doubles_the_spend_is_told_within_a_quarter_of_an_hour(report):
    assert report.delay <= 15
    assert "AgentRetryLoop" in {one.alert for one in report.loop}

"""Graphs: rates, summed up, are about the totals."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.telemetry import recordings
from tests.truth.truth import truth


@pytest.fixture(scope="module")
def afterwards(replayed):
    """The dashboards, long enough after the replay for the last rates to have fallen to zero."""
    end = replayed.view.end + 2 * replayed.view.rate_interval
    time.sleep(max(0.0, end - time.time()))
    return replace(replayed, view=replace(replayed.view, end=end))


@pytest.mark.parametrize("name", recordings.names())
def test_nothing_is_lost_at_the_birth_of_a_series_and_nothing_goes_on_after_the_last_call(afterwards, name):
    lines = {row.labels["series"]: row.value for row in afterwards.graph("overview", "Calls and failures per minute", 1000, service=[name])}
    true = truth(name)
    # Prometheus does not extrapolate to before a counter's zero, so of a series' first sample up to a quarter is missing.
    assert lines["all calls"] == pytest.approx(len(true.served), rel=0.25)
    assert lines["failed"] == pytest.approx(len(true.served) - len(true.answered), rel=0.4)

"""Graphs: rates, summed up, are of the size of the totals."""

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
    true = truth(name)
    lines = {row.labels["series"]: row.value for row in afterwards.graph("overview", "calls-and-failures", 1000, service=true.services)}
    # Prometheus does not extrapolate to before a counter's zero: of what happens within a rate's window after a birth up to
    # half is missing, and a replay is hardly longer than that. It does extrapolate to the window's ends: of four intervals the
    # samples span at least three, so a window shows at most 4/3 of what happened in it. On a busy machine samples come unevenly.
    for line, number in (("all calls", len(true.served)), ("failed", len(true.served) - len(true.answered))):
        assert 0.4 * number <= lines[line] <= 4 / 3 * number, line

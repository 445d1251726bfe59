"""What is lost when something fails, in short; ``bench/faults.py`` has the long forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import faults
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth.settle import settle


@pytest.fixture(scope="module")
def quick(settings):
    """Calls that wait for little, so that few are lost."""
    return replace(settings, collector=replace(settings.collector, hold=3))


def test_a_collector_that_is_killed_loses_what_it_held_and_counts_nothing_twice(tmp_path, quick):
    found = faults.killed(tmp_path, quick, times=1, rate=50, lives=(4, 6))
    assert found.taken >= found.counted >= found.taken_last > 0
    assert found.taken - found.counted <= found.most


def test_nothing_is_lost_while_a_store_refuses_or_is_slow(tmp_path, quick):
    found = faults.store(tmp_path, quick, moods=(429, 500, 4.0), seconds=6)
    assert len(found) == 3
    assert {name: counted for name, (_, counted) in found.items()} == {name: taken for name, (taken, _) in found.items()}


def test_hundreds_of_services_are_counted_each(tmp_path, quick):
    found = faults.flood(tmp_path, quick, 400, "services")
    assert found.counted == found.sent == 400
    assert 46 * 400 <= found.series <= 52 * 400


def test_a_span_of_four_megabytes_is_a_call_like_others(collector, prometheus, measured):
    large = spans.call(attributes={"gen_ai.prompt.0.content": "x" * 4_000_000})
    assert Sender(collector.endpoint).send("traces", spans.export("four-megabytes", [large, spans.call()])) == 200
    settle(collector, prometheus)
    assert (measured.total("calls", "four-megabytes"), measured.total("input_tokens", "four-megabytes")) == (2, 200)

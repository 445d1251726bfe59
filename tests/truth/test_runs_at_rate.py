"""More runs than the Collector may remember: a stated share of them stands for all. The long form is ``bench/runs.py``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import runs
from tests.truth import servers
from tests.truth.settle import settle

RATE, SECONDS, COUNTS = 500, 20, 20_000


@pytest.fixture(scope="module")
def found(tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("rate")
    few = replace(settings, collector=replace(settings.collector, run_counts=COUNTS, hold=1))
    with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, few, prometheus.write) as collector:
        sent = runs.send(collector.endpoint, RATE, SECONDS, later=1)
        settle(collector, prometheus)
        assert collector.warnings() == []
        return {"sent": sent, **runs.found(prometheus, 600)}


def test_a_share_of_the_runs_stands_for_all(found):
    assert found["calls"] == found["sent"] * runs.MEAN
    # The generation that fills first holds a third of them.
    assert 0.3 * found["calls"] < found["not_followed"] < 0.75 * found["calls"]
    assert found["runs"] == pytest.approx(found["sent"], rel=0.15)


def test_percentiles_are_right(found):
    assert found["p50"] == pytest.approx(runs.P50, rel=0.1)
    assert found["p95"] == pytest.approx(runs.P95, rel=0.1)

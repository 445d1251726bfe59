"""Every recording's numbers, through the dashboards' own queries, against what the model API really served."""

from __future__ import annotations

import pytest

from tests.telemetry import recordings
from tests.truth.cells import CELLS
from tests.truth.gaps import NOT_REPORTED
from tests.truth.truth import truth


@pytest.mark.parametrize("name, cell", [pytest.param(name, cell, id=f"{name}-{cell.name}") for name in recordings.names() for cell in CELLS])
def test_cell(replayed, name, cell):
    verdict = cell.judge(replayed, truth(name))
    gap = NOT_REPORTED.get((name, cell.name))
    if gap is None:
        assert verdict.right, f"measured {verdict.measured}; true is {verdict.true}"
    else:
        assert not verdict.right, f"true by now ({verdict.measured}), but listed as not reported: {gap.why}"
        assert gap.told is None or verdict.says(gap.told), f"measured {verdict.measured}; the telemetry tells {gap.told}"


def test_listed_gaps_are_cells():
    known = {(name, cell.name) for name in recordings.names() for cell in CELLS}
    assert set(NOT_REPORTED) <= known


def test_the_collector_had_nothing_to_complain_of(replayed, collector):
    assert collector.warnings() == []

"""Cases of telemetry, side by side through real Collectors into one real Prometheus."""

from __future__ import annotations

import pytest

from tests.cases.case import cases
from tests.cases.counted import wrong

pytestmark = pytest.mark.go


@pytest.mark.parametrize("case", [
    pytest.param(case, id=case.name, marks=[pytest.mark.xfail(strict=True, reason=f"{case.kind}: {case.open}")] if case.open else [])
    for case in cases()])
def test_case(counted, case):
    assert wrong(case, counted[case.name]) == {}

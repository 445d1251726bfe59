"""A fake Grafana of each version."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.push.fake import VERSIONS, FakeGrafana

OLDEST_AND_NEWEST = (VERSIONS[0], VERSIONS[-1])


@pytest.fixture(params=[version if version in OLDEST_AND_NEWEST else pytest.param(version, marks=pytest.mark.slow) for version in VERSIONS])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeGrafana]:
    """Every version in turn; `make check` takes the oldest and the newest."""
    with FakeGrafana(request.param) as made:
        yield made


@pytest.fixture
def grafana() -> Iterator[FakeGrafana]:
    """One current version, where the version does not matter."""
    with FakeGrafana("12.4.0") as made:
        yield made

"""A fake Grafana of each version."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.push.fake import VERSIONS, FakeGrafana


@pytest.fixture(params=VERSIONS)
def fake(request: pytest.FixtureRequest) -> Iterator[FakeGrafana]:
    """Every version in turn."""
    with FakeGrafana(request.param) as made:
        yield made


@pytest.fixture
def grafana() -> Iterator[FakeGrafana]:
    """One current version, where the version does not matter."""
    with FakeGrafana("12.4.0") as made:
        yield made

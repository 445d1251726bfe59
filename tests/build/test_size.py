"""What the default build weighs: people read it, commit it and load it."""

from __future__ import annotations

import pytest

from tests.tools import ROOT

DIST = ROOT / "dist"


@pytest.mark.parametrize(("files", "bytes_"), [("**/*", 2_480_000), ("collector/config.yaml", 850_000), ("collector/merge.yaml", 800_000), ("dashboards/*.json", 600_000)])
def test_the_default_build_is_no_larger(files, bytes_):
    found = {path.relative_to(DIST): path.stat().st_size for path in DIST.glob(files) if path.is_file()}
    assert 0 < sum(found.values()) <= bytes_, sorted(found.items(), key=lambda item: -item[1])[:5]

"""`dist/` in the repository is what the default settings give."""

from __future__ import annotations

from pathlib import Path

from agentdash.build import artifacts, compare
from agentdash.settings import parse

DIST = Path(__file__).resolve().parents[2] / "dist"


def test_dist_is_current():
    assert compare(artifacts(parse("", "defaults", {})), DIST).signed() == [], "run `make dist` and commit dist/"


def test_dist_holds_nothing_else():
    made = artifacts(parse("", "defaults", {}))
    assert sorted(str(path.relative_to(DIST)) for path in DIST.rglob("*") if path.is_file()) == sorted(made)

"""Which Grafana a push takes, and what it says of one that it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdash.push.server import NEWEST, OLDEST
from tests.push.built import Built
from tests.push.fake import VERSIONS, FakeGrafana
from tests.push.running import TOKEN, on_disk, run


@pytest.mark.parametrize("version, told", [
    *((version, ".".join(version.split(".")[:2])) for version in VERSIONS),
    ("10.4.0-pre", "10.4"), ("13.2.0+security-01", "13.2"), ("14.0.0", "14.0, newer than 13, the last that this agentdash knows"),
    ("", "version hidden, taken for 13"), ("main", "version hidden, taken for 13"),
])
def test_it_says_which_version_it_found(tmp_path, version, told):
    with FakeGrafana(version if version[:1].isdigit() else "13.1.3") as fake:
        fake.state.shown_version = version
        env = {"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN}
        dist = str(on_disk(Built().files(), tmp_path))
        for command in (("diff",), ("push", "--yes"), ("push", "--yes"), ("destroy", "--yes")):
            ran = run(*command, "--dist", dist, env=env)
            assert ran.out.splitlines()[0] == f"Grafana {fake.url}/ ({told})"
            assert ran.code == (1 if command == ("diff",) else 0)


@pytest.mark.parametrize("version", ["10.3.99", "9.5.1", "8.0.0-beta"])
def test_one_that_is_too_old_is_refused(tmp_path, version):
    with FakeGrafana(version) as fake:
        ran = run("push", "--yes", "--dist", str(on_disk(Built().files(), tmp_path)), env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
        assert (ran.code, fake.writes) == (2, [])
        assert ran.line == f"agentdash: GRAFANA_URL: {fake.url}/: Grafana {'.'.join(version.split('.')[:2])}; agentdash needs 10.4 or newer"


def test_the_page_and_the_tests_have_the_versions_of_the_code():
    page = (Path(__file__).resolve().parents[2] / "docs/push.md").read_text("utf-8")
    oldest = ".".join(map(str, OLDEST))
    assert f"| before {oldest} | refused |" in page
    assert f"| newer, or hidden | taken for {NEWEST};" in page
    tried = [tuple(map(int, version.split(".")[:2])) for version in VERSIONS]
    assert (min(tried), max(tried)[0]) == (OLDEST, NEWEST)
    assert {major for major, _ in tried} == set(range(OLDEST[0], NEWEST + 1))

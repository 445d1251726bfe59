"""`collector.version`: older Collectors get the names that they know, and what they cannot run is refused."""

from __future__ import annotations

import functools
import re
import subprocess
from pathlib import Path

import pytest

from agentdash import cli, yaml_text
from agentdash.collector import VERSION, artifacts
from agentdash.collector.versions import RENAMED
from agentdash.settings import Settings, parse
from agentdash.settings.collector import OLDEST, release
from tests.tools import otelcol

ROOT = Path(__file__).resolve().parents[2]


def config(version: str) -> bytes:
    return artifacts(parse(f"collector: {{version: {version}}}", "a.yaml", {}))["collector/config.yaml"]


@functools.cache
def types(version: str) -> set[str]:
    """Of all components, of both tiers."""
    chosen = parse(f"collector: {{version: {version}, tiers: two, gateways: {{hosts: ['one:4317', 'two:4317']}}}}", "a.yaml", {})
    return {found for name, text in artifacts(chosen).items() if name in ("collector/agent.yaml", "collector/config.yaml") for found in used(text)}


def used(text: bytes) -> set[str]:
    built = yaml_text.loads(text)
    return {name.split("/")[0] for section in ("processors", "exporters", "connectors") for name in built.get(section, ())}


def test_the_default_is_the_release_that_the_tests_run_and_needs_no_other_names():
    assert Settings().collector.version == VERSION
    assert config(VERSION) == artifacts(Settings())["collector/config.yaml"]
    assert types(VERSION) >= set(RENAMED)


@pytest.mark.parametrize("new", RENAMED)
def test_a_name_is_new_from_its_version_on(new):
    old, since = RENAMED[new]
    before = f"0.{release(since)[1] - 1}.3"
    assert new in types(since)
    assert old not in types(since)
    assert old in types(before)
    assert new not in types(before)


def test_only_names_differ():
    old = config(OLDEST).decode()
    for new, (name, _) in RENAMED.items():
        old = old.replace(f"{name}/", f"{new}/")
    assert old.replace(OLDEST, VERSION).encode() == config(VERSION)


def test_merge_yaml_has_them_too():
    built = artifacts(parse(f"collector: {{version: {OLDEST}}}", "a.yaml", {}))["collector/merge.yaml"]
    assert not used(built) & set(RENAMED)
    assert f"distribution {OLDEST}".encode() in built


@pytest.mark.go
def test_a_real_collector_takes_the_old_names(tmp_path):
    """Aliases on the release that the tests run; no older one is tried."""
    (tmp_path / "old.yaml").write_bytes(config(OLDEST))
    ran = subprocess.run([otelcol(), "validate", f"--config={tmp_path / 'old.yaml'}"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(("version", "said"), [
    ("0.145.0", "0.145.0 lacks what the configuration needs (conditions of inferred context in filter, error_mode in signal_to_metrics); write 0.146.0 or newer"),
    ("0.9.0", "0.9.0 lacks"), ("latest", '"latest" is no version of the Collector; write 0.146.0 or newer, in three numbers'), ("v0.160.0", "no version"),
    ("0.160", "is not text"), ("0.160.0-rc.1", "no version"),
])
def test_one_that_is_too_old_or_none_is_one_line(version, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(f"collector: {{version: {version}}}")
    assert cli.run(["build", "-c", "a.yaml", "-o", "out"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("agentdash: a.yaml: collector.version: ")
    assert said in lines[0]
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_the_page_has_the_table():
    page = (ROOT / "docs/deploy/prerequisites.md").read_text("utf-8")
    assert {new: (old, since) for new, old, since in re.findall(r"^\| `(\w+)` \| `(\w+)` \| (0\.\d+\.0) \|$", page, re.MULTILINE)} == RENAMED
    assert f"{OLDEST} is the oldest" in page

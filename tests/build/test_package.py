"""The wheel: everything that the program reads is in it, and it works from there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(ROOT)],
        check=True, capture_output=True,
    )
    return next(folder.glob("agentdash_grafana-*.whl"))


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    shipped = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "agentdash").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert str(path.relative_to(ROOT)) in shipped
    assert not [name for name in shipped if name.startswith(("tests", "dist/", "tools"))]


def test_the_wheel_builds_the_same_files(wheel, tmp_path):
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import agentdash; assert 'installed' in agentdash.__file__;" \
           "from agentdash.cli import main; main()"
    for args in (["--version"], ["init"], ["schema"], ["build"]):
        subprocess.run([sys.executable, "-c", code, str(installed), *args], cwd=tmp_path, check=True, capture_output=True)
    from agentdash.build import artifacts, compare
    from agentdash.settings import parse

    assert compare(artifacts(parse("", "defaults", {})), tmp_path / "dist").signed() == []

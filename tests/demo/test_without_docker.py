"""`make demo`: what it starts, it ends."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import tools

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.go
@pytest.mark.slow
def test_it_shows_life_and_the_truth_and_leaves_nothing(tmp_path, monkeypatch):
    assert tools.otelcol().exists()
    assert tools.prometheus().exists()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    done = subprocess.run([sys.executable, "tools/demo.py", "--minutes", "0.1", "--rate", "1200"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    truth, shown = done.stdout.split("AI agents: overview")
    [calls] = re.findall(r"^all +([\d,]+) ", truth, re.MULTILINE)
    assert re.search(rf"^  all +{calls} ", shown, re.MULTILINE), shown
    for port in re.findall(r"127\.0\.0\.1:(\d+)", truth):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(port))) != 0
    assert list(tmp_path.iterdir()) == []

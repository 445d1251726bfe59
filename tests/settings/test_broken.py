"""Every broken settings file: exit 2, a line with file and place and what would be right for each problem, nothing written."""

from __future__ import annotations

import pytest

from agentdash import cli
from tests.settings.broken import BROKEN, SEVERAL


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name, tmp_path, monkeypatch, capsys):
    text, place, right = BROKEN[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_SUCH_HOST", raising=False)
    (tmp_path / "settings.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())

    code = cli.run(["build", "-c", "settings.yaml", "-o", "out"])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    lines = said.err.splitlines()
    assert len(lines) == SEVERAL.get(name, 1)
    assert all(line.startswith("agentdash: settings.yaml") for line in lines)
    assert any(place in line and right in line for line in lines)
    assert "hunter2" not in said.err
    assert "70318" not in said.err
    assert "Traceback" not in said.err
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.yaml"]

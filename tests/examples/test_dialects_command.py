"""`agentdash dialects`: wrong recordings and Collectors that are not there are one line."""

from __future__ import annotations

import sys

import pytest

from agentdash import cli

SPAN = '{"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "x"}]}]}]}\n'


@pytest.mark.parametrize("text, args, says", [
    (None, [], "rec.jsonl: cannot be read"),
    ("", [], "rec.jsonl: no spans and no logs in it"),
    ('{"resourceMetrics": []}\n', [], "no spans and no logs in it"),
    ("{\n", [], "rec.jsonl: line 1: not JSON"),
    (SPAN + "[1]\n", [], "rec.jsonl: line 2: no export of OTLP/JSON; it has resourceSpans"),
    ('{"t": 1, "body": {"spans": []}}\n', [], "line 1: no export of OTLP/JSON"),
    (b"\xff\xfe", [], "not UTF-8"),
    (SPAN, [], "no Collector: none of otelcol-contrib, otelcol-agentdash, otelcol is on the PATH; name one with --collector FILE"),
    (SPAN, ["--collector", "nowhere"], "--collector nowhere: no such file"),
    (SPAN, ["--collector", sys.executable], "the Collector does not start"),
])
def test_wrong_uses(text, args, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    if text is not None:
        (tmp_path / "rec.jsonl").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert cli.run(["dialects", "test", "rec.jsonl", *args]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    [line] = shown.err.splitlines()
    assert says in line


def test_ones_own_stand_first(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text("telemetry: {dialects: {acme: {title: Acme agents, when: {span: x}, kind: call}}}\n")
    assert cli.run(["dialects", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[0].split(maxsplit=1) == ["acme", "Acme agents: In the settings (telemetry.dialects)."]

"""`agentdash texts`: everything that people read, by key; what is translated stays, what is missing or superfluous is told."""

from __future__ import annotations

import pytest

from agentdash import cli, yaml_text

OVERVIEW = "dashboards: [overview]\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text(OVERVIEW)
    return tmp_path


def test_a_file_to_translate_is_a_file_of_texts(here, capsys):
    assert cli.run(["texts", "-o", "de.yaml"]) == 0
    assert capsys.readouterr().out == "wrote de.yaml; translate it, and write texts: de.yaml in the settings\n"
    (here / "agentdash.yaml").write_text(OVERVIEW + "texts: de.yaml\n")
    assert cli.run(["build", "-q", "-o", "with"]) == 0
    assert capsys.readouterr().err == ""
    (here / "agentdash.yaml").write_text(OVERVIEW)
    assert cli.run(["build", "-q", "-o", "without"]) == 0
    assert (here / "with/dashboards/overview.json").read_bytes() == (here / "without/dashboards/overview.json").read_bytes()


def test_what_is_translated_stays_and_what_is_missing_is_a_warning(here, capsys):
    (here / "agentdash.yaml").write_text(OVERVIEW + "texts: de.yaml\n")
    (here / "de.yaml").write_text("overview: {title: Übersicht, panels: {cost: {title: Kosten}, csot: {title: Kosten}}}\n")
    assert cli.run(["build", "-q", "-o", "out"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "de.yaml: " in said[0]
    assert "texts are missing and stay as they are; `agentdash texts` writes them (overview.description, " in said[0]
    assert "1 text is of nothing that is built; remove them (overview.panels.csot.title)" in said[1]
    assert '"title": "Kosten"' in (here / "out/dashboards/overview.json").read_text("utf-8")
    assert cli.run(["texts", "-o", "de.yaml"]) == 0
    found = yaml_text.loads((here / "de.yaml").read_text("utf-8"))["overview"]
    assert (found["title"], found["panels"]["cost"]["title"], found["panels"]["calls"]["title"]) == ("Übersicht", "Kosten", "Calls")
    assert "csot" not in found["panels"]
    capsys.readouterr()
    assert cli.run(["texts", "--missing"]) == 0
    assert yaml_text.loads(capsys.readouterr().out) == {}


@pytest.mark.parametrize("text, says", [
    ("overview: {title: 3}\n", "de.yaml: overview.title: not a text; write it in quotes, or leave it out"),
    ("overview: [a]\n", "de.yaml: overview: not a text"),
    ("overview: {title: [\n", "de.yaml: line 2"),
    ("- a\n", "de.yaml: line 1"),
])
def test_a_wrong_file(here, capsys, text, says):
    (here / "agentdash.yaml").write_text("texts: de.yaml\n")
    (here / "de.yaml").write_text(text)
    assert cli.run(["build", "-o", "out"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert says in line
    assert not (here / "out").exists()


def test_no_other_file_is_replaced(here, capsys):
    (here / "de.yaml").write_text("mine\n")
    assert cli.run(["texts", "-o", "de.yaml"]) == 2
    assert "exists already; use --force" in capsys.readouterr().err
    assert (here / "de.yaml").read_text() == "mine\n"
    assert cli.run(["texts", "-o", "nowhere/de.yaml"]) == 2
    assert "cannot be written" in capsys.readouterr().err

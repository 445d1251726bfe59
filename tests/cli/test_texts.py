"""`agentdash texts`: everything that people read, by key; what is translated stays, what is missing or superfluous is told."""

from __future__ import annotations

import json
import re

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
    assert len(said) == 3
    assert "de.yaml: " in said[0]
    assert "texts are missing and stay as they are; `agentdash texts` writes them (overview.description, " in said[0]
    assert "1 text is of nothing that is built; remove them (overview.panels.csot.title)" in said[1]
    assert "missing and stay as they are; `agentdash texts` writes them (alerts.phrases.environment, " in said[2]
    assert '"title": "Kosten"' in (here / "out/dashboards/overview.json").read_text("utf-8")
    assert cli.run(["texts", "-o", "de.yaml"]) == 0
    found = yaml_text.loads((here / "de.yaml").read_text("utf-8"))["overview"]
    assert (found["title"], found["panels"]["cost"]["title"], found["panels"]["calls"]["title"]) == ("Übersicht", "Kosten", "Calls")
    assert "csot" not in found["panels"]
    capsys.readouterr()
    assert cli.run(["texts", "--missing"]) == 0
    assert yaml_text.loads(capsys.readouterr().out) == {}


def test_alerts_speak_it_too_with_the_settings_figures(here):
    (here / "agentdash.yaml").write_text(OVERVIEW + "texts: de.yaml\nalerts: {error_spike: {window: 7m}}\n")
    (here / "de.yaml").write_text("""alerts:
  phrases: {tenant: "für {tenant}", amount: unbekannt}
  AgentErrorSpike: {title: Aufrufe scheitern, summary: "{value} der Aufrufe von {service} scheiterten in {window}.", cost: "bei {cost} je Stunde"}
""")
    assert cli.run(["build", "-q", "-o", "out"]) == 0
    rules = yaml_text.loads((here / "out/rules/alerts.yml").read_text("utf-8"))
    said = {rule["alert"]: rule["annotations"] for group in rules["groups"] for rule in group["rules"] if "alert" in rule}["AgentErrorSpike"]
    assert said["title"] == "Aufrufe scheitern"
    assert re.fullmatch(r"\{\{ .* }} der Aufrufe von \{\{ .* }} scheiterten in 7m, bei .* USD\{\{ else }}unbekannt\{\{ end }} je Stunde\.", said["summary"])
    [rule] = [rule for group in json.loads((here / "out/api/alert-rules.json").read_text("utf-8")) for rule in group["rules"] if rule["title"].startswith("AgentErrorSpike")]
    assert rule["title"] == "AgentErrorSpike: Aufrufe scheitern"
    assert " scheiterten in 7m, bei " in rule["annotations"]["summary"]


@pytest.mark.parametrize("text, says", [
    ("alerts: {AgentErrorSpike: {summary: '{valu} failed'}}\n", "de.yaml: alerts.AgentErrorSpike.summary: {valu} stands for nothing; there are {agent}, {cost}, "),
    ("alerts: {phrases: {tenant: 'for {x}'}}\n", "de.yaml: alerts.phrases.tenant: {x} stands for nothing; there are {environment}, {tenant}"),
    ("overview: {title: 3}\n", "de.yaml: overview.title: not a text; write it in quotes, or leave it out"),
    ("overview: [a]\n", "de.yaml: overview: not a text"),
    ("overview: {title: [\n", "de.yaml: line 2"),
    ("- a\n", "de.yaml: line 1"),
])
def test_a_wrong_file(here, capsys, text, says):
    (here / "agentdash.yaml").write_text("texts: de.yaml\n")
    (here / "de.yaml").write_text(text)
    assert cli.run(["build", "-o", "out"]) == 2
    *warned, line = capsys.readouterr().err.splitlines()
    assert says in line
    assert all("texts are missing" in one for one in warned)
    assert not (here / "out").exists()


def test_no_other_file_is_replaced(here, capsys):
    (here / "de.yaml").write_text("mine\n")
    assert cli.run(["texts", "-o", "de.yaml"]) == 2
    assert "exists already; use --force" in capsys.readouterr().err
    assert (here / "de.yaml").read_text() == "mine\n"
    assert cli.run(["texts", "-o", "nowhere/de.yaml"]) == 2
    assert "cannot be written" in capsys.readouterr().err

"""The docs: generated pages are current, every page is in the index, every command is described."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from agentdash import cli

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def test_generated_pages_are_current():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for name, text in generate.pages().items():
        assert (DOCS / name).read_text("utf-8") == text, f"docs/{name} is out of date; run `make docs`"


def test_every_command_is_described_and_has_help():
    page = (DOCS / "commands.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, line in cli.COMMANDS.items():
        assert f"## agentdash {name}\n" in page
        assert f"`agentdash {name}" in readme, f"README.md does not mention agentdash {name}"
        assert line.endswith(".")


def test_every_page_is_in_the_index_and_every_link_leads_somewhere():
    index = (DOCS / "README.md").read_text("utf-8")
    for page in DOCS.rglob("*.md"):
        name = str(page.relative_to(DOCS))
        assert name == "README.md" or f"]({name})" in index, f"docs/README.md does not list {name}"
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not target.startswith(("http:", "https:")):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_transcripts_of_the_readme_are_what_the_commands_print(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text("utf-8")
    quick = text[text.index("## Quick start"):text.index("## Commands")]
    for wanted in re.findall(r"```console\n(.*?)```", quick, re.DOTALL):
        for command, shown in re.findall(r"\$ agentdash (.*)\n((?:[^$\n].*\n)*)", wanted):
            broken = {"sec": "telemetry: {interval: 15 sec}", "foldr": "grafana: {foldr: x}"}
            for word, settings in broken.items():
                if word in shown:
                    (tmp_path / "agentdash.yaml").write_text(settings)
            cli.run(command.split())
            said = capsys.readouterr()
            assert said.out + said.err == shown

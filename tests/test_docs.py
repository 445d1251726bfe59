"""The docs: generated pages are current, every page is in the index, every command is described."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from pathlib import Path

import click

from agentdash import cli

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def test_generated_pages_are_current():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.TRUTH.read_text("utf-8") == generate.truth_data(), "agentdash/instrument/truth.json is out of date; run `make docs`"
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


def test_the_upgrade_tells_of_every_key_that_moved():
    schema = json.loads((ROOT / "agentdash" / "settings" / "schema.json").read_text("utf-8"))
    page = (DOCS / "upgrade.md").read_text("utf-8")
    moved = dict(schema["x-moved"])
    for name, section in schema["$defs"].items():
        moved |= {f"{name}.{old}": new for old, new in section.get("x-moved", {}).items()}
    assert moved
    for old, new in moved.items():
        assert f"`{old}`" in page, old
        assert f"`{new}`" in page, new


def test_commands_in_the_pages_are_commands():
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for line in re.findall(r"^\$ agentdash (.+)$", page.read_text("utf-8"), re.MULTILINE):
            name, *arguments = shlex.split(line, comments=True)
            command = cli.cli.get_command(click.Context(cli.cli), name)
            assert command is not None, f"{page.name}: agentdash {line}"
            context = command.make_context(name, arguments, resilient_parsing=True)
            known = {option for one in command.get_params(context) for option in one.opts}
            if not hasattr(command, "table"):
                for argument in arguments:
                    assert not argument.startswith("--") or argument.partition("=")[0] in known, f"{page.name}: agentdash {line}"

"""The README, walked from top to bottom in an empty folder: what it tells to do is done, and what it shows is what comes."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentdash import cli
from tests import tools

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
# Settings that make the mistakes whose messages are shown.
_MISTAKES = {"sec": "telemetry: {interval: 15 sec}", "foldr": "grafana: {foldr: x}"}


def _steps() -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what is shown below it."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        yield from ((command.partition("   #")[0].strip(), shown) for command, shown in re.findall(r"\$ (.*)\n((?:[^$\n].*\n)*)", block))


@pytest.fixture
def clean(tmp_path, monkeypatch):
    """An empty folder, with no settings but the ones that the README makes."""
    for name in [name for name in os.environ if name.startswith(("AGENTDASH_", "GRAFANA_", "OTEL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_step_works_and_shows_what_is_shown(clean, capsys):
    done = []
    for command, shown in _steps():
        program, *arguments = shlex.split(command)
        if program == "make":
            # What it does is another test's matter, or the reader's: this one says that it can be asked for.
            asked = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
            assert asked.returncode == 0, asked.stderr
        elif program == "docker":
            assert arguments[0] == "compose"
            assert (clean / "compose.yaml").exists(), "docker compose needs the file that an earlier step wrote"
        elif program == "pip":
            assert arguments == ["install", "."]
        else:
            assert program == "agentdash", command
            for word, settings in _MISTAKES.items():
                if word in shown:
                    (clean / "agentdash.yaml").write_text(settings)
            if command == "agentdash init":
                # The compose stack of before is another reader's.
                (clean / "agentdash.yaml").unlink(missing_ok=True)
                shutil.rmtree(clean / "dist", ignore_errors=True)
            code = cli.run(arguments)
            said = capsys.readouterr()
            assert code == (2 if shown.startswith("agentdash: ") else 0), said.err
            assert not shown or said.out + said.err == shown
        done.append(program)
    assert {"make", "docker", "pip", "agentdash"} <= set(done)


@pytest.mark.go
def test_docker_would_read_what_the_first_step_wrote(clean):
    first = next(command for command, _ in _steps() if command.startswith("agentdash init"))
    assert cli.run(shlex.split(first)[1:]) == 0
    judged = subprocess.run([tools.forms(), "compose", clean / "compose.yaml"], capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
    assert {"collector", "grafana", "demo"} <= json.loads(judged.stdout)["services"].keys()


def test_what_it_shows_of_the_terminal_is_what_the_command_would_be_asked(capsys):
    for command in re.findall(r"^\$ (agentdash show .*)$", README, re.MULTILINE):
        assert cli.run([*shlex.split(command)[1:], "--url", "nowhere"]) == 2
        assert "nowhere" in capsys.readouterr().err


def test_extras_that_it_names_are_there():
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for name in re.findall(r'pip install[^`\n]*\[(\w+)\]', README):
        assert name in extras


def test_pictures_are_small():
    names = set(re.findall(r"docs/pictures/[\w.-]+", README))
    assert names
    for name in names:
        assert (ROOT / name).stat().st_size < 300_000


@pytest.mark.slow
def test_a_machine_that_has_nothing_but_the_wheel_walks_the_quick_start(clean, tmp_path):
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(clean / "w"), str(ROOT)],
                   check=True, capture_output=True)
    installed = clean / "installed"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(next((clean / "w").glob("*.whl"))), str(installed)], check=True)
    for arguments in (["init", "--compose", "gigapipe"], ["build", "--check"], ["demo", "--help"], ["show", "--help"]):
        done = subprocess.run([sys.executable, "-c", "from agentdash.cli import main; main()", *arguments], cwd=clean, capture_output=True, text=True,
                              check=False, env={**os.environ, "PYTHONPATH": str(installed)})
        assert done.returncode == 0, done.stderr

"""What the commands print and how they exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from agentdash import __version__, cli
from agentdash.settings import schema


def run(*args, cwd=None, **env):
    """The installed program in a process of its own, as a person would run it."""
    return subprocess.run(
        [sys.executable, "-m", "agentdash", *args], cwd=cwd, text=True, capture_output=True, env={**os.environ, **env}, check=False,
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_version():
    done = run("--version")
    assert (done.stdout, done.stderr, done.returncode) == (f"agentdash {__version__}\n", "", 0)


def test_help_lists_every_command():
    done = run("--help")
    assert done.returncode == 0
    for name in cli.COMMANDS:
        assert f"  {name} " in done.stdout


def test_help_and_a_command_import_no_other_command():
    code = "import sys, agentdash.cli as c; c.run(['--help']); c.run(['schema']);" \
           "print([m for m in sys.modules if m.split('.')[0] in ('grafanalib', 'grafana_client', 'jsonschema', 'niquests')])"
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=False)
    assert done.stdout.endswith("\n[]\n")


@pytest.mark.parametrize("args, line", [
    (["bild"], 'agentdash: no command "bild"; did you mean "build"?'),
    (["zzz"], 'agentdash: no command "zzz"; commands: init, build'),
    (["build", "--chek"], 'agentdash: no option "--chek"; did you mean "--check"?'),
    (["build", "--zzz"], "--zzz"),
    (["build", "extra"], "; see `agentdash build --help`"),
    (["build", "-c"], "; see `agentdash"),
])
def test_wrong_usage_is_one_line(args, line, capsys):
    assert cli.run(args) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert line in said.err
    assert said.err.startswith("agentdash: ")
    assert said.err.count("\n") == 1


def test_no_command_shows_the_help(capsys):
    assert cli.run([]) == 2
    assert "Commands:" in capsys.readouterr().out


def test_init_then_build(here, capsys):
    assert cli.run(["init"]) == 0
    assert capsys.readouterr().out == "wrote agentdash.yaml; next: agentdash build -c agentdash.yaml\n"
    assert cli.run(["build"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("dist: ")
    assert (here / "dist" / "manifest.json").exists()


def test_init_replaces_nothing_unless_told(here, capsys):
    (here / "agentdash.yaml").write_text("mine")
    assert cli.run(["init"]) == 2
    assert "exists already; use --force" in capsys.readouterr().err
    assert (here / "agentdash.yaml").read_text() == "mine"
    assert cli.run(["init", "--force"]) == 0
    assert (here / "agentdash.yaml").read_text().startswith("# Settings")


@pytest.mark.parametrize("path", ["no/such/folder/a.yaml", ".", "file/a.yaml"])
def test_init_where_nothing_can_be_written(path, here, capsys):
    (here / "file").write_text("")
    assert cli.run(["init", "--force", "-o", path]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"agentdash: {path}: cannot be written: ")
    assert said.count("\n") == 1


def test_schema_is_json():
    done = run("schema")
    assert json.loads(done.stdout)["title"] == "agentdash.yaml"


def test_signals_as_a_table_and_as_json(capsys):
    assert cli.run(["signals", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert cli.run(["signals"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["SIGNAL", "UNIT", "MEANING"]
    assert len(table) == len(rows) + 1
    for row, line in zip(rows, table[1:], strict=True):
        assert line.startswith(row["name"])
        assert row["meaning"].split()[0] in line
        assert row["labels"] is not None
    names = {row["name"] for row in rows}
    assert {"calls", "errors", "error_ratio", "input_tokens", "output_tokens", "latency", "time_to_first_token",
            "tool_runs", "agent_runs"} <= names


def test_an_unexpected_error_is_one_line_with_a_hint(monkeypatch, capsys, here):
    def explode(*_):
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr("agentdash.build.artifacts", explode)
    assert cli.run(["build"]) == 2
    assert capsys.readouterr().err == (
        "agentdash: internal error: ZeroDivisionError: division by zero; run `agentdash --debug …` for details\n"
    )
    monkeypatch.setenv("AGENTDASH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["build"])


def test_a_reader_that_leaves_early_is_no_error():
    code = f"{sys.executable} -m agentdash schema | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", code], text=True, capture_output=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""


@pytest.mark.parametrize("args", [["build", "-o", "a", "-o", "b"], ["build", "--check", "--check"], ["build", "-o", "a", "--output=b"],
                                  ["prices", "explain", "gpt-4o", "--at", "2026-01-01", "--at", "2026-01-02"]])
def test_an_option_that_stands_twice_is_refused(args, here, capsys):
    assert cli.run(args) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "stands there twice; keep one of them" in said.err
    assert said.err.count("\n") == 1
    assert [*here.iterdir()] == []


def test_settings_files_may_be_several(here, capsys):
    (here / "base.yaml").write_text("grafana: {folder: Base, refresh: 5m}\n")
    (here / "prod.yaml").write_text("grafana: {folder: Prod}\n")
    assert cli.run(["build", "-c", "base.yaml", "-c", "prod.yaml"]) == 0
    assert json.loads((here / "dist" / "api" / "folders.json").read_text())[0]["title"] == "Prod"
    assert json.loads((here / "dist" / "dashboards" / "overview.json").read_text())["refresh"] == "5m"


def test_init_writes_the_schema_where_editors_look(here, capsys):
    assert cli.run(["init"]) == 0
    assert (here / "agentdash.schema.json").read_text() == schema.text()
    assert "# yaml-language-server: $schema=agentdash.schema.json" in (here / "agentdash.yaml").read_text().splitlines()
    (here / "agentdash.yaml").unlink()
    (here / "agentdash.schema.json").write_text('{"$id": "agentdash.schema.json", "title": "of an older version"}')
    assert cli.run(["init"]) == 0
    assert (here / "agentdash.schema.json").read_text() == schema.text()
    (here / "agentdash.yaml").unlink()
    (here / "agentdash.schema.json").write_text("mine")
    assert cli.run(["init"]) == 2
    assert (here / "agentdash.schema.json").read_text() == "mine"
    assert not (here / "agentdash.yaml").exists()


def test_a_build_of_the_defaults_imports_no_checker(tmp_path):
    code = "import sys, agentdash.cli as c; c.run(['build', '-c', '/dev/null', '-q', '-o', sys.argv[1]]);" \
           "print([m for m in sys.modules if m.split('.')[0] in ('grafana_client', 'jsonschema', 'niquests', 'referencing')])"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], text=True, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_reader_that_has_enough_is_no_error():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "agentdash", "schema"], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")
def test_output_that_cannot_be_written_is_one_line():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "agentdash", "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"agentdash: the output cannot be written: No space left on device\n")

"""`agentdash build`: the same bytes, whole or not at all, and nothing that is not its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agentdash import cli, output
from agentdash.build import artifacts, compare, write
from agentdash.errors import UserError
from agentdash.settings import Settings, parse

MANY = {f"room{n % 5}/file{n}.json": b'{"uid": "x"}' * 2000 for n in range(60)}


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made_by(files, **more):
    """Artifacts like a build's, with the manifest that says whose they are."""
    content = {path: text.encode() for path, text in {**files, **more}.items()}
    return {**content, "manifest.json": json.dumps({"files": sorted(content)}).encode()}


@pytest.fixture(scope="module")
def defaults():
    return artifacts(parse("", "defaults", {}))


def test_the_same_settings_give_the_same_bytes(defaults, tmp_path):
    code = "import sys; from agentdash.build import *; from agentdash.settings import parse; from pathlib import Path;" \
           "write(artifacts(parse('', 'd', {})), Path(sys.argv[1]))"
    for seed in ("0", "1"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=env, check=True)
        assert tree(tmp_path / seed) == defaults


def test_paths_are_sorted_and_relative(defaults):
    assert list(defaults) == sorted(defaults)
    for path in defaults:
        assert not path.startswith("/")
        assert ".." not in Path(path).parts


def test_check_sees_what_differs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["build", "--check"]) == 1
    assert not (tmp_path / "dist").exists()
    cli.run(["build"])
    capsys.readouterr()
    assert cli.run(["build", "--check"]) == 0
    assert capsys.readouterr().out == ""
    (tmp_path / "dist" / "manifest.json").write_text("{}")
    assert cli.run(["build", "--check"]) == 1
    said = capsys.readouterr()
    assert said.out == "~ manifest.json\n"
    assert said.err == "agentdash: dist: 1 file is not what the settings say; run `agentdash build`\n"


def test_a_second_build_writes_nothing(tmp_path):
    files = made_by({"a/b.json": "1"})
    write(files, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write(files, tmp_path).signed() == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_what_is_no_longer_made_is_removed_and_nothing_else(tmp_path):
    write(made_by({"a/b.json": "1", "c/d.json": "2"}), tmp_path)
    (tmp_path / "c" / "mine.json").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    new = made_by({"a/b.json": "1"})
    assert compare(new, tmp_path).signed() == [("-", "c/d.json"), ("~", "manifest.json")]
    assert write(new, tmp_path).removed == ("c/d.json",)
    assert tree(tmp_path) == {**new, "c/mine.json": b"mine", "notes.txt": b"mine"}


def test_an_emptied_folder_goes(tmp_path):
    write(made_by({"a/b/c.json": "1"}), tmp_path)
    write(made_by({}), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize("manifest", [
    '{"files": ["../outside.txt", "/etc/hostname", "a/../../outside.txt", ""]}', "not json", "[]", '{"files": 3}', '{"files": [1]}',
])
def test_a_manifest_cannot_point_outside(manifest, tmp_path):
    (tmp_path / "outside.txt").write_text("keep")
    inside = tmp_path / "out"
    inside.mkdir()
    (inside / "manifest.json").write_text(manifest)
    assert write(made_by({"a.json": "1"}), inside, force=True).removed == ()
    assert (tmp_path / "outside.txt").read_text() == "keep"


@pytest.mark.parametrize("nth", [1, 2, 3, 5])
def test_an_error_while_writing_changes_nothing(nth, tmp_path, monkeypatch):
    write(made_by({"a.json": "old", "b.json": "old", "c/d.json": "old"}), tmp_path)
    before = tree(tmp_path)
    real, calls = os.fsync, []

    def full_disk(handle):
        calls.append(handle)
        if len(calls) == nth:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(output.os, "fsync", full_disk)
    with pytest.raises(UserError, match="cannot be written: No space left on device"):
        write(made_by({"a.json": "new", "b.json": "new", "c/d.json": "new", "e/f.json": "new"}), tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("where", ["file", "file/below", "locked/out", "x" * 300])
def test_where_nothing_can_be_written(where, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    real = Path.mkdir

    def refused(path, *args, **kwargs):
        # root may write anywhere, so the refusal is acted
        if "locked" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "mkdir", refused)
    assert cli.run(["build", "-o", where]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"agentdash: {where}: cannot be written: ")
    assert where != "file" or "cannot be written: a file is there; " in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_where_a_file_belongs(tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(UserError, match="a.json: cannot be (read|written): Is a directory"):
        write(made_by({"a.json": "1"}), tmp_path)


def test_killed_at_any_moment_every_file_is_whole_and_the_next_build_completes(tmp_path):
    old = made_by({f"r{n % 3}/{n}.json": "old" * 5000 for n in range(7)}, **{"gone/x.json": "old"})
    new = made_by({f"r{n % 3}/{n}.json": "new" * 7000 for n in range(1, 9)})
    other = made_by({"r1/1.json": "other"})
    point = 0
    while True:
        write(old, tmp_path)
        finished = _write_and_die(new, tmp_path, point)
        for path, content in tree(tmp_path).items():
            if ".agentdash-new" not in path and path != "manifest.json":
                assert content in (old.get(path), new.get(path))
        # Whatever was asked for on the way, what is asked for now is what there is.
        write(new if point % 2 else other, tmp_path)
        assert tree(tmp_path) == (new if point % 2 else other)
        if finished:
            break
        point += 1
    assert point > 20


def _write_and_die(files, folder, point):
    """Write in a child that is killed before its `point`-th change to the disk; whether it got to the end."""
    child = os.fork()
    if child == 0:
        calls = iter(range(point))

        def mortal(real):
            def call(*args, **kwargs):
                if next(calls, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **kwargs)
            return call

        output.os.fsync, output.os.replace = mortal(os.fsync), mortal(os.replace)
        Path.unlink = mortal(Path.unlink)
        try:
            write(files, folder)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_two_builds_at_once_end_whole(tmp_path):
    code = "import sys, pathlib; sys.path.insert(0, sys.argv[2]); from tests.build.test_build import *;" \
           "[write(made_by({path: sys.argv[3] * 5000 for path in MANY}), pathlib.Path(sys.argv[1])) for _ in range(3)]"
    root = str(Path(__file__).resolve().parents[2])
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), root, word]) for word in ("one", "two")]
    assert [child.wait() for child in both] == [0, 0]
    assert tree(tmp_path) in (made_by(dict.fromkeys(MANY, "one" * 5000)), made_by(dict.fromkeys(MANY, "two" * 5000)))


def test_fewer_dashboards_make_fewer_files(defaults):
    only = artifacts(parse("dashboards: [overview]", "s", {}))
    assert {path for path in only if path.startswith("dashboards/")} <= {"dashboards/overview.json"}
    assert set(only) <= set(defaults)


def test_settings_can_be_made_without_a_file():
    assert artifacts(Settings()) == artifacts(parse("", "d", {}))


def test_every_dashboard_that_settings_know_exists():
    from agentdash.dashboards import DASHBOARDS
    from agentdash.settings import schema

    assert list(DASHBOARDS) == list(Settings().dashboards) == schema.load()["properties"]["dashboards"]["items"]["enum"]


def test_what_others_wrote_is_in_the_way(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out" / "collector").mkdir(parents=True)
    (tmp_path / "out" / "collector" / "config.yaml").write_text("mine: true\n")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    before = tree(tmp_path)
    assert cli.run(["build", "-o", "out"]) == 2
    assert capsys.readouterr().err == ("agentdash: out: not written by agentdash, and in the way: collector/config.yaml; "
                                       "move them, use -o DIR, or replace them with --force\n")
    assert tree(tmp_path) == before
    assert cli.run(["build", "-o", "out", "--force"]) == 0
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    # Now it is agentdash's, whatever somebody does to it.
    (tmp_path / "out" / "collector" / "config.yaml").write_text("mine: true\n")
    assert cli.run(["build", "-o", "out"]) == 0


def test_an_equal_file_is_in_nobodys_way(tmp_path, defaults):
    (tmp_path / "manifest.json").write_bytes(defaults["manifest.json"])
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "alerts.yml").write_bytes(defaults["rules/alerts.yml"])
    assert write(defaults, tmp_path).foreign == ()


def test_a_build_names_what_it_changes(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("dashboards: [overview]\n")
    assert cli.run(["build", "-c", "a.yaml"]) == 0
    first = capsys.readouterr().out.splitlines()
    assert "+ dashboards/overview.json" in first
    assert first[-1].endswith("0 unchanged, 0 removed")
    (tmp_path / "a.yaml").write_text("dashboards: [overview]\ngrafana: {folder: Bots}\n")
    assert cli.run(["build", "-c", "a.yaml", "--check", "--diff"]) == 1
    diff = capsys.readouterr().out
    assert '-  "title": "AI agents"' in diff
    assert '+  "title": "Bots"' in diff
    assert cli.run(["build", "-c", "a.yaml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"]
    assert "api/folders.json" in told["changed"]
    assert (told["added"], told["removed"]) == ([], [])
    assert cli.run(["build", "-c", "a.yaml", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert cli.run(["build", "-c", "a.yaml", "-q", "--json"]) == 2
    assert capsys.readouterr().err.count("\n") == 1

"""A kind of Grafana resource is one class: nothing else in push knows one by name, and a new one needs nothing else."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from agentdash.push import apply, artifacts, destroy, json_report, kinds, plan, steps, text_report
from agentdash.push.built_files import BuiltFiles
from agentdash.push.client import path
from agentdash.push.desired import Key, Resource
from agentdash.push.errors import Missing
from agentdash.push.kinds.folders import FOLDER
from agentdash.push.kinds.kind import Access, Kind, Write
from agentdash.push.live import Live
from agentdash.push.ownership import Mark, mark_of
from agentdash.push.pull import as_file, edits
from agentdash.push.safe_write import Found, safe_delete, safe_write
from agentdash.push.server import Server
from agentdash.push.steps import Options
from tests.push.built import Built
from tests.push.running import connect, diff, push

ROOM = Path(kinds.__file__).resolve().parent.parent


def test_nothing_outside_the_kinds_knows_one_by_name():
    for file in ROOM.glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        named = {module for module in imported if module.startswith("agentdash.push.kinds.")} - {"agentdash.push.kinds.kind"}
        if file.name == "existing.py":
            # It looks up datasources that are no resources of ours.
            continue
        assert named == set(), file.name
        compared = [text.value for node in ast.walk(tree) if isinstance(node, ast.Compare)
                    for text in ast.walk(node) if isinstance(text, ast.Constant) and text.value in {kind.name for kind in kinds.KINDS}]
        assert compared == [], file.name


class PlaylistKind(Kind):
    """What somebody would add: playlists, whose mark is at the end of their interval's text."""

    name = "playlist"
    also_called = ("lists",)
    permissions: ClassVar[Mapping[Access, str]] = {access: f"playlists:{access.value}" for access in Access}

    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        return [
            Resource(self, raw["uid"], raw["name"], {"name": raw["name"]}, raw, files.place("api/playlists.json"), raw["folder"], (Key(FOLDER, raw["folder"]),))
            for raw in files.objects("api/playlists.json")
        ]

    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        try:
            raw = server.client.get("/playlists" + path(uid))
        except Missing:
            return None
        return Live(self, uid, raw["name"], {"name": raw["name"]}, raw["folder"], raw["version"], Mark.read(raw["mark"]), raw=raw)

    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        mark = mark_of(how.prefix, want.spec, want.folder)

        def look() -> Found:
            now = self.read(server, want.uid, how.prefix)
            return Found.WRITTEN if now is not None and now.mark == mark else Found.UNCHANGED

        safe_write(server.client, lambda: server.client.send("PUT", "/playlists" + path(want.uid), {**want.body, "mark": str(mark)}), look)

    def delete(self, server: Server, live: Live) -> None:
        where = "/playlists" + path(live.uid)
        safe_delete(server.client, lambda: server.client.send("DELETE", where), lambda: self.read(server, live.uid, "") is not None)

    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        return sorted(raw["uid"] for raw in server.client.get("/playlists") if raw["mark"].startswith(f"{prefix}:"))


@pytest.fixture
def playlists(monkeypatch: pytest.MonkeyPatch) -> PlaylistKind:
    """The new kind in its place: after what it needs."""
    new = PlaylistKind()
    for module in (kinds, artifacts, steps, plan, apply, destroy):
        monkeypatch.setattr(module, "KINDS", (*kinds.KINDS, new) if new not in kinds.KINDS else kinds.KINDS)
    return new


def built(name: str = "Rounds", names: tuple[str, ...] = ("agentdash-rounds", "agentdash-more")) -> Any:
    import json

    listed = [{"uid": uid, "name": name, "folder": "agentdash"} for uid in names]
    return artifacts.from_mapping({**Built().files(), "api/playlists.json": json.dumps(listed).encode()})


def test_a_new_kind_lives_a_whole_life(fake, playlists):
    assert push(fake, built()).code == 0
    assert set(fake.state.playlists) == {"agentdash-rounds", "agentdash-more"}
    assert not any(step.differs for step in diff(fake, built(), Options(prune=True)).steps)
    assert [step.uid for step in push(fake, built("Tours")).plan.of("update")] == ["agentdash-rounds", "agentdash-more"]
    # Edited, pulled, kept, forced
    fake.state.playlists["agentdash-rounds"].update(name="Mine", version=9)
    (edit,) = edits(connect(fake), built("Tours"), ("lists",))
    assert [(one.place, one.new) for one in edit.changes] == [("name", "Mine")]
    assert '"name": "Mine"' in as_file(edit.live)
    assert set(push(fake, built("Tours")).blocked) == {"agentdash-rounds"}
    assert push(fake, built("Tours"), Options(force=True)).code == 0
    # Somebody else's, adopted
    fake.state.playlists["agentdash-more"].update(mark="", name="Theirs")
    assert "not made by this agentdash" in push(fake, built("Tours")).blocked["agentdash-more"]
    assert push(fake, built("Tours"), Options(adopt=("agentdash-more",))).code == 0
    # Pruned, then all of it destroyed
    ended = push(fake, built("Tours", ("agentdash-rounds",)), Options(prune=True))
    assert [(str(step.kind), step.uid) for step in ended.plan.of("delete")] == [("playlist", "agentdash-more")]
    server = connect(fake)
    made = destroy.make(server, built("Tours"), Options())
    assert str(made.steps[0].kind) == "playlist"
    assert all(one.result == "done" for one in apply.apply(server, made, built("Tours"), {}))
    assert not fake.state.playlists
    assert not fake.state.folders


def test_a_new_kind_is_told_as_the_others_are(grafana, playlists):
    grafana.state.denied = {"folders:create"}
    ended = push(grafana, built())
    assert "its folder agentdash is not there" in ended.failed["agentdash-rounds"]
    grafana.state.denied = {"playlists:update"}
    ended = push(grafana, built())
    assert ended.failed["agentdash-rounds"].startswith("may not create it: the credentials need playlists:create on folder agentdash")
    made = diff(grafana, built(), Options(only=("playlists",)))
    assert '+ playlist agentdash-rounds "Rounds"' in list(text_report.plan(made))
    document = json_report.document(connect(grafana).client, None, made, None, 1)
    assert {one["kind"] for one in document["resources"]} == {"folder", "playlist"}

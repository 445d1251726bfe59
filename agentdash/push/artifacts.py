"""The built files, from memory or from a directory, as what Grafana should have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from agentdash.errors import UserError
from agentdash.push import normal
from agentdash.push.wanted import DASHBOARDS, DATASOURCES, FOLDERS, RULES, Resource, Wanted

_MANIFEST = "manifest.json"
_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Grafana itself stops at 16 MiB and many a proxy at 1; no browser draws a dashboard of this size.
_LARGEST_DASHBOARD = 8 * 1024 * 1024

Read = Callable[[str], bytes | None]


def from_mapping(files: Mapping[str, bytes], name: str = "the build") -> Wanted:
    """Read what `agentdash build` would write, without writing it. Raises UserError for a file that cannot be pushed."""
    return _wanted(files.get, name)


def from_directory(directory: Path) -> Wanted:
    """Read a directory that `agentdash build` wrote. Raises UserError, naming the file, for one that cannot be pushed."""
    if not directory.is_dir():
        raise UserError(f"{directory}: no such directory; `agentdash build` writes one")

    def read(path: str) -> bytes | None:
        file = directory / path
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserError(f"{file}: cannot be read: {error.strerror}; check its permissions") from None

    return _wanted(read, str(directory))


def _wanted(read: Read, name: str) -> Wanted:
    manifest = _json(read, name, _MANIFEST, dict)
    if manifest is None:
        raise UserError(f"{name}: no {_MANIFEST} in it; write the directory that `agentdash build` made")
    if manifest.get("version") != 1:
        raise UserError(f"{name}/{_MANIFEST}: version {manifest.get('version')!r}, this agentdash reads 1; build again with this agentdash")
    resources = [
        *_folders(_json(read, name, "api/folders.json", list) or [], f"{name}/api/folders.json"),
        *_datasources(_json(read, name, "api/datasources.json", list) or [], f"{name}/api/datasources.json"),
        *(_dashboard(entry, read, name) for entry in manifest.get("dashboards") or []),
        *_rules(_json(read, name, "api/alert-rules.json", list) or [], f"{name}/api/alert-rules.json"),
    ]
    seen: dict[tuple[str, str], Resource] = {}
    for one in resources:
        other = seen.setdefault((one.kind, one.uid), one)
        if other is not one:
            raise UserError(f"{one.file}: {one.kind} {one.uid}: its uid is also in {other.file}; give each its own uid")
    return Wanted(_uid(manifest.get("uid_prefix"), f"{name}/{_MANIFEST}: uid_prefix"), tuple(resources))


def _folders(raw: list[Any], file: str) -> list[Resource]:
    made = [
        Resource(FOLDERS, _uid(one.get("uid"), file), one["title"], one.get("parentUid") or "", normal.folder(one), one, {}, file)
        for one in raw
    ]
    # Parents first, whatever the file's order.
    waiting, ordered, known = list(made), [], {one.uid for one in made}
    placed: set[str] = set()
    while waiting:
        ready = [one for one in waiting if one.folder in placed or one.folder not in known]
        if not ready:
            raise UserError(f"{file}: {waiting[0].uid}: its parents form a circle; remove one parentUid")
        ordered += ready
        placed |= {one.uid for one in ready}
        waiting = [one for one in waiting if one.uid not in placed]
    return ordered


def _datasources(raw: list[Any], file: str) -> list[Resource]:
    made = []
    for one in raw:
        body = {key: value for key, value in one.items() if key != "secureJsonData"}
        uid = _uid(one.get("uid"), file)
        made.append(Resource(DATASOURCES, uid, one["name"], "", normal.datasource(body), body, one.get("secureJsonData") or {}, file))
    return made


def _dashboard(entry: Mapping[str, Any], read: Read, name: str) -> Resource:
    path = str(PurePosixPath(entry["path"]))
    file = f"{name}/{path}"
    body = _json(read, name, path, dict, _LARGEST_DASHBOARD)
    if body is None:
        raise UserError(f"{file}: no such file, yet the manifest names it; build again")
    uid = _uid(entry.get("uid"), f"{name}/{_MANIFEST}")
    if body.get("uid") != uid:
        raise UserError(f"{file}: uid {body.get('uid')!r}, the manifest says {uid!r}; build again")
    folder = entry.get("folderUid") or ""
    return Resource(DASHBOARDS, uid, body.get("title") or uid, folder, normal.dashboard(body), body, {}, file)


def _rules(raw: list[Any], file: str) -> list[Resource]:
    made = []
    for one in raw:
        uid = f"{_uid(one.get('folderUid'), file)}/{one['title']}"
        for rule in one.get("rules") or []:
            _uid(rule.get("uid"), f"{file}: {one['title']}: {rule.get('title')}")
        made.append(Resource(RULES, uid, one["title"], one["folderUid"], normal.rule_group(one), one, {}, file))
    return made


def _json(read: Read, name: str, path: str, kind: type, largest: int | None = None) -> Any:
    content = read(path)
    if content is None:
        return None
    if largest is not None and len(content) > largest:
        raise UserError(
            f"{name}/{path}: {len(content) / 2**20:.0f} MiB, no Grafana shows a dashboard above {largest // 2**20} MiB; "
            "split it or remove panels"
        )
    try:
        value = json.loads(content)
    except ValueError as error:
        line = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise UserError(f"{name}/{path}: {line}not JSON; build again") from None
    if not isinstance(value, kind) or (kind is list and not all(isinstance(one, dict) for one in value)):
        raise UserError(f"{name}/{path}: not what `agentdash build` writes; build again")
    return value


def _uid(value: Any, place: str) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise UserError(f"{place}: {value!r} is no uid; write up to 40 letters, digits, - and _")
    return value

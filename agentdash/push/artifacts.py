"""The built files, from memory or from a directory, as what Grafana should have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from agentdash.errors import UserError
from agentdash.push.built_files import MANIFEST, BuiltFiles, check_uid
from agentdash.push.desired import DesiredState, ExistingDatasource, Key, Resource
from agentdash.push.kinds import KINDS

_EXISTING = "api/existing-datasources.json"


def from_mapping(files: Mapping[str, bytes], name: str = "the build") -> DesiredState:
    """Read what `agentdash build` would write, without writing it. Raises UserError for a file that cannot be pushed."""
    return _desired(BuiltFiles(name, files.get))


def from_directory(directory: Path) -> DesiredState:
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

    return _desired(BuiltFiles(str(directory), read))


def _desired(files: BuiltFiles) -> DesiredState:
    prefix = check_uid(files.manifest().get("uid_prefix"), f"{files.place(MANIFEST)}: uid_prefix")
    seen: dict[Key, Resource] = {}
    for kind in KINDS:
        for one in kind.load(files):
            other = seen.setdefault(one.key, one)
            if other is not one:
                raise UserError(f"{one.file}: {kind} {one.uid}: its uid is also in {other.file}; give each its own uid")
    return DesiredState(prefix, tuple(seen.values()), _existing(files))


def _existing(files: BuiltFiles) -> tuple[ExistingDatasource, ...]:
    place = files.place(_EXISTING)
    found = []
    for one in files.objects(_EXISTING):
        if not all(isinstance(one.get(key), str) and one[key] for key in ("type", "reference")):
            raise UserError(f"{place}: not what `agentdash build` writes; build again")
        found.append(ExistingDatasource(one["type"], one["reference"], place))
    return tuple(found)

"""A directory of artifacts on disk: what differs, and how it is brought up to date.

A directory that an earlier build wrote is brought to the new state file by file, each by an atomic rename, so that a
reader (Grafana watches these files) never sees half of one, and a build that fails or is killed leaves whole files
only. `manifest.json` says what agentdash owns there; nothing else is ever changed or removed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from agentdash import manifest
from agentdash.errors import UserError

_NEW = ".agentdash-new"


@dataclass(frozen=True)
class Changes:
    """How a directory differs from what it should hold, as sorted relative paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    foreign: tuple[str, ...]
    """Those of ``changed`` that agentdash did not write."""

    def signed(self) -> list[tuple[str, str]]:
        """Each file that differs, with ``+``, ``~`` or ``-``, by path."""
        signs = {"+": self.added, "~": self.changed, "-": self.removed}
        return sorted(((sign, path) for sign, paths in signs.items() for path in paths), key=lambda signed: signed[1])


def compare(artifacts: Mapping[str, bytes], directory: Path) -> Changes:
    """What a write would do; reads only. Raises UserError for what cannot be read."""
    there = {path: _content(directory / path) for path in artifacts}
    owned = manifest.owned(_content(directory / manifest.NAME) or b"")
    changed = tuple(path for path, content in there.items() if content is not None and content != artifacts[path])
    return Changes(
        added=tuple(path for path, content in there.items() if content is None), changed=changed,
        removed=tuple(sorted(path for path in owned - artifacts.keys() if (directory / path).is_file())),
        unchanged=tuple(path for path, content in there.items() if content == artifacts[path]),
        foreign=tuple(path for path in changed if path not in owned))


def difference(artifacts: Mapping[str, bytes], directory: Path, path: str) -> str:
    """How one file would change, as a unified diff; "" where it would not."""
    import difflib

    before, after = ((content or b"").decode("utf-8", "replace").splitlines(keepends=True)
                     for content in (_content(directory / path), artifacts.get(path)))
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"))


def write(artifacts: Mapping[str, bytes], directory: Path, force: bool = False) -> Changes:
    """Bring `directory` to exactly these artifacts; files that agentdash does not own are left alone.

    Every new file is written in full beside its place before the first one is moved there, so an error (a full disk, a
    path that is not writable) changes nothing. Raises UserError naming the path, and, without `force`, for files of others
    that stand where artifacts belong.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with _locked(directory):
            found = compare(artifacts, directory)
            if found.foreign and not force:
                raise UserError(f"{directory}: not written by agentdash, and in the way: {', '.join(found.foreign)}; "
                                "move them, use -o DIR, or replace them with --force")
            _move({path: artifacts[path] for path in (*found.added, *found.changed)}, found.removed, directory)
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else directory
        what = "a file is there" if isinstance(error, FileExistsError) else error.strerror or type(error).__name__
        raise UserError(f"{place}: cannot be written: {what}; check the path and its permissions, or use -o DIR") from None
    return found


def _move(new: Mapping[str, bytes], stale: Sequence[str], directory: Path) -> None:
    steps: list[tuple[Path, Path]] = []
    listing = directory / manifest.NAME
    try:
        if manifest.NAME in new:
            # Killed on the way, the next build must know what this one added and what it did not yet remove.
            before = manifest.owned(_content(listing) or b"")
            steps.append((_stage(listing, manifest.joined(before, new[manifest.NAME]), "joined"), listing))
        for path in sorted(new, key=lambda path: path == manifest.NAME):
            steps.append((_stage(directory / path, new[path]), directory / path))
    except OSError:
        for staged, _ in steps:
            staged.unlink(missing_ok=True)
        raise
    last = [steps.pop()] if manifest.NAME in new else []
    for staged, place in steps:
        os.replace(staged, place)
    for path in stale:
        _remove(directory / path, directory)
    for staged, place in last:
        os.replace(staged, place)
    _sync(directory)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}; check the path and its permissions") from None


def _stage(place: Path, content: bytes, mark: str = "") -> Path:
    """Write `content` in full beside `place` and return where; leaves nothing behind when that fails."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    new = place.with_name(f".{place.name}{mark}{_NEW}")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(place)) from None
    return new


def _remove(place: Path, directory: Path) -> None:
    place.unlink(missing_ok=True)
    for parent in place.parents:
        if parent == directory:
            break
        try:
            parent.rmdir()
        except OSError:
            break


def _sync(directory: Path) -> None:
    """Make the renames durable, where the system lets a directory be synced."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Let one build at a time write here, and sweep what a killed one left."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in directory.rglob(f".*{_NEW}"):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)

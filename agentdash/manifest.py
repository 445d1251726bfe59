"""`manifest.json`: what an output directory holds, and so what agentdash may change or remove there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

NAME = "manifest.json"


def write(uid_prefix: str, folder_uid: str, made: Mapping[str, bytes]) -> bytes:
    """Return the manifest of the artifacts `made` (relative path to content)."""
    dashboards = [
        {"folderUid": folder_uid, "path": path, "uid": json.loads(content)["uid"]}
        for path, content in sorted(made.items())
        if path.startswith("dashboards/") and path.endswith(".json")
    ]
    manifest = {
        "version": 1,
        "uid_prefix": uid_prefix,
        "folder_uid": folder_uid,
        "dashboards": dashboards,
        "files": sorted(made),
    }
    return (json.dumps(manifest, indent=2) + "\n").encode()


def owned(manifest: bytes) -> frozenset[str]:
    """Return the paths that a manifest says agentdash wrote; none when it is not a manifest.

    A path that leads out of the directory is not ours, whatever the file says.
    """
    try:
        files = json.loads(manifest)["files"]
        return frozenset(path for path in files if _inside(path)) | {NAME}
    except (ValueError, KeyError, TypeError):
        return frozenset()


def joined(before: frozenset[str], manifest: bytes) -> bytes:
    """Return `manifest` as it stands while a directory is on its way from `before`: it owns the files of both."""
    files = json.loads(manifest)
    files["files"] = sorted((before - {NAME}).union(files["files"]))
    return (json.dumps(files, indent=2) + "\n").encode()


def _inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts

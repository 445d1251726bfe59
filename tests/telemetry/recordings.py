"""Recordings of real SDKs: what they exported, and what the model API really served. See README.md beside this file."""

from __future__ import annotations

import functools
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recordings"
SIGNALS = ("traces", "metrics", "logs")
_FILES = (*(f"{signal}.jsonl" for signal in SIGNALS), "truth.json", "truth.jsonl")


@dataclass(frozen=True)
class Request:
    """One OTLP export request: when it arrived (Unix seconds), of what signal, and its JSON body."""

    time: float
    signal: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Recording:
    """One program's exports in order of arrival, with the truth."""

    name: str
    requests: tuple[Request, ...]
    truth: dict[str, Any]
    served: tuple[dict[str, Any], ...]

    @property
    def services(self) -> tuple[str, ...]:
        """What the program calls itself, ``service.name``; two where a client and its gateway both export."""
        if "service_names" in self.truth:
            return tuple(self.truth["service_names"])
        return (self.truth["resource"]["service.name"],)


def names() -> list[str]:
    """All recordings, sorted."""
    return sorted(path.name.removesuffix(".tar.xz") for path in FOLDER.glob("*.tar.xz"))


@functools.cache
def load(name: str) -> Recording:
    """Reads one recording from its archive."""
    with tarfile.open(FOLDER / f"{name}.tar.xz") as archive:
        members = {Path(member.name).name: member for member in archive if member.isfile()}
        return _recording(name, {file: archive.extractfile(members[file]).read() for file in _FILES if file in members})


def read(folder: Path) -> Recording:
    """Reads one recording that is not packed: a folder with the files that an archive has."""
    return _recording(folder.name, {file: (folder / file).read_bytes() for file in _FILES if (folder / file).exists()})


def _recording(name: str, files: Mapping[str, bytes]) -> Recording:
    def lines(file: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in files.get(file, b"").splitlines()]

    requests = [Request(line["t"], signal, line["body"]) for signal in SIGNALS for line in lines(f"{signal}.jsonl")]
    return Recording(name, tuple(sorted(requests, key=lambda request: request.time)), json.loads(files["truth.json"]), tuple(lines("truth.jsonl")))

"""Recordings of real SDKs: what they exported, and what the model API really served. See README.md beside this file."""

from __future__ import annotations

import functools
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recordings"
SIGNALS = ("traces", "metrics", "logs")


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


def names() -> list[str]:
    """All recordings, sorted."""
    return sorted(path.name.removesuffix(".tar.xz") for path in FOLDER.glob("*.tar.xz"))


@functools.cache
def load(name: str) -> Recording:
    """Reads one recording from its archive."""
    with tarfile.open(FOLDER / f"{name}.tar.xz") as archive:
        def lines(file: str) -> Iterator[dict[str, Any]]:
            member = f"{name}/{file}"
            if member in archive.getnames():
                yield from map(json.loads, archive.extractfile(member))

        requests = [Request(line["t"], signal, line["body"]) for signal in SIGNALS for line in lines(f"{signal}.jsonl")]
        truth = json.load(archive.extractfile(f"{name}/truth.json"))
        served = tuple(lines("truth.jsonl"))
    return Recording(name, tuple(sorted(requests, key=lambda request: request.time)), truth, served)

"""Spans to send to a Collector under test, and what its process has used."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.telemetry import recordings

_IDS = re.compile(r'("(?:traceId|spanId|parentSpanId)": ")[0-9a-f]{8}')
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Request:
    """An export with gaps for ids; ``calls`` are the calls to models that agentdash counts in it."""

    parts: tuple[str, ...]
    spans: int

    def body(self, number: int) -> bytes:
        """The export with ids that nobody had yet."""
        return f"{number & 0xFFFFFFFF:08x}".join(self.parts).encode()


def filled(body: dict[str, Any]) -> Request:
    """An export whose ids can be made anew."""
    text = _IDS.sub(r"\1\0", json.dumps(body))
    return Request(tuple(text.split("\0")), text.count('"spanId"'))


def requests() -> list[Request]:
    """The recordings' exports of traces, those of different programs mixed."""
    found = []
    for name in recordings.names():
        for request in recordings.load(name).requests:
            if request.signal == "traces":
                found.append(filled(request.body))
    size = len(found) // 7
    return [one for group in zip(*(found[part * size:(part + 1) * size] for part in range(7)), strict=True) for one in group]


@dataclass
class Used:
    """What a process has used: seconds of processor time, MiB of memory now."""

    seconds: float
    mib: float


def used(pid: int) -> Used:
    """Read from the system. Works on Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    resident = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return Used((int(fields[11]) + int(fields[12])) / _TICKS, int(resident[1]) / 1024)

"""Recordings: what a Collector's file exporter writes, one export a line, or the same with the time at which it came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from agentdash.errors import UserError

_SIGNALS = {"resourceSpans": "traces", "resourceLogs": "logs", "resourceMetrics": "metrics"}


class Export(NamedTuple):
    """One export request. ``signal`` is ``traces``, ``logs`` or ``metrics``; ``body`` is OTLP/JSON."""

    signal: str
    body: dict[str, Any]


def read(path: Path) -> list[Export]:
    """Every export of a file, in order. Raises UserError, with the line, for what is none, and for a file without spans and logs."""
    try:
        found = list(_exports(path))
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}; name a recording, one export a line") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: not UTF-8; write OTLP as JSON (the file exporter's format: json)") from None
    if not any(one.signal != "metrics" for one in found):
        raise UserError(f"{path}: no spans and no logs in it; let the file exporter write traces")
    return found


def _exports(path: Path) -> Iterator[Export]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
        except ValueError as error:
            raise UserError(f"{path}: line {number}: not JSON ({error}); write one export a line") from None
        body = read.get("body", read) if isinstance(read, dict) else read
        signal = next((name for key, name in _SIGNALS.items() if isinstance(body, dict) and isinstance(body.get(key), list)), None)
        if signal is None:
            raise UserError(f"{path}: line {number}: no export of OTLP/JSON; it has {', '.join(_SIGNALS)}")
        yield Export(signal, body)

"""One run of the Collector on this machine: the settings' own configuration, whose exporters write files."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentdash import yaml_text
from agentdash.collector.config import config, escape
from agentdash.errors import AgentdashError, UserError
from agentdash.rehearsal.recording import Export
from agentdash.settings.collector import LISTENS

if TYPE_CHECKING:
    from agentdash.settings import Settings

NAMES = ("otelcol-contrib", "otelcol-agentdash", "otelcol")
"""What a Collector is called where it is installed."""
_START, _END = 30.0, 60.0
"""Seconds that it may take to start, and to end with all that it holds."""
_SENT = 30.0
_HOLD = 2
"""Seconds that spans wait here: a recording comes at once."""


def rehearse(settings: Settings, exports: Iterable[Export], program: Path | None = None) -> list[dict[str, Any]]:
    """The exports of spans that leave the Collector, as OTLP/JSON. Prices and texts are those of the settings.

    Raises UserError where there is no Collector, AgentdashError where it does not take the configuration or the recording.
    """
    found = _program(program)
    with tempfile.TemporaryDirectory(prefix="agentdash-") as name:
        folder = Path(name)
        grpc, http, health, series, own_metrics, handover = (f"127.0.0.1:{port}" for port in _free_ports(len(LISTENS)))
        local = replace(settings.collector, hold=min(settings.collector.hold, _HOLD), queue="memory", grpc=grpc, http=http, health=health, series=series,
                        own_metrics=own_metrics, handover=handover)
        made = _to_files(config(replace(settings, collector=local)), folder)
        (folder / "config.yaml").write_bytes(yaml_text.dumps(escape(made), "", sort_keys=False))
        with _running(found, folder, health):
            for one in exports:
                _send(f"http://{http}/v1/{one.signal}", one.body)
        return list(_lines(folder / "traces.jsonl"))


def _program(given: Path | None) -> Path:
    if given is not None:
        if not given.is_file():
            raise UserError(f"--collector {given}: no such file; name the program, e.g. /usr/bin/{NAMES[0]}")
        return given.resolve()
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    raise UserError(f"no Collector: none of {', '.join(NAMES)} is on the PATH; name one with --collector FILE (the contrib distribution has all that it needs)")


def _to_files(made: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The configuration with a file in the place of each exporter."""
    exporters = made["exporters"]
    made["exporters"] = {}
    for name, one in made["service"]["pipelines"].items():
        kind = name.split("/")[0]
        kept = [exporter for exporter in one["exporters"] if exporter not in exporters]
        if len(kept) < len(one["exporters"]):
            one["exporters"] = [*kept, f"file/{kind}"]
            made["exporters"][f"file/{kind}"] = {"path": str(folder / f"{kind}.jsonl")}
    # Nobody is logged in to.
    for name in [name for name in made["extensions"] if not name.startswith("health_check")]:
        del made["extensions"][name]
        made["service"]["extensions"].remove(name)
    return made


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def _running(program: Path, folder: Path, health: str) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen([program, "--config", folder / "config.yaml"], stdout=written, stderr=written)
    try:
        _wait_until_it_runs(process, f"http://{health}", log)
        yield
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            raise AgentdashError(f"the Collector did not end within {_END:g} s; try a shorter recording") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait_until_it_runs(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    said = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    last = next((line for line in reversed(said) if "rror" in line), said[-1] if said else "it says nothing")
    raise AgentdashError(f"the Collector does not start: {' '.join(last.split())[:400]}")


def _send(url: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    until = time.monotonic() + _SENT
    while True:
        try:
            with urllib.request.urlopen(request, timeout=_SENT):
                return
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503) or time.monotonic() > until:
                raise AgentdashError(f"the Collector refuses an export of the recording: {error.code} {error.read(200).decode('utf-8', 'replace')}") from None
        except OSError as error:
            raise AgentdashError(f"the Collector went away: {error}") from None
        time.sleep(0.2)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)

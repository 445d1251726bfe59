"""A real Prometheus and a real Collector with the generated configuration, on free ports of this machine."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from agentdash import yaml_text
from agentdash.collector.config import config, escape
from agentdash.settings import Settings
from agentdash.settings.destinations import Destination
from tests import tools

_PORTS = range(20_000, 32_000)
"""Below those that systems give to outgoing connections: one of these may come between the look and the listening."""


def free_port() -> int:
    """A TCP port that nobody listens on."""
    return int(free_addresses(1)[0].rpartition(":")[2])


def free_addresses(count: int) -> list[str]:
    """Addresses of this machine with different ports that nobody listens on."""
    found: list[str] = []
    with contextlib.ExitStack() as stack:
        while len(found) < count:
            listener, port = stack.enter_context(socket.socket()), random.SystemRandom().choice(_PORTS)
            with contextlib.suppress(OSError):
                listener.bind(("127.0.0.1", port))
                found.append(f"127.0.0.1:{port}")
    return found


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until ``url`` answers. Raises RuntimeError with the end of the log when the process ends before."""
    for _ in range(600):
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError), urllib.request.urlopen(url, timeout=2):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer:\n{log.read_text()[-3000:]}")


@dataclass
class Process:
    """A server that a test started; its output is in ``log``."""

    process: subprocess.Popen[bytes]
    log: Path

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Ends the server and waits for it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                # A Collector whose backend is away goes on trying.
                self.process.kill()
                self.process.wait()


@dataclass
class Prometheus(Process):
    """A Prometheus that takes remote write."""

    url: str

    @property
    def write(self) -> str:
        """Where it takes remote writes."""
        return f"{self.url}/api/v1/write"

    def query(self, expression: str, at: float | None = None) -> list[dict[str, Any]]:
        """The result of an instant query. Raises RuntimeError with Prometheus' own words when it refuses."""
        return self._ask("query", {"query": expression, **({"time": str(at)} if at else {})})

    def query_range(self, expression: str, start: float, end: float, step: float) -> list[dict[str, Any]]:
        """The result of a range query."""
        return self._ask("query_range", {"query": expression, "start": str(start), "end": str(end), "step": str(step)})

    def series(self, selector: str) -> list[dict[str, str]]:
        """The label sets of the selected series, of the last quarter of an hour."""
        query = urllib.parse.urlencode({"match[]": selector, "start": str(time.time() - 900), "end": str(time.time() + 60)})
        with urllib.request.urlopen(f"{self.url}/api/v1/series?{query}", timeout=60) as answer:
            return json.load(answer)["data"]

    def label_values(self, label: str, selector: str, start: float, end: float) -> list[str]:
        """Values of a label on the selected series, as Grafana's ``label_values`` asks for them."""
        query = urllib.parse.urlencode({"match[]": selector, "start": str(start), "end": str(end)})
        with urllib.request.urlopen(f"{self.url}/api/v1/label/{label}/values?{query}", timeout=60) as answer:
            return json.load(answer)["data"]

    def _ask(self, path: str, parameters: dict[str, str]) -> list[dict[str, Any]]:
        body = urllib.parse.urlencode(parameters).encode()
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{path}", body, timeout=60) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{parameters['query']}: {error.read().decode()}") from error


@contextlib.contextmanager
def prometheus(folder: Path, rules: list[Path] | None = None, port: int | None = None, late: str | None = None,
               flags: Sequence[str] = ("--web.enable-remote-write-receiver",)) -> Iterator[Prometheus]:
    """Runs Prometheus with its database in ``folder``, empty unless there are blocks in its ``data``.

    ``late`` (e.g. 10m) is how much later than others of their series samples may come; without it they are refused. ``flags`` are
    those of the command line that a test may want otherwise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    settings: dict[str, Any] = {"global": {"scrape_interval": "15s", "evaluation_interval": "5s"}, "rule_files": [str(path) for path in rules or ()]}
    if late:
        settings["storage"] = {"tsdb": {"out_of_order_time_window": late}}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(settings))
    log = folder / "prometheus.log"
    url = f"http://127.0.0.1:{port}"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [tools.prometheus(), f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'data'}",
             f"--web.listen-address=127.0.0.1:{port}", *flags, "--storage.tsdb.retention.time=1y"], stdout=output, stderr=output)
    server = Prometheus(process, log, url)
    try:
        wait(f"{url}/-/ready", process, log)
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def victoriametrics(folder: Path) -> Iterator[Prometheus]:
    """Runs VictoriaMetrics, which takes and answers what Prometheus does, with its database in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    [address] = free_addresses(1)
    log = folder / "victoriametrics.log"
    with log.open("ab") as output:
        # By default it hides the newest thirty seconds from queries.
        process = subprocess.Popen(
            [tools.victoriametrics(), f"-storageDataPath={folder / 'data'}", f"-httpListenAddr={address}", "-retentionPeriod=1y", "-search.latencyOffset=0s",
             "-search.disableCache", "-inmemoryDataFlushInterval=1s"], stdout=output, stderr=output)
    server = Prometheus(process, log, f"http://{address}")
    try:
        wait(f"{server.url}/health", process, log)
        yield server
    finally:
        server.stop()


STORES = {"prometheus": prometheus, "victoriametrics": victoriametrics}
_TOO_SLOW = ("Failed to scrape Prometheus endpoint", "error encoding and sending metric family: write tcp")


@dataclass
class Collector(Process):
    """A Collector; ``traces`` and ``logs`` hold what left it, one OTLP/JSON export a line."""

    endpoint: str
    traces: Path
    logs: Path
    addresses: dict[str, str] = field(default_factory=dict)

    def warnings(self) -> list[str]:
        """Lines of its log that warn or tell of an error, but for scrapes of itself that a busy machine did not end within an interval."""
        return [line for line in self.log.read_text().splitlines()
                if ("\twarn\t" in line or "\terror\t" in line) and not any(one in line for one in _TOO_SLOW)]


def collector_config(settings: Settings, folder: Path, remote_write: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The generated configuration with this test's ports, and files in place of Tempo and Loki."""
    health, http, grpc, own, telemetry, handover = free_addresses(6)
    settings = replace(settings, collector=replace(
        settings.collector, health=health, http=http, grpc=grpc, series=own, own_metrics=telemetry, handover=handover, memory_limit_mib=1536,
        metrics=Destination(remote_write)))
    built = config(settings)
    for name in ("traces", "logs"):
        del built["exporters"][f"otlp_http/agentdash_{name}"]
        built["exporters"][f"file/{name}"] = {"path": str(folder / f"{name}.jsonl"), "append": True, "flush_interval": "100ms"}
    for pipeline in built["service"]["pipelines"].values():
        pipeline["exporters"] = [name.replace("otlp_http/agentdash_traces", "file/traces").replace("otlp_http/agentdash_logs", "file/logs")
                                 for name in pipeline["exporters"]]
    return escape(built), {"health": health, "http": http}


@contextlib.contextmanager
def collector(folder: Path, settings: Settings, remote_write: str, name: str = "collector",
              change: Callable[[dict[str, Any]], None] | None = None) -> Iterator[Collector]:
    """Runs the Collector with the configuration for ``settings``, metrics going to ``remote_write``; ``change`` may edit it."""
    folder = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    built, addresses = collector_config(settings, folder, remote_write)
    if change:
        change(built)
    with running(folder, built, addresses) as server:
        yield server


@contextlib.contextmanager
def running(folder: Path, built: dict[str, Any], addresses: dict[str, str], *more: str) -> Iterator[Collector]:
    """Runs a Collector with this configuration, whose doors are ``addresses`` (health and http), in ``folder``; ``more`` is its command line's."""
    file, log = folder / "config.yaml", folder / "collector.log"
    file.write_bytes(yaml_text.dumps(built, "", sort_keys=False))
    with log.open("ab") as output:
        process = subprocess.Popen([tools.otelcol(), f"--config={file}", *more], stdout=output, stderr=output)
    server = Collector(process, log, f"http://{addresses['http']}", folder / "traces.jsonl", folder / "logs.jsonl", addresses)
    try:
        wait(f"http://{addresses['health']}/", process, log)
        yield server
    finally:
        server.stop()

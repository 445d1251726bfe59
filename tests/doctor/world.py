"""A small company in one process: a real Collector and a real Prometheus, fakes of Tempo, Loki and Grafana, and doctor run over it."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from agentdash import cli, yaml_text
from agentdash.collector.config import config, escape
from agentdash.settings import Settings, load
from tests import tools
from tests.doctor.backend import FakeBackend
from tests.push.fake import FakeGrafana
from tests.telemetry import spans
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.servers import Process, Prometheus, free_port

INTERVAL = 2
HOLD = 1
"""Seconds that spans wait for others of their call: short, so that tests are."""
TOKEN = "glsa_test"
GOOD = {"deployment.environment.name": "prod", "tenant.id": "acme"}


@dataclass
class Doctor:
    """What one run said."""

    code: int
    lines: list[str]
    document: dict[str, Any]

    @property
    def first(self) -> str:
        """The first line that is not good, with what changes from run to run taken out."""
        return next((plain(line) for line in self.lines if line[0] in "✗?" and "not asked for" not in line), "✓")


def plain(line: str) -> str:
    """Without ports, paths and times of this run."""
    line = re.sub(r"(127\.0\.0\.1|localhost):\d+", r"\1:PORT", line)
    line = re.sub(r"\S*/dist\b", "dist", line)
    return re.sub(r"\b\d+( s\b)|(?<=/write )\d+", r"N\1", line)


@dataclass
class Company:
    """Everything that runs, and the settings file that names it."""

    folder: Path
    prometheus: Prometheus
    backend: FakeBackend
    grafana: FakeGrafana
    given: dict[str, Any]
    collector: Process | None = None
    door: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def settings_file(self, **changed: Any) -> Path:
        """The settings with some sections changed, key by key."""
        given = copy.deepcopy(self.given)
        for section, keys in changed.items():
            given[section] = {**given.get(section, {}), **keys} if isinstance(keys, dict) else keys
        file = self.folder / "agentdash.yaml"
        file.write_text(yaml.safe_dump(given))
        return file

    def doctor(self, *words: str, env: dict[str, str] | None = None, named: bool = False, dist: str = "", **changed: Any) -> Doctor:
        """Runs the command line in this process; ``named`` says that it is told of the Grafana."""
        file = self.settings_file(**changed)
        clean = dict.fromkeys(("GRAFANA_URL", "GRAFANA_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), "")
        given = {**clean, "NO_PROXY": "*", **({"GRAFANA_URL": self.grafana.url, "GRAFANA_TOKEN": TOKEN} if named else {}), **(env or {})}
        out = io.StringIO()
        with mock.patch.dict("os.environ", given), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = cli.run(["doctor", "-c", str(file), "--dist", dist or str(self.folder / "dist"), "--json", *words])
        text = out.getvalue()
        document = json.loads(text) if text.startswith("{") else {"checks": []}
        lines = [f"{one['mark']} {check['title']}: {one['line']}" for check in document["checks"] for one in check["findings"] if one["mark"] != "?" or one["asked"]]
        return Doctor(code, lines or [f"✗ {line}" for line in text.splitlines()], document)

    def send(self, service: str, *made: spans.Span, resource: dict[str, Any] | None = None) -> None:
        """Spans of one program, to the Collector."""
        assert Sender(self.door).send("traces", spans.export(service, made, GOOD if resource is None else resource)) == 200

    def log(self, service: str, trace: str = "") -> None:
        """A line of one program, to the Collector."""
        record = {"timeUnixNano": str(time.time_ns()), "body": {"stringValue": "something happened"}, **({"traceId": trace, "spanId": spans.span_id()} if trace else {})}
        assert Sender(self.door).send("logs", {"resourceLogs": [{"resource": {"attributes": spans.attributes({"service.name": service})},
                                                                 "scopeLogs": [{"logRecords": [record]}]}]}) == 200

    def formatted(self, query: str) -> str:
        """A query as Prometheus itself reads and writes it."""
        body = urllib.parse.urlencode({"query": query}).encode()
        with urllib.request.urlopen(f"{self.prometheus.url}/api/v1/format_query", body, timeout=10) as answer:
            return json.load(answer)["data"]

    def wait(self, query: str, most: float = 60) -> None:
        """Until a query finds something."""
        until = time.time() + most
        while not self.prometheus.query(query):
            assert time.time() < until, f"{query}: nothing after {most} s"
            time.sleep(0.2)


def addresses() -> dict[str, str]:
    """Six free ones for a Collector."""
    return {name: f"127.0.0.1:{free_port()}" for name in ("grpc", "http", "health", "series", "own_metrics", "handover")}


@contextlib.contextmanager
def running(folder: Path, settings: Settings) -> Iterator[Process]:
    """A real Collector with exactly the configuration that the settings mean."""
    folder.mkdir(parents=True, exist_ok=True)
    file, log = folder / "config.yaml", folder / "collector.log"
    file.write_bytes(yaml_text.dumps(escape(config(settings)), "", sort_keys=False))
    with log.open("ab") as output:
        process = subprocess.Popen([tools.otelcol(), f"--config={file}"], stdout=output, stderr=output)
    server = Process(process, log)
    try:
        servers.wait(f"http://{settings.collector.health}/", process, log)
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def company(folder: Path) -> Iterator[Company]:
    """Starts everything, has two services call models, and pushes the dashboards."""
    with servers.prometheus(folder / "prometheus") as prometheus, FakeBackend() as backend, FakeGrafana("12.4.0") as grafana:
        grafana.state.prometheus = prometheus.url
        given: dict[str, Any] = {
            "backend": "grafana", "telemetry": {"interval": f"{INTERVAL}s"},
            "datasources": {"prometheus": {"url": prometheus.url}, "tempo": {"url": backend.url}, "loki": {"url": backend.url}},
            "collector": {**addresses(), "memory_limit_mib": 1024, "hold": HOLD, "metrics": {"url": prometheus.write}, "traces": {"url": backend.url}, "logs": {"url": backend.url}},
        }
        made = Company(folder, prometheus, backend, grafana, given)
        settings = load(made.settings_file())
        with running(folder / "collector", settings) as process:
            made.collector, made.door = process, f"http://{settings.collector.http}"
            call = spans.call()
            made.send("support-bot", call, spans.call(model="gpt-4o-mini"))
            made.send("research-bot", spans.call(model="claude-sonnet-4-5", attributes={"gen_ai.provider.name": "anthropic"}))
            made.log("support-bot", call.trace)
            made.wait('max_over_time(gen_ai_client_operation_duration_seconds_count{service_name="research-bot"}[10m]) > 0')
            built(made)
            yield made


def built(made: Company) -> None:
    """Builds into dist and pushes to the fake Grafana."""
    file = str(made.settings_file())
    with mock.patch.dict("os.environ", {"GRAFANA_URL": made.grafana.url, "GRAFANA_TOKEN": TOKEN, "NO_PROXY": "*"}), contextlib.redirect_stdout(io.StringIO()):
        assert cli.run(["build", "-c", file, "-o", str(made.folder / "dist"), "-q"]) == 0
        assert cli.run(["push", "-c", file, "--yes"]) == 0

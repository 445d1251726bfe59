"""Beside other people's Collector: nothing of theirs changes, and the numbers are those of a Collector of our own."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from agentdash import cli, yaml_text
from agentdash.collector import artifacts
from agentdash.collector.beside import ENTRY
from agentdash.collector.merge import Merged, merge
from agentdash.errors import UserError
from agentdash.settings import Settings
from agentdash.settings.destinations import Destination
from tests import tools
from tests.telemetry import recordings
from tests.telemetry.replay import replay
from tests.truth import servers
from tests.truth.measure import Measured
from tests.truth.truth import truth

THEIRS = sorted((Path(__file__).parent / "theirs").glob("*.yaml"))
RECORDING = "openai_genai"
_SPEED = 40


def settings(remote_write: str) -> Settings:
    default = Settings()
    return replace(default, telemetry=replace(default.telemetry, interval=2),
                   collector=replace(default.collector, series=f"127.0.0.1:{servers.free_port()}", metrics=Destination(remote_write)))


@contextlib.contextmanager
def running(folder: Path, *configurations: Path) -> Iterator[tuple[str, servers.Process]]:
    """Their Collector with these files; gives the address of its first door."""
    folder.mkdir()
    health, http, partners = (f"127.0.0.1:{servers.free_port()}" for _ in range(3))
    env = {**os.environ, "OUT": str(folder), "HEALTH": health, "HTTP": http, "HTTP_PARTNERS": partners,
           "GRPC": f"127.0.0.1:{servers.free_port()}", "OWN_PORT": str(servers.free_port())}
    log = folder / "log"
    with log.open("ab") as output:
        process = subprocess.Popen([tools.otelcol(), *(f"--config={one}" for one in configurations)], stdout=output, stderr=output, env=env)
    server = servers.Process(process, log)
    try:
        servers.wait(f"http://{health}/", process, log)
        yield f"http://{http}", server
    finally:
        server.stop()


def written(folder: Path) -> dict[str, Counter[str]]:
    """What their exporters wrote: each record under its resource and scope, however they were put together."""
    return {path.name: Counter(_records(path)) for path in sorted(folder.glob("*.jsonl"))}


def _records(path: Path) -> Iterator[str]:
    for line in path.read_text().splitlines():
        for resources in json.loads(line).values():
            for resource in resources:
                for key, scopes in resource.items():
                    if key.startswith("scope"):
                        for scope in scopes:
                            for kind, records in scope.items():
                                if isinstance(records, list):
                                    yield from (json.dumps([resource.get("resource"), scope.get("scope"), kind, one], sort_keys=True) for one in records)


def requests(endpoint: str) -> None:
    """The same requests, byte for byte, each time."""
    from tests.telemetry.replay import Sender

    sender = Sender(endpoint)
    for request in recordings.load(RECORDING).requests:
        assert sender.send(request.signal, request.body) in (200, 404)


@pytest.mark.go
@pytest.mark.slow
@pytest.mark.parametrize("file", THEIRS, ids=lambda file: file.stem)
def test_what_they_export_stays_byte_for_byte(file, tmp_path, prometheus_beside):
    ours, new = tmp_path / "merge.yaml", tmp_path / "new.yaml"
    chosen = settings(prometheus_beside.write)
    ours.write_bytes(artifacts(chosen)["collector/merge.yaml"])
    merged = merge(file.read_text(), file.name, chosen)
    new.write_text(merged.text)
    by_hand = tmp_path / "by_hand.yaml"
    by_hand.write_text(_with_entry(file.read_text(), merged.entered))
    found = {}
    for name, files in {"alone": [file], "two files": [by_hand, ours], "one file": [new]}.items():
        with running(tmp_path / name, *files) as (endpoint, server):
            requests(endpoint)
            server.stop()
        found[name] = written(tmp_path / name)
    assert found["alone"]["traces.jsonl"]
    for name in ("two files", "one file"):
        assert found[name].keys() == found["alone"].keys()
        for path, records in found["alone"].items():
            assert found[name][path] == records, (name, path)


def _with_entry(text: str, pipelines: tuple[str, ...]) -> str:
    document = yaml_text.loads(text)
    for name in pipelines:
        document["service"]["pipelines"][name]["exporters"].append(ENTRY.name)
    return yaml.safe_dump(document, sort_keys=False)


@pytest.mark.go
@pytest.mark.slow
@pytest.mark.parametrize("file", THEIRS, ids=lambda file: file.stem)
def test_the_numbers_are_true(file, tmp_path, prometheus_beside):
    new = tmp_path / "new.yaml"
    new.write_text(merge(file.read_text(), file.name, settings(prometheus_beside.write)).text)
    recording = recordings.load(RECORDING)
    with running(tmp_path / "theirs", new) as (endpoint, server):
        replay([recording], endpoint, speed=_SPEED, signals=("traces", "metrics"))
        served = truth(RECORDING)
        measured = Measured(prometheus_beside)
        for _ in range(40):
            if measured.total("calls", RECORDING) >= len(served.served):
                break
            __import__("time").sleep(1)
        found = {name: measured.total(name, RECORDING) for name in ("calls", "errors", "input_tokens", "output_tokens")}
        server.stop()
    assert found == {"calls": len(served.served), "errors": sum(1 for one in served.served if one["error"]),
                     "input_tokens": served.tokens("input"), "output_tokens": served.tokens("output")}


@pytest.fixture
def prometheus_beside(tmp_path):
    with servers.prometheus(tmp_path / "prometheus") as server:
        yield server


@functools.cache
def merged_with(file: Path) -> Merged:
    return merge(file.read_text(), file.name, Settings())


@pytest.mark.parametrize("file", THEIRS, ids=lambda file: file.stem)
def test_their_text_stays(file):
    text, merged = file.read_text(), merged_with(file)
    # Where their own indents differ, one of them is kept.
    lines = [line.strip() for line in merged.text.splitlines()]
    assert [line for line in text.splitlines() if line.strip() not in lines and not any(name in line for name in ("exporters:", "traces/", "metrics:"))] == []
    document, before = yaml_text.loads(merged.text), yaml_text.loads(text)
    for section in ("receivers", "processors", "exporters", "connectors", "extensions"):
        for name, value in (before.get(section) or {}).items():
            assert document[section][name] == value
    for key in ("extensions", "telemetry"):
        assert document["service"].get(key) == before["service"].get(key)


@pytest.mark.slow
@pytest.mark.parametrize("file", THEIRS, ids=lambda file: file.stem)
def test_merging_twice_changes_nothing(file):
    once = merged_with(file)
    twice = merge(once.text, file.name, Settings())
    assert (twice.text, twice.changed, twice.added) == (once.text, (), 0)


def test_each_span_comes_in_once():
    entered = {file.stem: merged_with(file).entered for file in THEIRS}
    assert entered == {"agent": ("metrics/scraped", "traces", "metrics", "logs"), "doors": ("traces/inside", "traces/partners", "metrics"),
                       "gateway": ("traces", "metrics")}


def test_the_file_for_a_second_config_has_nothing_of_theirs():
    document = yaml_text.loads(artifacts(Settings())["collector/merge.yaml"])
    names = [name for section, found in document.items() if section != "service" for name in found] + list(document["service"]["pipelines"])
    assert [name for name in names if "/agentdash" not in name] == []
    assert list(document["service"]) == ["pipelines"]
    assert "memory_limiter" not in json.dumps(document)
    assert "extensions" not in document


BROKEN = {
    "not YAML": ("receivers: [", (), "theirs.yaml: line 1: invalid YAML"),
    "a list": ("- a", (), "theirs.yaml: not a Collector configuration"),
    "no pipelines": ("receivers: {}", (), "theirs.yaml: service.pipelines: missing"),
    "no exporters": ("service: {pipelines: {traces: {receivers: [otlp]}}}", (), "theirs.yaml: service.pipelines.traces: write receivers: and exporters:"),
    "no traces": ("service: {pipelines: {logs: {receivers: [otlp], exporters: [debug]}}}", (), "theirs.yaml: service.pipelines: none of traces"),
    "our names": ("processors: {batch/agentdash: {timeout: 9s}}\nservice: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}", (),
                  "theirs.yaml: processors.batch/agentdash: has agentdash's names already"),
    "unknown pipeline": ("service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}", ("traces/x",), "theirs.yaml: service.pipelines: no traces/x; there are traces"),
}


@pytest.mark.parametrize("text,chosen,said", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_merged_is_one_line(text, chosen, said):
    with pytest.raises(UserError) as error:
        merge(text, "theirs.yaml", Settings(), chosen)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


def test_the_command_shows_what_changes_of_theirs_and_warns_of_sampling(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("gateway.yaml").write_text(THEIRS[2].read_text())
    assert cli.run(["collector", "merge", "gateway.yaml", "-o", "new.yaml"]) == 0
    said = capsys.readouterr()
    assert "-      exporters: [file/traces]\n+      exporters: [file/traces, forward/agentdash]" in said.out
    assert "service.pipelines.traces samples before it exports" in said.err
    assert cli.run(["collector", "merge", "gateway.yaml", "-o", "new.yaml"]) == 2
    assert capsys.readouterr().err == "agentdash: new.yaml: exists already; use --force to replace it, or -o FILE to write another\n"
    assert cli.run(["collector", "merge", "none.yaml", "-o", "x.yaml"]) == 2
    assert capsys.readouterr().err == "agentdash: none.yaml: no such file; name your Collector's configuration\n"

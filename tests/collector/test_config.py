"""The configuration as the Collector itself sees it: it loads without a word of warning, and the manifest fits it."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import replace

import pytest

from agentdash import yaml_text
from agentdash.backends import GRAFANA
from agentdash.collector import artifacts
from agentdash.collector.config import config, configuration, escape
from agentdash.collector.stage import SECTIONS
from agentdash.settings import Settings, parse
from tests import tools
from tests.truth import servers

LOGINS = """
backend: grafana
datasources:
  prometheus: {url: "https://prometheus.example.net/api/prom", basic_auth_user: "111", basic_auth_password: "${METRICS_TOKEN}", headers: {X-Scope-OrgID: "${TENANT_TOKEN}"}}
  tempo: {url: "https://tempo.example.net/tempo", basic_auth_user: "222", basic_auth_password: "${TRACES_TOKEN}"}
collector:
  logs: {url: "https://logs.example.net/otlp", user: "333", password: "${LOGS_TOKEN}"}
"""


def _variants() -> dict[str, Settings]:
    default = Settings()
    group_by = {"group_by": ("team", "cost_center"), "group_by_attributes": ("team", "cost.center")}
    return {
        "defaults": default,
        "three backends": replace(default, backend=GRAFANA),
        "queue on disk": replace(default, collector=replace(default.collector, queue="disk")),
        "tail sampling": replace(default, telemetry=replace(default.telemetry, sampling=replace(default.telemetry.sampling, tail_percent=10, head_ratio=0.3))),
        "more labels, content kept, models named": replace(default, telemetry=replace(
            default.telemetry, content=True, models=("my-deployment", 'with "quotes" and $'), **group_by)),
        "SDKs' own metrics": replace(default, telemetry=replace(default.telemetry, sources=("semconv_next", "semconv", "claude_code"))),
        "a login for each backend": parse(LOGINS, "test", {}),
        "no logs": parse("datasources: {loki: null}", "test", {}),
        "traces alone": replace(default, telemetry=replace(default.telemetry, sources=("traces",))),
    }


def _here(settings: Settings, folder) -> Settings:
    """With this test's ports and folders, and secrets left as they are."""
    ports = {key: f"127.0.0.1:{servers.free_port()}" for key in ("grpc", "http", "health", "series", "own_metrics", "handover")}
    return replace(settings, collector=replace(settings.collector, queue_directory=str(folder / "queue"), **ports))


@pytest.mark.parametrize("name", _variants())
def test_it_loads_and_runs_without_a_warning(tmp_path, name, monkeypatch):
    if name == "a login for each backend" and b"basicauth" not in subprocess.run([tools.otelcol(), "components"], capture_output=True, check=True).stdout:
        pytest.skip("this Collector was built without the extension basicauth, which only logins need")
    for variable in re.findall(r"\$\{(\w+)\}", LOGINS):
        monkeypatch.setenv(variable, "secret")
    settings = _here(_variants()[name], tmp_path)
    file, log = tmp_path / "config.yaml", tmp_path / "log"
    file.write_bytes(yaml_text.dumps(escape(config(settings)), "", sort_keys=False))
    with log.open("wb") as output:
        process = subprocess.Popen([tools.otelcol(), f"--config={file}"], stdout=output, stderr=output)
    server = servers.Process(process, log)
    try:
        servers.wait(f"http://{settings.collector.health}/", process, log)
        time.sleep(0.5)
        told = [line for line in log.read_text().splitlines() if "\tinfo\t" not in line]
    finally:
        server.stop()
    assert told == []
    assert process.returncode == 0


def test_the_file_that_is_written_is_that_configuration():
    settings = Settings()
    assert yaml_text.loads(artifacts(settings)["collector/config.yaml"]) == escape(config(settings))


def test_every_component_and_pipeline_is_agentdash_s_and_says_why():
    for settings in _variants().values():
        built = configuration(settings)
        lines = artifacts(settings)["collector/config.yaml"].decode().splitlines()
        keys = {line.strip().partition(":")[0]: number for number, line in reversed([*enumerate(lines)])}
        components = [one for kind in SECTIONS for one in built.components(kind)]
        for one in (*components, *built.pipelines):
            assert re.fullmatch(r"[a-z_]+/agentdash(_[a-z_]+)?", one.name)
            assert {text[-1] for text in (one.why.does, one.why.without, one.why.costs or ".")} == {"."}, one.name
            assert lines[keys[one.name] - 1].lstrip().startswith("# "), one.name


def test_what_fails_is_logged_unless_the_settings_say_silent():
    default = Settings()
    assert _modes(default) == {"ignore"}
    quiet = replace(default, collector=replace(default.collector, error_mode="silent"))
    assert _modes(quiet) == {"silent"}


def _modes(settings: Settings) -> set[str]:
    built = config(settings)
    return {one["error_mode"] for kind in ("processors", "connectors") for one in built[kind].values() if "error_mode" in one}


def test_the_manifest_has_what_the_configurations_use():
    used = set()
    for settings in _variants().values():
        built = config(settings)
        for kind in ("receivers", "processors", "exporters", "connectors", "extensions"):
            used |= {(kind, name.split("/")[0].replace("_", "")) for name in built[kind]}
    manifest = yaml_text.loads(artifacts(parse(LOGINS, "test", {}))["collector/builder.yaml"])
    modules = {(kind, entry["gomod"].split()[0].rsplit("/", 1)[1].removesuffix(kind.removesuffix("s")))
               for kind in ("receivers", "processors", "exporters", "connectors", "extensions") for entry in manifest[kind]}
    assert used <= modules
    # Two that tests and people looking for a fault use, and one of merge.yaml.
    assert modules - used == {("exporters", "debug"), ("exporters", "file"), ("receivers", "nop")}


def test_every_name_in_a_pipeline_is_defined_and_used():
    for settings in _variants().values():
        built = config(settings)
        named = {"receivers": set(), "processors": set(), "exporters": set()}
        for pipeline in built["service"]["pipelines"].values():
            for kind, names in named.items():
                names.update(pipeline[kind])
        connectors = set(built["connectors"])
        assert named["processors"] == set(built["processors"])
        assert named["receivers"] - connectors == set(built["receivers"])
        assert named["exporters"] - connectors == set(built["exporters"])
        assert connectors <= named["receivers"] & named["exporters"]


def test_secrets_stay_references():
    text = artifacts(parse(LOGINS, "test", {}))["collector/config.yaml"].decode()
    assert "${env:TENANT_TOKEN}" in text


def test_each_exporter_has_its_own_login():
    built = config(parse(LOGINS, "test", {}))
    logins = {}
    for name in ("prometheus_remote_write/agentdash", "otlp_http/agentdash_traces", "otlp_http/agentdash_logs"):
        exporter = built["exporters"][name]
        client = built["extensions"][exporter["auth"]["authenticator"]]["client_auth"]
        assert exporter["auth"]["authenticator"] in built["service"]["extensions"]
        logins[exporter["endpoint"]] = (client["username"], client["password"])
    assert logins == {
        "https://prometheus.example.net/api/prom/push": ("111", "${env:METRICS_TOKEN}"),
        "https://tempo.example.net/tempo": ("222", "${env:TRACES_TOKEN}"),
        "https://logs.example.net/otlp": ("333", "${env:LOGS_TOKEN}"),
    }
    assert "auth" not in config(Settings())["exporters"]["prometheus_remote_write/agentdash"]


def test_without_a_place_for_logs_none_leave():
    built = config(parse("datasources: {loki: null}", "test", {}))
    assert not [name for name in built["exporters"] if "log" in name]
    # Those that tell of calls are counted all the same.
    assert [name for name in built["service"]["pipelines"] if name.startswith("logs/")] == ["logs/agentdash_events", "logs/agentdash_coding"]

"""Stacks for docker compose, read by the specification's own loader."""

from __future__ import annotations

import json
import shlex
import subprocess

import pytest

from agentdash import __version__, cli, yaml_text
from agentdash.collector import VERSION
from agentdash.forms.compose import STACKS
from agentdash.settings import load
from tests import tools


@pytest.fixture(params=STACKS)
def stack(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["init", "--compose", request.param]) == 0
    return tmp_path


@pytest.mark.go
def test_compose_reads_it(stack):
    done = subprocess.run([tools.forms(), "compose", stack / "compose.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    services = json.loads(done.stdout)["services"]
    assert {"collector", "grafana"} <= set(services)


def test_images_are_pinned_and_ports_are_this_machines_own(stack):
    services = yaml_text.loads((stack / "compose.yaml").read_text())["services"]
    for name, one in services.items():
        tag = one["image"].rpartition(":")[2]
        assert tag not in ("", "latest"), name
        assert all(port.startswith("127.0.0.1:") for port in one.get("ports", ())), name
    assert services["collector"]["image"].endswith(f":{VERSION}")


def test_what_is_mounted_is_there(stack):
    for one in yaml_text.loads((stack / "compose.yaml").read_text())["services"].values():
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            assert not source.startswith(".") or (stack / source).exists(), source


def test_containers_find_each_other(stack):
    document = yaml_text.loads((stack / "compose.yaml").read_text())
    hosts = {*document["services"], "host.docker.internal"}
    settings = load(stack / "agentdash.yaml")
    config = yaml_text.loads((stack / "dist" / "collector" / "config.yaml").read_text())
    urls = [source.url for source in (settings.datasources.prometheus, settings.datasources.tempo, settings.datasources.loki)]
    urls += [one["endpoint"] for name, one in config["exporters"].items() if name.startswith(("otlp_http/", "prometheus_remote_write"))]
    for url in urls:
        assert url.split("://")[1].split("/")[0].split(":")[0] in hosts, url
    assert not [port for port in ("0.0.0.0:4317", "0.0.0.0:4318", "0.0.0.0:13133") if port not in json.dumps(config)]


def test_the_demo_is_off_unless_wanted_and_says_what_the_command_understands(stack):
    document = yaml_text.loads((stack / "compose.yaml").read_text())
    assert [name for name, one in document["services"].items() if one.get("profiles")] == ["demo"]
    install, run = document["services"]["demo"]["command"][2].split(" && exec agentdash ")
    assert f"agentdash-grafana[demo]=={__version__}" in shlex.split(install)
    command, *arguments = shlex.split(run)
    # With the whole program's settings: click keeps what it makes of a command's help, and docs/commands.md shows it.
    whole = cli.cli.make_context("agentdash", [], resilient_parsing=True)
    parsed = cli.cli.get_command(whole, command).make_context(command, arguments, parent=whole).params
    host, port = parsed["endpoint"].removeprefix("http://").split(":")
    assert host in document["services"]
    assert load(stack / "agentdash.yaml").collector.http == f"0.0.0.0:{port}"


def test_nothing_that_is_there_is_replaced(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text("mine")
    assert cli.run(["init", "--compose", "lgtm"]) == 2
    assert capsys.readouterr().err.startswith("agentdash: compose.yaml: exists already; use --force")
    assert [path.name for path in tmp_path.iterdir()] == ["compose.yaml"]

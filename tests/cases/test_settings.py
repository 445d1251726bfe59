"""Cases of settings: what a build says, or what it makes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from agentdash import cli, yaml_text

_CASES = yaml_text.loads((Path(__file__).parent / "settings.yaml").read_text())["cases"]
_HERE = {"localhost", "0.0.0.0", "::", "::1", "127.0.0.1"}


@dataclass(frozen=True)
class Built:
    """How a build ended; ``out`` is where its files are."""

    exit: int
    said: str
    out: Path

    @cached_property
    def collector(self) -> dict[str, Any]:
        """The Collector's configuration."""
        # Of a megabyte: libyaml reads it ten times faster, where there is one.
        return yaml_text.loads((self.out / "collector" / "config.yaml").read_text())


def _exporters(built: Built) -> Iterator[tuple[str, Mapping[str, Any]]]:
    config = built.collector
    used = {name for pipeline in config["service"]["pipelines"].values() for name in pipeline["exporters"]}
    yield from ((name, config["exporters"][name] or {}) for name in used if name in config["exporters"])


def _feeds_itself(built: Built) -> bool:
    """Whether what a pipeline exports comes back to it: by connectors, or by an address of this machine that a receiver listens on."""
    pipelines = built.collector["service"]["pipelines"]
    after = {name: {other for other, fed in pipelines.items() if _reached(built, pipeline["exporters"]) & set(fed["receivers"])}
             for name, pipeline in pipelines.items()}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        ahead = set(after[name])
        while ahead:
            found |= ahead
            ahead = set().union(*(after[other] for other in ahead)) - found
        return found

    return any(name in reached(name) for name in pipelines)


def _reached(built: Built, exporters: Sequence[str]) -> set[str]:
    """Receivers that get what these exporters send."""
    listening = {int(protocol["endpoint"].rsplit(":", 1)[1]): name for name, receiver in built.collector["receivers"].items()
                 for protocol in ((receiver or {}).get("protocols") or {}).values()}
    found = {name for name in exporters if name in built.collector.get("connectors", {})}
    for name in exporters:
        for key, address in (built.collector["exporters"].get(name) or {}).items():
            if key.endswith("endpoint"):
                parts = urlsplit(address if "//" in address else f"//{address}")
                if parts.hostname in _HERE and parts.port in listening:
                    found.add(listening[parts.port])
    return found


def _own_credentials(built: Built) -> bool:
    exporters = [exporter for _, exporter in _exporters(built) if "endpoint" in exporter and "grafana.net" in str(exporter["endpoint"])]
    told = [json.dumps([exporter.get("headers"), exporter.get("auth")]) for exporter in exporters]
    return len(set(told)) == len(told) == 3


_ABOUT: dict[str, Callable[[Built], Any]] = {
    "collector_feeds_itself": _feeds_itself,
    "exporters_have_own_credentials": _own_credentials,
    "metrics_written_to": lambda built: next(urlsplit(exporter["endpoint"]).path for name, exporter in _exporters(built) if "remotewrite" in name.replace("_", "")),
    "folders_of_alerts": lambda built: ", ".join(sorted({group["folder"] for group in yaml_text.loads(
        (built.out / "provisioning" / "alerting" / "agentdash.yaml").read_text())["groups"]})),
}


def _differences(expected: Mapping[str, Any], built: Built) -> list[str]:
    if built.exit != expected["exit"]:
        return [f"exit {built.exit}: {built.said}"]
    said = built.said.lower()
    missing = [f"does not say {word!r}: {built.said}" for word in expected.get("says", ()) if word.lower() not in said]
    wrong = [f"says {word!r}: {built.said}" for word in expected.get("says_not", ()) if word.lower() in said]
    about = {name: _ABOUT[name](built) for name in expected if name in _ABOUT}
    return [*missing, *wrong, *(f"{name}: {found!r}" for name, found in about.items() if found != expected[name])]


@pytest.mark.parametrize("case", [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(strict=True, reason=f"{case['kind']}: {case['open']}")] if "open" in case else [])
    for name, case in _CASES.items()])
def test_case(case, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GC_TOKEN", "a-token")
    (tmp_path / "settings.yaml").write_text(yaml.safe_dump(case["settings"]))
    code = cli.run(["build", "-c", "settings.yaml", "-o", "out"])
    said = capsys.readouterr()
    built = Built(code, said.out + said.err, tmp_path / "out")
    differences = [_differences(expected, built) for expected in case["expect"].get("any_of", [case["expect"]])]
    assert [] in differences, differences
    assert code == 0 or not built.out.exists()

"""The configuration and the builder manifest as files."""

from __future__ import annotations

import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agentdash import yaml_text
from agentdash.collector.beside import ENTRY, entered, obstacle, standing_alone
from agentdash.collector.config import configuration, escape, first_tier
from agentdash.collector.endpoints import logins
from agentdash.collector.stage import SECTIONS, Component, Configuration, Why
from agentdash.errors import AgentdashWarning
from agentdash.settings import Settings

VERSION = "0.161.0"
"""The Collector release all components come from (core and contrib, September 2026)."""
_PROVIDERS = "1.67.0"

_HEAD = """\
# OpenTelemetry Collector configuration, written by agentdash: send your agents' OTLP to it.
# Runs on the contrib distribution {version} or on a build of builder.yaml.
"""
_AGENT_HEAD = """\
# OpenTelemetry Collector configuration of the first tier, written by agentdash: run one beside your agents, and send their OTLP to it.
# It counts nothing; the gateways (config.yaml) do. Runs on the contrib distribution {version} or on a build of builder.yaml.
"""
_WIDTH = 120
_CORE = {
    "receivers": ("receiver/otlpreceiver", "receiver/nopreceiver"), "processors": ("processor/batchprocessor", "processor/memorylimiterprocessor"),
    "exporters": ("exporter/otlphttpexporter", "exporter/debugexporter"), "connectors": ("connector/forwardconnector",), "extensions": (),
}
_CONTRIB = {
    "receivers": ("receiver/prometheusreceiver",),
    "processors": ("processor/cumulativetodeltaprocessor", "processor/deltatocumulativeprocessor", "processor/filterprocessor",
                   "processor/groupbyattrsprocessor", "processor/resourceprocessor", "processor/tailsamplingprocessor", "processor/transformprocessor"),
    "exporters": ("exporter/fileexporter", "exporter/prometheusexporter", "exporter/prometheusremotewriteexporter"),
    "connectors": ("connector/signaltometricsconnector",),
    "extensions": ("extension/healthcheckextension", "extension/storage/filestorage"),
}


_ANCHOR = re.compile(r"(?<=: )([&*])id0*([0-9]+)$", re.MULTILINE)

_MERGE_HEAD = """\
# What makes agentdash's numbers beside a Collector that runs: otelcol-contrib --config yours.yaml --config merge.yaml
# Add {entry} to the exporters of a pipeline of yours for {signals}; nothing else of yours changes.
# `agentdash collector merge yours.yaml -o one.yaml` writes both into one file. It runs on the contrib distribution {version}.
"""


class Texts:
    """Configurations as files: what each component and pipeline is for stands above it.

    One writes several that share components, each of which is put into words once.
    """

    def __init__(self) -> None:
        self._written: dict[tuple[str, int], str] = {}

    def of(self, chosen: Configuration, head: str) -> bytes:
        """The file, under ``head``."""
        parts = [head]
        for kind in SECTIONS:
            components = chosen.components(kind)
            parts += [f"{kind.section}:\n" if components else "", *map(self._component, components)]
        reasons = {f"    {one.name}:": one.why for one in chosen.pipelines}
        service = _yaml({"service": chosen.service()})
        return "".join((*parts, *_explained(service.splitlines(keepends=True), reasons))).encode()

    def _component(self, one: Component) -> str:
        key = (one.name, id(one.configuration))
        if key not in self._written:
            text = textwrap.indent(_anchored(one, _yaml({one.name: dict(one.configuration)})), "  ")
            self._written[key] = "".join(_explained([text], {f"  {one.name}:": one.why}))
        return self._written[key]


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml_text.dumps(_once(escape(document), {}), "", sort_keys=False, blocks=True, aliases=True).decode()


def _once(value: Any, labels: dict[str, list[Any]]) -> Any:
    """The same, with lists of labels that are equal as one list: most metrics have the labels of others."""
    if isinstance(value, dict):
        return {name: _once(item, labels) for name, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return labels.setdefault(str(value), value) if "key" in value[0] else [_once(item, labels) for item in value]
    return value


def _anchored(one: Component, text: str) -> str:
    """The text, its anchors with names that no other component in the file has."""
    return _ANCHOR.sub(rf"\g<1>{one.role or one.type}_\2", text)


def _explained(lines: Iterable[str], reasons: Mapping[str, Why]) -> Iterator[str]:
    """The lines, with a comment above each that begins with a key of ``reasons``: its indented name and a colon."""
    for line in lines:
        key = line[:line.find(":") + 1]
        if why := reasons.get(key):
            margin = key[:len(key) - len(key.lstrip())]
            yield from (f"{margin}# {part}\n" for part in textwrap.wrap(str(why), _WIDTH, break_on_hyphens=False))
        yield line


def _merged(chosen: Configuration, settings: Settings, texts: Texts) -> bytes:
    """``collector/merge.yaml``."""
    signals = dict.fromkeys(one.signal for one in chosen.pipelines if ENTRY in one.receivers)
    head = _MERGE_HEAD.format(entry=ENTRY.name, signals=" and one for ".join(signals), version=settings.collector.version)
    return texts.of(standing_alone(chosen), head)


def manifest(settings: Settings) -> bytes:
    """``collector/builder.yaml``: what the OpenTelemetry Collector builder makes a fitting Collector of."""
    gateways = settings.collector.gateways
    contrib = {**_CONTRIB, "extensions": (
        *_CONTRIB["extensions"], *(("extension/basicauthextension",) if logins(settings) else ()),
        *(("extension/bearertokenauthextension",) if gateways and gateways.token else ()))}
    if gateways:
        contrib["exporters"] = (*contrib["exporters"], "exporter/loadbalancingexporter")
    built: dict[str, Any] = {"dist": {
        "name": "otelcol-agentdash", "description": "OpenTelemetry Collector with what agentdash's configuration uses",
        "module": "agentdash.invalid/otelcol", "version": VERSION, "output_path": "./otelcol"}}
    for kind in ("receivers", "processors", "exporters", "connectors", "extensions"):
        built[kind] = [
            *({"gomod": f"go.opentelemetry.io/collector/{path} v{VERSION}"} for path in _CORE[kind]),
            *({"gomod": f"github.com/open-telemetry/opentelemetry-collector-contrib/{path} v{VERSION}"} for path in contrib[kind]),
        ]
    built["providers"] = [{"gomod": f"go.opentelemetry.io/collector/confmap/provider/{name}provider v{_PROVIDERS}"}
                          for name in ("env", "file", "yaml")]
    return yaml_text.dumps(built, "# What `builder --config builder.yaml` makes a Collector of.\n", sort_keys=False)


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Relative path to content of everything in ``collector/``. Warns of what had to be guessed."""
    for line in settings.collector.warnings:
        warnings.warn(line, AgentdashWarning, stacklevel=2)
    built, texts = configuration(settings), Texts()
    found = {"collector/config.yaml": texts.of(built, _HEAD.format(version=settings.collector.version)), "collector/builder.yaml": manifest(settings)}
    if agent := first_tier(settings):
        found["collector/agent.yaml"] = texts.of(agent, _AGENT_HEAD.format(version=settings.collector.version))
    if not obstacle(settings):
        found["collector/merge.yaml"] = _merged(entered(built, settings), settings, texts)
    return found

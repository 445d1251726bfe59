"""The configuration and the builder manifest as files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from agentdash import yaml_text
from agentdash.collector.config import configuration, escape
from agentdash.collector.stage import SECTIONS, Why
from agentdash.settings import Settings

VERSION = "0.161.0"
"""The Collector release all components come from (core and contrib, September 2026)."""
_PROVIDERS = "1.67.0"

_HEAD = """\
# OpenTelemetry Collector configuration, written by agentdash: send your agents' OTLP to it.
# Runs on the contrib distribution {version} or on a build of builder.yaml.
"""
_WIDTH = 120
_CORE = {
    "receivers": ("receiver/otlpreceiver",), "processors": ("processor/batchprocessor", "processor/memorylimiterprocessor"),
    "exporters": ("exporter/otlphttpexporter", "exporter/debugexporter"), "connectors": ("connector/forwardconnector",), "extensions": (),
}
_CONTRIB = {
    "receivers": ("receiver/prometheusreceiver",),
    "processors": ("processor/cumulativetodeltaprocessor", "processor/deltatocumulativeprocessor", "processor/filterprocessor",
                   "processor/groupbyattrsprocessor", "processor/tailsamplingprocessor", "processor/transformprocessor"),
    "exporters": ("exporter/fileexporter", "exporter/prometheusexporter", "exporter/prometheusremotewriteexporter"),
    "connectors": ("connector/signaltometricsconnector",),
    "extensions": ("extension/healthcheckextension", "extension/storage/filestorage"),
}


def configured(settings: Settings) -> bytes:
    """``collector/config.yaml``: what each component and pipeline is for stands above it."""
    chosen = configuration(settings)
    service = {"extensions": [one.name for one in chosen.extensions]}
    lines = [_HEAD.format(version=VERSION)]
    for kind in SECTIONS:
        lines += [f"{kind.section}:\n", *(line for one in chosen.components(kind) for line in _entry(one.name, one.configuration, one.why, 1))]
    lines += ["service:\n", *_indented(service, 1), "  pipelines:\n"]
    for pipeline in chosen.pipelines:
        lines += _entry(pipeline.name, pipeline.plain(), pipeline.why, 2)
    lines += ["  # What this Collector tells of itself.\n", *_indented({"telemetry": chosen.telemetry}, 1)]
    return "".join(lines).encode()


def _entry(name: str, body: Mapping[str, Any], why: Why, level: int) -> Iterator[str]:
    margin = "  " * level
    yield from (f"{margin}# {line}\n" for line in textwrap.wrap(str(why), _WIDTH, break_on_hyphens=False))
    yield from _indented({name: dict(body)}, level)


def _indented(document: Mapping[str, Any], level: int) -> Iterator[str]:
    text = yaml_text.dumps(escape(document), "", sort_keys=False).decode()
    yield from ("  " * level + line for line in text.splitlines(keepends=True))


def manifest() -> bytes:
    """``collector/builder.yaml``: what the OpenTelemetry Collector builder makes a fitting Collector of."""
    built: dict[str, Any] = {"dist": {
        "name": "otelcol-agentdash", "description": "OpenTelemetry Collector with what agentdash's configuration uses",
        "module": "agentdash.invalid/otelcol", "version": VERSION, "output_path": "./otelcol"}}
    for kind in ("receivers", "processors", "exporters", "connectors", "extensions"):
        built[kind] = [
            *({"gomod": f"go.opentelemetry.io/collector/{path} v{VERSION}"} for path in _CORE[kind]),
            *({"gomod": f"github.com/open-telemetry/opentelemetry-collector-contrib/{path} v{VERSION}"} for path in _CONTRIB[kind]),
        ]
    built["providers"] = [{"gomod": f"go.opentelemetry.io/collector/confmap/provider/{name}provider v{_PROVIDERS}"}
                          for name in ("env", "file", "yaml")]
    return yaml_text.dumps(built, "# What `builder --config builder.yaml` makes a Collector of.\n", sort_keys=False)


def artifacts(settings: Settings) -> dict[str, bytes]:
    """Relative path to content of everything in ``collector/``."""
    return {"collector/config.yaml": configured(settings), "collector/builder.yaml": manifest()}

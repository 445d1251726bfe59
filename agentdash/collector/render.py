"""The configuration and the builder manifest as files."""

from __future__ import annotations

from typing import Any

from agentdash import yaml_text
from agentdash.collector.config import config, escape
from agentdash.settings import Settings

VERSION = "0.161.0"
"""The Collector release all components come from (core and contrib, September 2026)."""
_PROVIDERS = "1.67.0"

_HEAD = """\
# OpenTelemetry Collector configuration, written by agentdash: send your agents' OTLP to it.
# Runs on the contrib distribution {version} or on a build of builder.yaml.
"""
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


def configuration(settings: Settings) -> bytes:
    """``collector/config.yaml``."""
    return yaml_text.dumps(escape(config(settings)), _HEAD.format(version=VERSION), sort_keys=False)


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
    return {"collector/config.yaml": configuration(settings), "collector/builder.yaml": manifest()}

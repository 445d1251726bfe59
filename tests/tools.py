"""Where the real programs are that tests run; `make tools` builds them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

allowed: frozenset[str] | None = None
"""Marks of the test that runs, which say what it may start; None outside of tests."""


def prometheus() -> Path:
    """The Prometheus server."""
    return _binary("prometheus")


def promtool() -> Path:
    """Prometheus' checker of rules and queries."""
    return _binary("promtool")


def victoriametrics() -> Path:
    """VictoriaMetrics, a single node."""
    return _binary("victoria-metrics")


def vmalert() -> Path:
    """What evaluates rules beside VictoriaMetrics."""
    return _binary("vmalert")


def otelcol() -> Path:
    """The OpenTelemetry Collector built from dist/collector/builder.yaml."""
    return _binary("otelcol")


def forms() -> Path:
    """The judge of tools/forms: compose files by the specification's loader, Terraform's JSON by HCL."""
    return _binary("forms")


def node() -> str:
    """Node.js; a test that needs it is skipped where there is none, with a sentence that says so."""
    _check("node")
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        pytest.skip("Node.js with npm is needed for the TypeScript and lezer validators")
    if not (ROOT / "tests" / "validate" / "node_modules").is_dir():
        pytest.skip("the validators are not installed; run `make tools`")
    return found


def _binary(name: str) -> Path:
    _check("go")
    folder = Path(os.environ.get("AGENTDASH_TOOLS") or ROOT / ".cache" / "bin")
    path = folder / name
    if not path.exists():
        pytest.fail(f"no {name} in {folder}; run `make tools`", pytrace=False)
    return path


def _check(mark: str) -> None:
    if allowed is not None and mark not in allowed:
        pytest.fail(f"mark this test with pytest.mark.{mark}: `make check` must do without", pytrace=False)

"""Obtain what the tests run: Prometheus with promtool, VictoriaMetrics and vmalert, an OpenTelemetry Collector, and a judge of other tools' forms.

All are built from the Go module proxy, pinned by `tools/*/go.sum` and by the builder manifest in dist/, into `.cache`.
The Collector also gets the components of `tools/otelcol/extra.yaml`. A build is kept until its pin changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
BIN = CACHE / "bin"
MANIFEST = ROOT / "dist" / "collector" / "builder.yaml"
EXTRA = ROOT / "tools" / "otelcol" / "extra.yaml"
PROMETHEUS = "github.com/prometheus/prometheus"


def main() -> int:
    """Build what is missing; return the exit code."""
    if os.environ.get("AGENTDASH_TOOLS"):
        print(f"tools: using those in {os.environ['AGENTDASH_TOOLS']} (AGENTDASH_TOOLS)")
        return 0
    forms = ROOT / "tools" / "forms"
    steps = [("prometheus", ["prometheus", "promtool"], _pin(ROOT / "tools" / "prometheus" / "go.mod"), _prometheus)]
    steps.append(("forms", ["forms"], _pin(forms / "go.sum") + _pin(forms / "main.go"), _forms))
    victoriametrics = ROOT / "tools" / "victoriametrics"
    steps.append(("victoriametrics", ["victoria-metrics"], _pin(victoriametrics / "go.sum"), _victoriametrics))
    steps.append(("vmalert", ["vmalert"], _pin(ROOT / "tools" / "vmalert" / "go.sum"), _vmalert))
    if MANIFEST.exists():
        steps.append(("otelcol", ["otelcol"], _manifest_pin(), _collector))
    missing = [step for step in steps if not _current(step[0], step[1], step[2])]
    if missing and shutil.which("go") is None:
        print("tools: Go 1.26 or newer is needed to build Prometheus and the OpenTelemetry Collector for the tests; "
              "install it and run make test again", file=sys.stderr)
        return 1
    for name, _, pin, build in missing:
        (BIN / f"{name}.pin").unlink(missing_ok=True)
        BIN.mkdir(parents=True, exist_ok=True)
        if not build():
            return 1
        (BIN / f"{name}.pin").write_text(pin + "\n")
    return 0


def _prometheus() -> bool:
    print("tools: building Prometheus and promtool 0.314.0 into .cache: once, five minutes or so on two cores, since about 1,500 Go packages "
          "are downloaded and compiled", flush=True)
    module = ROOT / "tools" / "prometheus"
    packages = [f"{PROMETHEUS}/cmd/prometheus", f"{PROMETHEUS}/cmd/promtool"]
    return _run("prometheus", ["go", "build", "-mod=readonly", "-ldflags=-s -w", "-o", f"{BIN}/", *packages], module)


def _victoriametrics() -> bool:
    print("tools: building VictoriaMetrics 1.150.0 into .cache: a minute or so", flush=True)
    package = "github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics"
    return _run("victoriametrics", ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", f"{BIN}/", package], ROOT / "tools" / "victoriametrics")


def _vmalert() -> bool:
    print("tools: building vmalert 1.150.0 into .cache: half a minute or so", flush=True)
    package = "github.com/VictoriaMetrics/VictoriaMetrics/app/vmalert"
    return _run("vmalert", ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", f"{BIN}/", package], ROOT / "tools" / "vmalert")


def _forms() -> bool:
    print("tools: building what judges Terraform and compose files into .cache", flush=True)
    return _run("forms", ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", f"{BIN}/", "."], ROOT / "tools" / "forms")


def _collector() -> bool:
    print("tools: building the OpenTelemetry Collector of dist/collector/builder.yaml into .cache: once, five minutes or so on two cores, since "
          "about 1,000 Go packages are downloaded and compiled", flush=True)
    ocb = BIN / "ocb"
    package = "go.opentelemetry.io/collector/cmd/builder"
    if not _run("ocb", ["go", "build", "-mod=readonly", "-trimpath", "-o", str(ocb), package], ROOT / "tools" / "ocb"):
        return False
    manifest = _manifest()
    work = CACHE / "otelcol"
    manifest["dist"]["output_path"] = str(work)
    work.mkdir(parents=True, exist_ok=True)
    (CACHE / "builder.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    if not _run("otelcol", [str(ocb), "--config", str(CACHE / "builder.yaml")], CACHE):
        return False
    os.replace(work / manifest["dist"]["name"], BIN / "otelcol")
    return True


def _run(name: str, command: list[str], where: Path) -> bool:
    log = CACHE / f"{name}.log"
    # A workspace file above this folder must not decide what is built here, nor the state of the clone be stamped into it.
    env = {**os.environ, "GOWORK": "off", "GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -buildvcs=false".strip()}
    with log.open("w") as out:
        code = subprocess.run(command, cwd=where, env=env, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    if code:
        print("\n".join(log.read_text("utf-8", "replace").splitlines()[-15:]), file=sys.stderr)
        print(f"tools: building {name} failed (exit {code}); all of its output is in {log.relative_to(ROOT)}", file=sys.stderr)
    return code == 0


def _pin(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _manifest() -> dict[str, Any]:
    """The builder manifest of dist/ and what the tests need beside it."""
    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    for kind, components in yaml.safe_load(EXTRA.read_text("utf-8")).items():
        present = manifest.setdefault(kind, [])
        present += [one for one in components if one not in present]
    return manifest


def _manifest_pin() -> str:
    # Comments may change without a new build.
    canonical = json.dumps(_manifest(), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _current(name: str, binaries: list[str], pin: str) -> bool:
    stamp = BIN / f"{name}.pin"
    return stamp.exists() and stamp.read_text().strip() == pin and all((BIN / binary).exists() for binary in binaries)


if __name__ == "__main__":
    sys.exit(main())

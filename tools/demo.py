"""See it alive without Docker: the Collector and the Prometheus that `make tools` built, two minutes of `agentdash demo`, and the
overview beside the truth, in the terminal. Both listen on this machine only, on free ports; nothing is left running or lying about.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.settings import load  # noqa: E402
from tests.truth import servers  # noqa: E402

_SETTINGS = "telemetry: {interval: 5s}\n"
"""Written more often than the default, so that two minutes make lines."""


def main(arguments: list[str]) -> int:
    """Runs it all; ``arguments`` go to `agentdash demo`. Returns the first exit code that is not 0."""
    with tempfile.TemporaryDirectory(prefix="agentdash-demo-") as name:
        folder = Path(name)
        (folder / "agentdash.yaml").write_text(_SETTINGS)
        settings = load(folder / "agentdash.yaml")
        with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
            print(f"Prometheus: {prometheus.url}    Collector: {collector.endpoint}", flush=True)
            begin = time.time()
            code = _agentdash(folder, "demo", "--endpoint", collector.endpoint, *(arguments or ["--minutes", "2", "--rate", "120"]))
            if code:
                return code
            print("\nWaiting until the Collector has counted it all …\n", flush=True)
            time.sleep(settings.collector.hold + settings.telemetry.interval + 10)
            return _agentdash(folder, "show", "--url", prometheus.url, "--range", f"{int(time.time() - begin) + 30}s")


def _agentdash(folder: Path, *arguments: str) -> int:
    # Ctrl-C reaches the program as well, which ends by itself.
    with contextlib.suppress(KeyboardInterrupt):
        command = [sys.executable, "-m", "agentdash", *arguments, "-c", str(folder / "agentdash.yaml")]
        return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode
    return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

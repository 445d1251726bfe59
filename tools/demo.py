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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from agentdash.settings import load  # noqa: E402
from tests.truth import servers  # noqa: E402

_SETTINGS = "telemetry: {interval: 5s}\n"
"""Written more often than the default, so that two minutes make lines."""


@dataclass(frozen=True)
class Running:
    """A Collector and a Prometheus, the settings that fit them, and the options that name them to `agentdash`."""

    collector: str
    prometheus: str
    config: tuple[str, str]
    late: int
    """Seconds after which everything that was sent is counted."""


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """Both, on free ports of this machine, with their data in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="agentdash-demo-") as name:
        folder = Path(name)
        file = folder / "agentdash.yaml"
        file.write_text(_SETTINGS)
        settings = load(file)
        with servers.prometheus(folder / "prometheus") as prometheus, servers.collector(folder, settings, prometheus.write) as collector:
            yield Running(collector.endpoint, prometheus.url, ("-c", str(file)), settings.collector.hold + settings.telemetry.interval + 10)


def main(arguments: list[str]) -> int:
    """Runs it all; ``arguments`` go to `agentdash demo`. Returns the first exit code that is not 0."""
    with running() as here:
        print(f"Prometheus: {here.prometheus}    Collector: {here.collector}", flush=True)
        begin = time.time()
        code = agentdash("demo", *here.config, "--endpoint", here.collector, *(arguments or ["--minutes", "2", "--rate", "120"]))
        if code:
            return code
        print("\nWaiting until the Collector has counted it all …\n", flush=True)
        time.sleep(here.late)
        return agentdash("show", *here.config, "--url", here.prometheus, "--range", f"{int(time.time() - begin) + 30}s")


def agentdash(*arguments: str) -> int:
    """Runs a command; returns its exit code."""
    process = subprocess.Popen([sys.executable, "-m", "agentdash", *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)})
    while True:
        # Ctrl-C reaches the program as well, which ends by itself and says what it has.
        with contextlib.suppress(KeyboardInterrupt):
            return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Makes the pictures of the README: a demo through a real Collector into a real Prometheus, drawn from what `agentdash show --json` says.

`make tools` first. Takes as long as the demo, eight minutes or so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tools")]

import demo  # noqa: E402
from draw import drawn  # noqa: E402

_DEMO = ("--minutes", "7", "--rate", "180", "--story", "loop", "--story", "fallback", "--story", "stall")


def main() -> int:
    """Writes overview.svg beside this file."""
    with demo.running() as here:
        begin = time.time()
        if code := demo.agentdash("demo", *here.config, "--endpoint", here.collector, *_DEMO):
            return code
        time.sleep(here.late)
        asked = [sys.executable, "-m", "agentdash", "show", "overview", *here.config, "--url", here.prometheus, "--range", f"{int(time.time() - begin) + 15}s", "--json"]
        said = subprocess.run(asked, capture_output=True, check=True, cwd=ROOT).stdout
    (HERE / "overview.svg").write_text(drawn(json.loads(said)), "utf-8")
    print("wrote docs/pictures/overview.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())

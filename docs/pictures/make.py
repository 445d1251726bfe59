"""Makes the README's picture: a demo through a real Collector into a real Prometheus, and the overview of it as `render.py` draws it.

`make pictures` runs it, and takes as long as the demo: eight minutes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tools")]

import demo  # noqa: E402
from render import render  # noqa: E402

from agentdash.ask import prometheus  # noqa: E402
from agentdash.settings import load  # noqa: E402
from agentdash.show.dashboards import saved  # noqa: E402
from agentdash.show.reading import read  # noqa: E402

_DEMO = ("--minutes", "7", "--rate", "180", "--story", "loop", "--story", "fallback", "--story", "stall")


def main() -> int:
    """Writes overview.png beside this file."""
    with demo.running() as here:
        begin = time.time()
        if code := demo.agentdash("demo", *here.config, "--endpoint", here.collector, *_DEMO):
            return code
        time.sleep(here.late)
        draw(here.config[1], here.prometheus, int(time.time() - begin) + 15)
    return 0


def draw(config: str, url: str, seconds: int, end: float | None = None) -> None:
    """Draws the overview of what a Prometheus has."""
    settings = load(Path(config))
    board = saved(settings, "overview")
    reading = read(board, prometheus(settings, url), settings.telemetry.interval, f"{seconds}s", end=end)
    render(board, reading, HERE / "overview.png")
    print("wrote docs/pictures/overview.png")


if __name__ == "__main__":
    sys.exit(main())

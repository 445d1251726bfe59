"""A dashboard's open panels as a PNG: answers asked as `agentdash show` asks them, drawn by Grafana's own components in Chromium.

Needs Node.js with npm (`npm ci` in docs/pictures/grafana) and Chromium.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agentdash.show.reading import Reading

_APP = Path(__file__).resolve().parent / "grafana"
_WIDTH = 1440
_ROW = 38
_FONTS = [f"--loader:.{kind}=dataurl" for kind in ("svg", "woff2", "woff", "ttf")]
_PAGE = """<!doctype html><html><head><meta charset="utf-8"><style>body{{margin:0;font-family:Inter,Helvetica,Arial,sans-serif}}</style>
<link rel="stylesheet" href="app.css"></head><body><div id="root"></div>
<script>window.grafanaBootData={{settings:{{featureToggles:{{}}}},user:{{}}}};window.BOARD={board};window.DATA={data};window.RANGE={range};</script>
<script src="app.js"></script></body></html>"""


def render(dashboard: Mapping[str, Any], reading: Reading, target: Path) -> None:
    """Writes the picture. Raises CalledProcessError where a tool fails, FileNotFoundError where one is missing."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if chromium is None:
        raise FileNotFoundError("no Chromium")
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in dashboard["panels"] if panel["type"] != "row") * _ROW + 12
    with tempfile.TemporaryDirectory(prefix="agentdash-picture-") as name:
        folder = Path(name)
        subprocess.run([_APP / "node_modules" / ".bin" / "esbuild", "app.jsx", "--bundle", "--minify", f"--outfile={folder / 'app.js'}", "--log-level=error",
                        '--define:process.env.NODE_ENV="production"', *_FONTS], cwd=_APP, check=True)
        page = folder / "page.html"
        page.write_text(_PAGE.format(board=_script(dashboard), data=_script(_answers(reading)), range=json.dumps([reading.view.start, reading.view.end])), "utf-8")
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files", f"--window-size={_WIDTH},{height}",
                        "--virtual-time-budget=15000", f"--screenshot={target}", page.as_uri()], check=True, capture_output=True, timeout=120)


def _answers(reading: Reading) -> dict[int, Any]:
    return {one: {"frames": [[{"name": field.name, "cells": field.cells} for field in frame.fields] for frame in answer.frames],
                  "lines": {name: [[time, value] for time, value in points] for name, points in answer.lines.items()}}
            for one, answer in reading.asked.items()}


def _script(value: Any) -> str:
    """JSON inside a page's script."""
    return json.dumps(value).replace("</", "<\\/")

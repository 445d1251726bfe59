"""How long a push takes, and how many requests, against a local server that takes 50 ms for each.

The server is the tests' fake Grafana, so this measures agentdash and its HTTP library. The bar for a push that finds
nothing to do: N / 8 times the latency, and a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DASHBOARDS = int(os.environ.get("BENCH_DASHBOARDS", "200"))
LATENCY = 0.05
AT_ONCE = 8


def main() -> None:
    """Print each push's requests and seconds beside the bar."""
    command = [sys.executable, "-m", "tests.push.fake", str(LATENCY)]
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        dist = Path(folder)
        names = [f"d{number}" for number in range(DASHBOARDS)]
        size = _write(dist, names, "first")
        bar = DASHBOARDS / AT_ONCE * LATENCY + 1
        print(f"push of {DASHBOARDS} dashboards of {size / 1024:.0f} KiB, {LATENCY * 1000:.0f} ms latency; bar for unchanged {bar:.2f} s")
        _told("first push", url, dist, server)
        for _ in range(3):
            _told("unchanged", url, dist, server, bar)
        _write(dist, names[:1], "second", keep=True)
        _told("one changed", url, dist, server)
        print(f"  {'floor':<12} the same GETs, {AT_ONCE} at once, over bare connections of Python's http.client {_floor(url):6.2f} s")
        server.stdin.close()


def _told(what: str, url: str, dist: Path, server: subprocess.Popen[str], bar: float | None = None) -> None:
    env = {**os.environ, "GRAFANA_URL": url, "GRAFANA_TOKEN": "glsa_test", "NO_PROXY": "*"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "agentdash", "push", "--yes", "--dist", str(dist)], env=env, check=True, stdout=subprocess.DEVNULL)
    taken = time.perf_counter() - started
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("\n")
    server.stdin.flush()
    gets, writes, at_once = server.stdout.readline().split()
    verdict = "" if bar is None else f"  {'within' if taken <= bar else 'ABOVE'} the bar ({taken / bar:.2f})"
    print(f"  {what:<12} {gets:>4} GET {writes:>4} writes, {at_once} at once {taken:6.2f} s{verdict}")


def _floor(url: str) -> float:
    """Seconds for as many GETs without grafana-client, without comparing anything and without starting a process."""
    from http.client import HTTPConnection
    from threading import Thread
    from urllib.parse import urlsplit

    def fetch(numbers: range) -> None:
        connection = HTTPConnection(urlsplit(url).netloc)
        for number in numbers:
            connection.request("GET", f"/api/dashboards/uid/agentdash-d{number}", headers={"Authorization": "Bearer glsa_test"})
            json.loads(connection.getresponse().read())
        connection.close()

    threads = [Thread(target=fetch, args=(range(first, DASHBOARDS, AT_ONCE),)) for first in range(AT_ONCE)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _write(dist: Path, names: list[str], text: str, keep: bool = False) -> int:
    """Write dashboards of 24 panels; return the size of one in bytes."""
    content = ""
    (dist / "dashboards").mkdir(exist_ok=True)
    for name in names:
        content = json.dumps(_dashboard(name, text), indent=1)
        (dist / "dashboards" / f"{name}.json").write_text(content)
    if not keep:
        (dist / "api").mkdir(exist_ok=True)
        (dist / "api/folders.json").write_text(json.dumps([{"uid": "agentdash", "title": "Benchmark"}]))
        listed = [{"uid": f"agentdash-{name}", "path": f"dashboards/{name}.json", "folderUid": "agentdash"} for name in names]
        (dist / "manifest.json").write_text(json.dumps({"version": 1, "uid_prefix": "agentdash", "folder_uid": "agentdash", "dashboards": listed}))
    return len(content)


def _dashboard(name: str, text: str) -> dict[str, Any]:
    panels = [
        {
            "id": number, "type": "timeseries", "title": f"Panel {number}", "description": text, "gridPos": {"h": 8, "w": 12, "x": 0, "y": 8 * number},
            "datasource": {"type": "prometheus", "uid": "${prometheus}"},
            "fieldConfig": {"defaults": {"unit": "short", "custom": {"lineWidth": 1, "fillOpacity": 10, "stacking": {"mode": "none", "group": "A"}}}, "overrides": []},
            "options": {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True}, "tooltip": {"mode": "multi", "sort": "desc"}},
            "targets": [{"refId": ref, "expr": f"sum by (model) (rate(calls_total{{service=~\"^(?:$service)$\", n=\"{number}\"}}[$__rate_interval]))"} for ref in "AB"],
        }
        for number in range(24)
    ]
    return {"uid": f"agentdash-{name}", "title": name, "tags": ["bench"], "schemaVersion": 42, "panels": panels, "templating": {"list": []}}


if __name__ == "__main__":
    main()

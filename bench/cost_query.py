"""Hourly cost over 24 hours, side by side: the Gigapipe post's two coefficients and 60 priced models.

    python bench/cost_query.py [--series 200] [--runs 7]

Writes a day of samples (every 15 s) into a Prometheus of its own (`make tools` builds it) on a free local port.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

STEP, DAY = 15, 86_400
TYPES = ("input", "output", "cache_read", "cache_write")
MODELS = ("claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001", "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18",
          "gpt-4.1-2025-04-14", "gemini-2.5-flash", "claude-opus-4-5", "gpt-5-mini", "o4-mini", "mistral-large-latest")
POST = "(sum(rate(gen_ai_usage_input_tokens_total[{w}])) * 0.000003 + sum(rate(gen_ai_usage_output_tokens_total[{w}])) * 0.000015) * 3600"


def main() -> None:
    """Print times, sizes and ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--series", type=int, default=200)
    options.add_argument("--runs", type=int, default=7)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        end = int(time.time()) // DAY * DAY
        fill(Path(folder), asked.series, end)
        with prometheus(Path(folder)) as url:
            taken: dict[tuple[str, str, str], list[float]] = {query: [] for query in queries()}
            # One round after the other, so that a busy moment of the machine meets all of them.
            for _ in range(asked.runs):
                for query, times in taken.items():
                    times.append(ask(url, query[2], end))
            print(f"{asked.series} series of each token type, 24 h of samples every {STEP} s, 721 steps of 2 m; {asked.runs} runs")
            print(f"{'query':<50} {'bytes':>7} {'best':>8} {'median':>8} {'best ÷ first':>12}")
            base: dict[str, float] = {}
            for (label, window, query), times in taken.items():
                base.setdefault('1h', min(times))
                print(f"{label + ', window ' + window:<50} {len(query):>7} {min(times):>6.3f} s {statistics.median(times):>6.3f} s "
                      f"{min(times) / base['1h']:>12.2f}")


def queries() -> Iterator[tuple[str, str, str]]:
    """Label, window, query: the post's first, then ours over the same two and over all four token types."""
    from agentdash import pricing
    from agentdash.pricing.inline import TYPES as PRICED
    from agentdash.settings import parse
    from agentdash.signals import bind

    settings = parse("", "defaults")
    priced = pricing.queries(pricing.of(settings), settings)
    bound = bind(settings)
    # 1h is the post's own window; 2m15s is what Grafana makes of $__rate_interval for a day in 720 points.
    for window in ("1h", "2m15s"):
        yield "the post: two coefficients", window, POST.format(w=window)
        for label, kinds in (("60 models, input and output", ("input", "output")), ("60 models, all four token types", tuple(PRICED))):
            tokens = {kind: str(bound.named(f"{kind}_tokens").rate(priced.needs(()), window=window)) for kind in kinds}
            yield label, window, f"{priced.cost(tokens)} * 3600"


def fill(folder: Path, count: int, end: int) -> None:
    """Write ``count`` series of each token type, as blocks."""
    text = folder / "samples.txt"
    with text.open("w") as file:
        for kind in TYPES:
            name = f"gen_ai_usage_{kind}_tokens"
            file.write(f"# TYPE {name} counter\n")
            for number in range(count):
                model = MODELS[number % len(MODELS)]
                provider = "anthropic" if model.startswith("claude") else "openai"
                labels = (f'gen_ai_response_model="{model}",gen_ai_request_model="{model}",gen_ai_provider_name="{provider}",'
                          f'service_name="service-{number}",tenant_id="tenant-{number % 5}",deployment_environment_name="prod",'
                          f'gen_ai_agent_name="agent",gen_ai_operation_name="chat",error="false",collector_id="c"')
                for tick in range(DAY // STEP + 1):
                    value = tick * 40 + int(30 * math.sin(tick / 50 + number))
                    file.write(f"{name}_total{{{labels}}} {max(0, value)} {end - DAY + tick * STEP}\n")
        file.write("# EOF\n")
    subprocess.run([binary("promtool"), "tsdb", "create-blocks-from", "openmetrics", str(text), str(folder / "data")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    text.unlink()


class prometheus:
    """A Prometheus over a folder of blocks, for as long as the `with` lasts."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; nothing is started yet."""
        self.folder = folder

    def __enter__(self) -> str:
        """Start it and return its URL."""
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (self.folder / "empty.yml").write_text("{}\n")
        self.process = subprocess.Popen(
            [binary("prometheus"), f"--config.file={self.folder / 'empty.yml'}", f"--storage.tsdb.path={self.folder / 'data'}",
             f"--web.listen-address=127.0.0.1:{port}", "--storage.tsdb.retention.time=10y", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/-/ready", timeout=1).close()
                return url
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("Prometheus did not start")

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(10)


def ask(url: str, query: str, end: int) -> float:
    """Seconds that a range query over the day takes."""
    body = urllib.parse.urlencode({"query": query, "start": end - DAY, "end": end, "step": 120}).encode()
    began = time.perf_counter()
    with urllib.request.urlopen(f"{url}/api/v1/query_range", body, timeout=120) as answer:
        data = json.load(answer)
    taken = time.perf_counter() - began
    if not data["data"]["result"]:
        raise RuntimeError("the query found nothing")
    return taken


def binary(name: str) -> str:
    """Path of a program that `make tools` builds."""
    return str(ROOT / ".cache" / "bin" / name)


if __name__ == "__main__":
    main()

"""How often the default alerts call somebody in a month in which almost nothing happens, and how soon when something does.

    python bench/month.py [--days 30] [--seed 1]

Writes a month of healthy traffic as the Collector would (daily rhythm, quiet weekends, a nightly batch, weekly deployments with
cold caches and a restart of the Collector, one provider outage of forty minutes), and at its end a loop that doubles what one
service spends. The alerts' own expressions are evaluated by a real Prometheus (`make tools` builds it) at their own
interval; the time for which they must hold is applied to what it answers. Prints what fired, when, and whether it should have.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

STEP, MINUTES, DAY = 60, 1440, 86_400
BEGIN = 1_767_571_200
"""A Monday, 2026-01-05 00:00 UTC."""
OUTAGE_DAY, OUTAGE_BEGINS, OUTAGE_MINUTES = 16, 14 * 60, 40
AFTERMATH = 30
"""Minutes after the outage in which what it left in the windows may still fire."""
LOOP_MINUTES = 90
DEPLOYS = (2, 9, 16, 23)
"""Days, at eleven o'clock."""
TOOL_BOUNDS = (0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 81.92)


@dataclass
class Service:
    """One agent program: how much it does in a busy minute, and what that is like."""

    name: str
    provider: str
    model: str
    busiest: float
    calls_per_run: float
    tools: dict[str, tuple[float, float]]
    """Median and spread (sigma of a log-normal) of each tool's seconds."""
    weekend: float = 0.3
    hours: tuple[int, int] = (0, 24)
    night: float = 0.15
    errors: float = 0.01
    tokens: tuple[int, int] = (3000, 300)
    cached: float = 0.5
    slow: float = 0.005
    long_runs: float = 0.0
    """Share of calls that runs above the limit make on an ordinary day."""
    environment: str = "prod"
    agent: str = "unknown"


SERVICES = (
    Service("support-bot", "openai", "gpt-4o-2024-08-06", 20, 3.2, {"lookup_order": (0.25, 0.4), "search_docs": (0.9, 0.5)}),
    Service("support-bot", "openai", "gpt-4o-2024-08-06", 0.8, 3.2, {"lookup_order": (0.25, 0.4)}, weekend=0.0, hours=(8, 19), errors=0.05,
            environment="staging"),
    Service("researcher", "anthropic", "claude-sonnet-4-5-20250929", 8, 14, {"web_search": (2.0, 1.0), "read_page": (1.0, 1.0)}, weekend=0.1,
            hours=(7, 20), tokens=(12_000, 900), cached=0.7, slow=0.03, long_runs=0.04),
    Service("developers", "anthropic", "claude-sonnet-4-5-20250929", 6, 18, {"Bash": (0.3, 2.0), "Read": (0.05, 0.4)}, weekend=0.05, hours=(8, 19),
            tokens=(25_000, 700), cached=0.85, slow=0.04, agent="claude-code"),
    Service("nightly", "openai", "gpt-4o-mini-2024-07-18", 40, 6, {"fetch": (0.6, 0.7)}, weekend=1.0, hours=(2, 4), night=1.0, tokens=(1500, 200), cached=0.0),
)


@dataclass
class Counters:
    """Cumulative values by series, and the text that promtool reads."""

    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    length: int = 0

    def add(self, metric: str, labels: str, minute: int, amount: float) -> None:
        """Adds to a counter of this minute; a series that is new begins at zero a minute before."""
        series = self.values.setdefault(metric, {}).setdefault(labels, [])
        if not series:
            series += [math.nan] * max(0, minute - 1) + [0.0] * min(1, minute)
        if len(series) <= minute:
            series += [series[-1] if series else 0.0] * (minute + 1 - len(series))
        series[minute] += amount

    def write(self, path: Path, minutes: int, ends: dict[str, int]) -> int:
        """Writes OpenMetrics; a Collector's series end when it does (``ends``: its id to a minute). Returns the samples."""
        count = 0
        with path.open("w") as file:
            for metric, found in sorted(self.values.items()):
                family = metric.removesuffix("_total")
                file.write(f"# TYPE {family} {'counter' if metric.endswith('_total') else 'unknown'}\n")
                for labels, series in sorted(found.items()):
                    last = next((end for name, end in ends.items() if f'collector_id="{name}"' in labels), minutes)
                    series += [series[-1]] * (last - len(series))
                    lines = [f"{metric}{{{labels}}} {value:.10g} {BEGIN + minute * STEP}" for minute, value in enumerate(series[:last]) if value == value]
                    count += len(lines)
                    file.write("\n".join(lines) + "\n")
            file.write("# EOF\n")
        return count


def activity(service: Service, minute: int) -> float:
    """The share of its busiest minute that a service has at a time: day and night, week and weekend."""
    day, hour = minute // MINUTES, minute % MINUTES / 60
    begin, end = service.hours
    if not begin <= hour < end:
        return 0.0
    rhythm = 1.0 if end - begin < 6 else service.night + (1 - service.night) * max(0.0, math.sin(math.pi * (hour - max(begin, 6)) / (min(end, 22) - max(begin, 6))))
    return rhythm * (service.weekend if day % 7 >= 5 else 1.0)


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson number; the normal one for large means."""
    if mean > 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, number, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        number, product = number + 1, product * rng.random()
    return number


def share(rng: random.Random, count: int, probability: float) -> int:
    """How many of ``count`` it was."""
    return min(count, poisson(rng, count * probability)) if count else 0


def traffic(days: int, seed: int) -> tuple[Counters, dict[str, int], int]:
    """All series, when each Collector ended, and the minute in which the loop begins."""
    counters, rng = Counters(), random.Random(seed)
    minutes = days * MINUTES
    loop = minutes - MINUTES + 11 * 60
    restarts = [day * MINUTES + 11 * 60 for day in DEPLOYS if day < days - 1]
    outage = range(OUTAGE_DAY * MINUTES + OUTAGE_BEGINS, OUTAGE_DAY * MINUTES + OUTAGE_BEGINS + OUTAGE_MINUTES)
    for minute in range(1, minutes):
        lives = sum(minute >= at for at in restarts)
        after_deploy = next((minute - at for at in restarts if 0 <= minute - at < 30), -1)
        if minute % 5 == 0:
            counters.add("otelcol_receiver_accepted_spans_total", 'receiver="otlp"', minute, 5000)
        for service in SERVICES:
            done = _minute(counters, rng, service, minute, f"c{lives}", after_deploy, minute in outage)
            if service.name == "support-bot" and service.environment == "prod" and loop <= minute < loop + LOOP_MINUTES:
                _loop(counters, service, minute, f"c{lives}", done, minute - loop)
    return counters, {f"c{number}": at for number, at in enumerate(restarts)}, loop


def _labels(service: Service, collector: str, **more: str) -> str:
    own = {"service_name": service.name, "deployment_environment_name": service.environment, "tenant_id": "acme", "gen_ai_agent_name": service.agent,
           "collector_id": collector, **more}
    return ",".join(f'{name}="{value}"' for name, value in own.items())


def _call(service: Service, collector: str, **more: str) -> str:
    return _labels(service, collector, gen_ai_operation_name="chat", gen_ai_provider_name=service.provider, gen_ai_request_model=service.model,
                   gen_ai_response_model=service.model, **more)


def _minute(counters: Counters, rng: random.Random, service: Service, minute: int, collector: str, after_deploy: int, outage: bool) -> int:
    calls = poisson(rng, service.busiest * activity(service, minute))
    if not calls:
        return 0
    # Failures come in bursts: now and then a provider stumbles for a minute.
    failing = service.errors * (6 if rng.random() < 0.01 else 1)
    down = outage and service.provider == "openai"
    failed = share(rng, calls, 0.6 if down else failing)
    good = calls - failed
    number = "gen_ai_client_operation_duration_seconds_count"
    counters.add(number, _call(service, collector, fallback="false", error="false", timed="true"), minute, good)
    if failed:
        kind = "overloaded" if down and rng.random() < 0.5 else rng.choice(("rate_limit", "server_error", "timeout"))
        counters.add(number, _call(service, collector, fallback="false", error="true", error_type=kind, timed="false"), minute, failed)
    slow = share(rng, good, service.slow * (3 if down else 1))
    for bound, count in (("20.48", good - slow), ("+Inf", good)):
        counters.add("gen_ai_client_operation_duration_seconds_bucket", _call(service, collector, fallback="false", error="false", timed="true", le=bound),
                     minute, count)
    sent = good * service.tokens[0] * rng.uniform(0.8, 1.25)
    cached = service.cached * (0.2 if 0 <= after_deploy < 15 else rng.uniform(0.85, 1.1))
    for kind, amount in (("input", sent), ("cache_read", sent * min(cached, 1)), ("output", good * service.tokens[1] * rng.uniform(0.7, 1.3))):
        counters.add(f"gen_ai_usage_{kind}_tokens_total", _call(service, collector, fallback="false"), minute, round(amount))
    if moved := share(rng, good, 0.4 if down else 0.002):
        counters.add("agentdash_fallbacks_total", _call(service, collector, fallback_by="client"), minute, moved)
    runs = poisson(rng, calls / service.calls_per_run)
    counters.add("gen_ai_invoke_agent_duration_seconds_count", _labels(service, collector, error="false"), minute, runs)
    if service.long_runs and rng.random() < service.long_runs * calls / 24:
        counters.add("agentdash_long_run_calls_total", _labels(service, collector, gen_ai_provider_name=service.provider,
                                                               gen_ai_response_model=service.model), minute, 24)
    for tool, (median, spread) in service.tools.items():
        took = [median * math.exp(rng.gauss(0, spread)) * (1.5 if 0 <= after_deploy < 10 else 1) for _ in range(poisson(rng, calls / 3))]
        own = _labels(service, collector, gen_ai_tool_name=tool, error="false")
        counters.add("gen_ai_execute_tool_duration_seconds_count", own, minute, len(took))
        for bound in (*TOOL_BOUNDS, math.inf):
            le = "+Inf" if bound == math.inf else f"{bound:g}"
            counters.add("gen_ai_execute_tool_duration_seconds_bucket", f'{own},le="{le}"', minute, sum(one <= bound for one in took))
    return calls


def _loop(counters: Counters, service: Service, minute: int, collector: str, usual: int, since: int) -> None:
    """As many calls again, all of one run that does not end; the Collector tells of it once it is above the limit."""
    extra = max(usual, 1)
    counters.add("gen_ai_client_operation_duration_seconds_count", _call(service, collector, fallback="false", error="false", timed="true"), minute, extra)
    for kind, each in (("input", service.tokens[0]), ("output", service.tokens[1])):
        counters.add(f"gen_ai_usage_{kind}_tokens_total", _call(service, collector, fallback="false"), minute, extra * each)
    if since >= 20 / extra:
        counters.add("agentdash_long_run_calls_total", _labels(service, collector, gen_ai_provider_name=service.provider,
                                                               gen_ai_response_model=service.model), minute, extra)


@dataclass(frozen=True)
class Firing:
    """One time that an alert called somebody: Unix seconds from and to."""

    alert: str
    place: str
    begin: float
    end: float


def firings(url: str, alerts: Sequence, end: int) -> Iterator[Firing]:
    """Every alert's expression over the whole time at its own interval, and what held for as long as it must."""
    from agentdash.settings.durations import seconds

    for alert in alerts:
        held: dict[str, list[float]] = {}
        begin, most = BEGIN, 10_000 * alert.every
        while begin < end:
            upto = min(begin + most, end)
            for row in _ask(url, alert.expanded, begin, upto, alert.every):
                place = " ".join(value for name, value in sorted(row["metric"].items()) if name != "__name__")
                held.setdefault(place, []).extend(float(at) for at, _ in row["values"])
            begin = upto + alert.every
        for place, times in held.items():
            yield from _episodes(alert.name, place, sorted(set(times)), alert.every, seconds(alert.hold))


def _episodes(name: str, place: str, times: list[float], every: int, hold: int) -> Iterator[Firing]:
    begin = 0
    for number in range(1, len(times) + 1):
        if number == len(times) or times[number] - times[number - 1] > every:
            if times[number - 1] - times[begin] >= hold:
                yield Firing(name, place, times[begin] + hold, times[number - 1])
            begin = number


def _ask(url: str, query: str, begin: int, end: int, step: int) -> list[dict]:
    body = urllib.parse.urlencode({"query": query, "start": begin, "end": end, "step": step}).encode()
    with urllib.request.urlopen(f"{url}/api/v1/query_range", body, timeout=300) as answer:
        return json.load(answer)["data"]["result"]


@dataclass
class Report:
    """What the simulation found."""

    healthy: list[Firing]
    outage: list[Firing]
    loop: list[Firing]
    delay: float
    """Minutes from the loop's beginning to its alert."""
    samples: int
    seconds: float


def simulate(folder: Path, days: int = 30, seed: int = 1) -> Report:
    """Runs the whole simulation in ``folder``."""
    from agentdash.alerts import alerts
    from agentdash.settings import Settings

    started = time.time()
    counters, ends, loop = traffic(days, seed)
    text = folder / "samples.txt"
    samples = counters.write(text, days * MINUTES, ends)
    subprocess.run([_binary("promtool"), "tsdb", "create-blocks-from", "--max-block-duration=720h", "openmetrics", str(text), str(folder / "data")],
                   check=True, stdout=subprocess.DEVNULL)
    text.unlink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "empty.yml").write_text("{}\n")
    process = subprocess.Popen(
        [_binary("prometheus"), f"--config.file={folder / 'empty.yml'}", f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address=127.0.0.1:{port}",
         "--storage.tsdb.retention.time=100y", "--query.max-samples=500000000", "--log.level=error"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        found = list(firings(url, alerts(Settings()), BEGIN + days * DAY - STEP))
    finally:
        process.terminate()
        process.wait(30)
    outage = BEGIN + (OUTAGE_DAY * MINUTES + OUTAGE_BEGINS) * STEP
    loop_at = BEGIN + loop * STEP
    at_outage = [one for one in found if outage <= one.begin <= outage + (OUTAGE_MINUTES + AFTERMATH) * 60]
    at_loop = [one for one in found if one.begin >= loop_at]
    rest = [one for one in found if one not in at_outage and one not in at_loop]
    loops = [one.begin for one in at_loop if one.alert == "AgentRetryLoop" and "support-bot" in one.place]
    return Report(rest, at_outage, at_loop, (min(loops) - loop_at) / 60 if loops else math.inf, samples, time.time() - started)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/-/ready", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Prometheus did not start")


def _binary(name: str) -> str:
    import os

    return str(Path(os.environ.get("AGENTDASH_TOOLS") or ROOT / ".cache" / "bin") / name)


def main() -> None:
    """Print the report."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = simulate(Path(folder), asked.days, asked.seed)
    print(f"{asked.days} days, {len(SERVICES)} services, {report.samples / 1e6:.1f} million samples, seed {asked.seed}; {report.seconds:.0f} s")
    for title, found in (("in healthy traffic", report.healthy), (f"in the outage of {OUTAGE_MINUTES} minutes", report.outage), ("after the loop began", report.loop)):
        print(f"fired {title}: {len(found)}")
        for one in sorted(found, key=lambda one: one.begin):
            at = (one.begin - BEGIN) / DAY
            print(f"  day {int(at) + 1:>2} {int(at % 1 * 24):02d}:{int(at * 1440 % 60):02d}, {(one.end - one.begin) / 60:>4.0f} min  {one.alert:<22} {one.place}")
    print(f"a loop that doubles what a service spends is told after {report.delay:.0f} minutes")


if __name__ == "__main__":
    main()

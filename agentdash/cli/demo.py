"""`agentdash demo`."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.demo.stories import STORIES, TOLD
from agentdash.errors import AgentdashError, UserError

if TYPE_CHECKING:
    from agentdash.demo.ledger import Ledger, Line
    from agentdash.demo.play import Demo

_HEADERS = "OTEL_EXPORTER_OTLP_HEADERS"
_MISSING = 'the demo speaks OTLP with opentelemetry-proto, which is not installed; pip install "agentdash-grafana[demo]"'


@click.command("demo")
@config_option
@click.option("--endpoint", metavar="URL", envvar="OTEL_EXPORTER_OTLP_ENDPOINT", show_envvar=True,
              help="Where the Collector takes OTLP over HTTP; collector.http of the settings unless given.")
@click.option("--minutes", type=click.FloatRange(0, 10_080, min_open=True), default=10.0, show_default=True, help="How long. All of it is one day; where it is longer than an hour, each hour is one.")
@click.option("--rate", type=click.FloatRange(1, 6000), default=60.0, show_default=True, help="Calls to models per minute, on average over the day.")
@click.option("--story", "stories", multiple=True, type=click.Choice(tuple(STORIES)),
              help="From a third of the time on: " + "; ".join(f"{name}, {line}" for name, line in TOLD.items()) + ". May be repeated.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number is another day.")
@click.option("--json", "as_json", is_flag=True, help="The truth as JSON, one row per service, environment, tenant and model.")
def command(config: tuple[Path, ...], endpoint: str | None, minutes: float, rate: float, stories: tuple[str, ...], seed: int, as_json: bool) -> int:
    """Send a Collector what a small company's agents would, and say what the dashboards must show.

    Four services, demo-…, tell of themselves as four SDKs do: the OpenTelemetry conventions, OpenInference, OpenLLMetry, Vercel's
    AI SDK. Two tenants, prod and staging. At the end stands the truth of what was sent: calls, failures, tokens, and USD by the
    prices of the settings. Ctrl-C ends it early, with the truth so far. Headers for the Collector: OTEL_EXPORTER_OTLP_HEADERS.
    """
    try:
        from agentdash.demo import wire  # noqa: F401
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("opentelemetry", "google"):
            raise
        raise UserError(_MISSING) from None
    from agentdash import pricing
    from agentdash.demo.ledger import Ledger
    from agentdash.demo.play import Demo, play
    from agentdash.demo.sender import Sender, headers
    from agentdash.extensions import load

    settings = load(*config)
    stop = threading.Event()
    sender = Sender(endpoint or f"http://{_reached(settings.collector.http)}", headers(os.environ.get(_HEADERS, "")), stop.wait)
    demo, ledger = Demo(seed, minutes, rate, stories), Ledger(pricing.of(settings))
    late = settings.collector.hold + settings.telemetry.interval + 10
    trouble: AgentdashError | None = None
    sender.check()
    with _stopped_by_signals(stop):
        _said(f"demo: {minutes:g} min to {sender.endpoint}, {rate:g} calls a minute" + "".join(f"; {TOLD[name]}" for name in stories))
        try:
            took = play(demo, sender, ledger, stop, _progress(demo, ledger))
        except AgentdashError as error:
            trouble, took = error, 0.0
        finally:
            sender.close()
    if sys.stderr.isatty():
        click.echo(err=True)
    if as_json:
        click.echo(json.dumps({"seed": seed, "rate": rate, "minutes": minutes, "stories": list(stories), "seconds": round(took, 1), **ledger.as_data()}, indent=2))
    else:
        click.echo("\n".join(_truth(ledger)))
        if (currency := settings.pricing.currency).code != "USD":
            click.echo(f"\nThe dashboards show {currency.code}: {ledger.total().usd * currency.per_usd:.6f} in all.")
    if trouble is not None:
        raise trouble
    _said(f"demo: the dashboards have all of it within {late} s")
    return 130 if stop.is_set() else 0


def _reached(address: str) -> str:
    """What listens on all interfaces is reached on this machine."""
    host, _, port = address.rpartition(":")
    return f"localhost:{port}" if host in ("", "0.0.0.0", "[::]") else address


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C (or a container's end) lets the export under way finish; a second one ends at once."""
    def asked(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _said(line: str) -> None:
    click.echo(line, err=True)


def _progress(demo: Demo, ledger: Ledger) -> Callable[[float], None]:
    def shown(now: float) -> None:
        if sys.stderr.isatty():
            whole = ledger.total()
            click.echo(f"\r\033[Kdemo: {_clock(now)} of {_clock(demo.seconds)} · {whole.calls:,} calls, {whole.errors:,} failed · "
                       f"{whole.input + whole.output:,} tokens · {whole.usd:.4f} USD", nl=False, err=True)

    return shown


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _truth(ledger: Ledger) -> list[str]:
    from agentdash.cli.prices.shown import table

    head = ("SERVICE", "MODEL", "CALLS", "FAILED", "INPUT", "CACHED", "WRITTEN", "OUTPUT", "REASONING", "USD")
    rows = [(service, model, *_numbers(line)) for (service, model), line in ledger.by_model().items()]
    lines = table(head, [*rows, ("all", "", *_numbers(ledger.total()))], frozenset(range(2, 10)))
    work = [(service, *(f"{one:,}" for one in (work.runs, work.failed_runs, work.tools, work.failed_tools))) for service, work in ledger.by_service().items()]
    return [*lines, "", *table(("SERVICE", "AGENT RUNS", "FAILED", "TOOL RUNS", "FAILED"), work, frozenset(range(1, 5)))]


def _numbers(line: Line) -> tuple[str, ...]:
    cost = f"{line.usd:.6f}" + (f" + {line.unpriced} unpriced" if line.unpriced else "")
    return (*(f"{one:,}" for one in (line.calls, line.errors, line.input, line.cache_read, line.cache_write, line.output, line.reasoning)), cost)

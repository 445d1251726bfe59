"""`agentdash instrument`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.errors import Findings, UserError

if TYPE_CHECKING:
    from agentdash.settings import Settings


@click.command("instrument")
@click.argument("framework", required=False)
@config_option
@click.option("--endpoint", metavar="URL", help="Where agents reach the Collector, e.g. http://otel.internal:4318; the settings' address unless given.")
@click.option("--service", default="my-agent", show_default=True, metavar="NAME", help="What the service is to be called.")
@click.option("--check", "checked", metavar="SERVICE", help="Wait for the first calls of a service, and say what arrives of it. Runs nothing.")
@click.option("--url", metavar="URL", help="Where --check asks Prometheus; the settings' datasource unless given.")
@click.option("--wait", default="2m", show_default=True, metavar="DURATION", help="How long --check waits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
def command(framework: str | None, config: tuple[Path, ...], endpoint: str | None, service: str, checked: str | None, url: str | None, wait: str, as_json: bool) -> None:
    """Say how to switch a framework's telemetry on: packages, environment, code.

    Without FRAMEWORK it lists what is known. --check exits with 1 when nothing has arrived in time.
    """
    from agentdash.cli.choices import asking, checked_url
    from agentdash.extensions import load
    from agentdash.instrument import GUIDES, find, markdown

    checked_url(url)
    checked_url(endpoint, "--endpoint", "http://localhost:4318")
    settings = load(*config)
    if checked:
        with asking():
            _check(settings, checked, url, wait, as_json)
    elif not framework:
        rows = [{"key": one.key, "title": one.title, "measured": list(one.packages)} for one in GUIDES]
        width = max(len(one.key) for one in GUIDES)
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else "\n".join(f"{one.key:<{width}}  {one.title}" for one in GUIDES))
    else:
        guide = find(framework)
        text = markdown(guide, settings, service, (endpoint or "").rstrip("/"))
        click.echo(json.dumps({"key": guide.key, "title": guide.title, "measured": list(guide.packages), "page": text}, indent=2, ensure_ascii=False) if as_json else text,
                   nl=as_json)


def _check(settings: Settings, service: str, url: str | None, wait: str, as_json: bool) -> None:
    from agentdash.ask import prometheus
    from agentdash.instrument import arrival
    from agentdash.settings.durations import is_duration, seconds

    if not is_duration(wait):
        raise UserError(f'--wait: "{wait}" is not a duration; write e.g. 2m')
    server = prometheus(settings, url)
    shown = sys.stderr.isatty() and not as_json
    if shown:
        click.echo(f"waiting for {service} ", nl=False, err=True)
    seen = arrival.waited_for(settings, server, service, seconds(wait), (lambda: click.echo(".", nl=False, err=True)) if shown else lambda: None)
    if shown:
        click.echo(err=True)
    if not seen:
        near = arrival.others(settings, server)
        there = f"; there are {', '.join(near[:5])}" if near else ""
        raise Findings(f"nothing of {service} in {wait}{there}; `agentdash doctor --send` shows whether the way is open")
    missing = [*arrival.advice(settings, server, service, seen)]
    called = arrival.models(settings, server, service)
    if as_json:
        click.echo(json.dumps({"service": service, "seen": seen, "models": called, "missing": missing}, indent=2, ensure_ascii=False))
        return
    click.echo(f"{service} in the last {arrival.WINDOW}:")
    for name, value in seen.items():
        click.echo(f"  {value:,.0f} {name}")
    if called:
        click.echo(f"  models: {', '.join(called)}")
    for line in missing:
        click.echo(f"! {line}")

"""`agentdash doctor`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentdash.cli.options import config_option
from agentdash.errors import UserError

if TYPE_CHECKING:
    from agentdash.doctor import Result, World
    from agentdash.settings import Settings

_COLOURS = {"✓": "green", "✗": "red", "?": "yellow"}


@click.command("doctor")
@config_option
@click.option("--dist", type=click.Path(path_type=Path), default=Path("dist"), show_default=True, metavar="DIR", help="What was built, to compare with the settings.")
@click.option("--collector", "host", default="", metavar="HOST", help="Where the Collector runs, if not here.")
@click.option("--url", metavar="URL", help="Where Prometheus (or Gigapipe) answers; the settings' datasource unless given.")
@click.option("--target", metavar="NAME", help="A Grafana of the settings' targets. Otherwise the one in GRAFANA_URL.")
@click.option("--since", default="24h", show_default=True, metavar="DURATION", help="How far back to look.")
@click.option("--panel", default="", metavar="KEY", help="Only what makes this panel: its key or title.")
@click.option("--set", "chosen", multiple=True, metavar="NAME=VALUE", help="Look at panels with a variable's value chosen. May be repeated.")
@click.option("--send", is_flag=True, help="Send one marked call, and follow it. Everything else only reads.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
def command(config: tuple[Path, ...], dist: Path, host: str, url: str | None, target: str | None, since: str, panel: str, chosen: tuple[str, ...], send: bool,
            as_json: bool) -> int:
    """Find the broken link between your agents and Grafana.

    Checks in the order in which telemetry travels, each ✓, ✗ or ?, with one thing to do. A check that cannot be made says ?, and the
    others go on. Exits with 0 when all is well, 1 when something is wrong, 2 when something could not be told.
    """
    from agentdash.cli.choices import checked_url, chosen_values
    from agentdash.doctor import examine, exit_code
    from agentdash.doctor.order import CHECKS
    from agentdash.extensions import load
    from agentdash.settings.durations import is_duration

    if not is_duration(since):
        raise UserError(f'--since: "{since}" is not a duration; write e.g. 24h')
    checked_url(url)
    if "/" in host or (host.rpartition(":")[2].isdecimal() and host.count(":") == 1):
        raise UserError(f'--collector: "{host}" is not a host alone; its ports are those of the settings (collector.http): write e.g. collector.example.net')
    settings = load(*config)
    if panel:
        from agentdash.explain import find

        find(settings, panel)
    world = _world(settings, config, target)
    world.dist, world.host, world.url, world.since, world.panel, world.send, world.chosen = dist, host, url, since, panel, send, chosen_values(chosen)
    if not as_json and sys.stderr.isatty():
        world.progress = lambda text: click.echo(f"\r\033[K{text[:100]}", nl=False, err=True)
    results: list[Result] = []
    for result in examine(CHECKS, world):
        results.append(result)
        if not as_json:
            _print(result)
    code = exit_code(results)
    if as_json:
        click.echo(json.dumps({"checks": [one.as_data() for one in results], "exit_code": code}, indent=2, ensure_ascii=False))
    return code


def _world(settings: Settings, config: tuple[Path, ...], target: str | None) -> World:
    from agentdash import targets
    from agentdash.build import artifacts, for_push
    from agentdash.doctor import World
    from agentdash.push import artifacts as pushed
    from agentdash.push.client import Client
    from agentdash.push.server import Server

    file = ", ".join(map(str, config)) or "agentdash.yaml"
    world = World(settings, lambda: artifacts(settings))
    if target or os.environ.get("GRAFANA_URL") or len(settings.targets) == 1:
        connection = targets.find(target, lambda: settings.targets, file, os.environ)
        name = targets.chosen(target, settings.targets, os.environ)
        own = settings.for_target(name) if name in settings.targets else settings
        world.server = lambda: Server(Client(connection))
        world.desired = lambda: pushed.from_mapping(for_push(own))
    return world


def _print(result: Result) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    for finding in result.findings:
        mark = finding.mark.value
        click.echo(click.style(mark, fg=None if os.environ.get("NO_COLOR") else _COLOURS[mark]) + f" {result.check.title}: {finding.line}")
        if finding.remedy:
            click.echo(f"    → {finding.remedy}")

"""`agentdash show`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click

from agentdash.cli.options import config_option

_WIDTH = 120


@click.command("show")
@click.argument("dashboard", default="overview")
@config_option
@click.option("--url", metavar="URL", help="Where Prometheus (or Gigapipe) answers; the settings' datasource unless given.")
@click.option("--range", "span", metavar="DURATION", help="How far back, e.g. 30m, 6h, 7d; the dashboard's own range unless given.")
@click.option("--set", "chosen", multiple=True, metavar="VARIABLE=VALUE", help="What to choose at the top, e.g. service=demo-shop; All unless given. May be repeated.")
@click.option("--all", "closed", is_flag=True, help="Also what is in closed rows.")
@click.option("--json", "as_json", is_flag=True, help="Every number as it was answered.")
def command(dashboard: str, config: tuple[Path, ...], url: str | None, span: str | None, chosen: tuple[str, ...], closed: bool, as_json: bool) -> int:
    """Show what a dashboard's panels say now, by their own queries: where there is no Grafana, over ssh, in CI.

    DASHBOARD is overview unless given. Panels of traces and logs are left to Grafana. A query that fails is told in its panel's
    place, and the exit code is 3. Logins come from the settings' environment variables.
    """
    from agentdash.ask import prometheus
    from agentdash.cli.choices import asking, chosen_values
    from agentdash.extensions import load
    from agentdash.show.dashboards import saved
    from agentdash.show.data import data
    from agentdash.show.drawing import text
    from agentdash.show.reading import read

    settings = load(*config)
    with asking():
        reading = read(saved(settings, dashboard), prometheus(settings, url), settings.telemetry.interval, span or "", chosen_values(chosen), closed)
    if as_json:
        click.echo(json.dumps(data(reading), indent=2, ensure_ascii=False))
    else:
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH
        click.echo("\n".join(text(reading, columns)))
    failed: dict[str, list[str]] = {}
    for answer in reading.answers():
        if answer.failure:
            failed.setdefault(answer.failure, []).append(answer.panel["title"])
    for why, titles in failed.items():
        click.echo(f"agentdash: no answer for {', '.join(titles)}: {why}", err=True)
    return 3 if failed else 0

"""`agentdash dialects list`."""

from __future__ import annotations

from pathlib import Path

import click

from agentdash.cli.options import config_option


@click.command("list")
@config_option
def command(config: tuple[Path, ...]) -> None:
    """List the dialects that the Collector understands, the settings' own first."""
    from agentdash.collector.dialects import known
    from agentdash.extensions import load

    found = known(load(*config))
    width = max(len(one.key) for one in found)
    for one in found:
        click.echo(f"{one.key:<{width}}  {one.title}: {one.about}")

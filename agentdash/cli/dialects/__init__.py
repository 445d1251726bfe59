"""`agentdash dialects`: how frameworks write their telemetry, yours among them."""

from __future__ import annotations

import click

from agentdash.cli.lazy import LazyGroup

# name -> one line for `agentdash dialects --help`
COMMANDS = {
    "list": "List the dialects that the Collector understands.",
    "test": "Show what it makes of a recording.",
}


@click.group("dialects", cls=LazyGroup, package="agentdash.cli.dialects", table=COMMANDS)
def command() -> None:
    """Dialects: how frameworks write calls, tools and runs; ours, and those of telemetry.dialects."""

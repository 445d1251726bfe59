"""`agentdash collector`: the Collector configuration beside other people's."""

from __future__ import annotations

import click

from agentdash.cli.lazy import LazyGroup

# name -> one line for `agentdash collector --help`
COMMANDS = {
    "merge": "Write your Collector configuration and agentdash's as one file.",
}


@click.group("collector", cls=LazyGroup, package="agentdash.cli.collector", table=COMMANDS)
def command() -> None:
    """The Collector that agents send to."""

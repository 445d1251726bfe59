"""`agentdash collector`: the Collector configuration beside other people's."""

from __future__ import annotations

import importlib

import click

# name -> one line for `agentdash collector --help`
COMMANDS = {
    "merge": "Write your Collector configuration and agentdash's as one file.",
}


class _Collector(click.Group):
    """Imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order in which they are met."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"agentdash.cli.collector.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group("collector", cls=_Collector)
def command() -> None:
    """The Collector that agents send to."""

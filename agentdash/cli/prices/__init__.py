"""`agentdash prices`: what tokens cost, why, and what has no price."""

from __future__ import annotations

import importlib

import click

# name -> one line for `agentdash prices --help`
COMMANDS = {
    "list": "List models and their prices.",
    "explain": "Say what a model costs, and which rule says so.",
    "diff": "Compare your rules with the book, or two books.",
    "check": "Ask Prometheus which models were called, and list those without a price.",
    "update": "Write a new price book from the installed package genai-prices.",
}


class _Prices(click.Group):
    """Imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order in which they are met."""
        # The module `list` beside this file takes that name here as soon as it is imported.
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        return importlib.import_module(f"agentdash.cli.prices.{cmd_name}").command if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group("prices", cls=_Prices)
def command() -> None:
    """Prices of models: the book that agentdash carries, and your own rules over it."""
